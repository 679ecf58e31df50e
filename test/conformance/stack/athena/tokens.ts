import { invalid } from './api-error.ts';

/** Which query a client's token started. */
export interface TokenTable {
  /** The id that this token started with the same parameters; a refusal where they differ. */
  find(token: string, parameters: readonly (string | undefined)[]): string | undefined;
  keep(token: string, parameters: readonly (string | undefined)[], id: string): void;
}

/**
 * Tokens as Athena was measured to keep them: byte for byte, whatever became of the query. The text of the query, its
 * catalog, database and place of results are compared; execution parameters and workgroup are not.
 */
export function tokenTable(): TokenTable {
  const known = new Map<string, { readonly key: string; readonly id: string }>();
  const keyOf = (parameters: readonly (string | undefined)[]): string =>
    JSON.stringify(parameters.map((each) => each ?? null));
  return {
    find(token, parameters) {
      const entry = known.get(token);
      if (entry && entry.key !== keyOf(parameters)) {
        throw invalid('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH');
      }
      return entry?.id;
    },
    keep(token, parameters, id) {
      known.set(token, { key: keyOf(parameters), id });
    },
  };
}

const LONGEST = 128;

/** What is wrong with a token, in Athena's order: missing, short, long in characters, long in bytes. */
export function checkToken(token: string | undefined): string {
  if (token === undefined) throw invalid('clientRequestToken is null or empty');
  const rule = (text: string): string =>
    `1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length ${text}`;
  if (token.length < 32) throw invalid(rule('greater than or equal to 32'));
  if (token.length > LONGEST) throw invalid(rule(`less than or equal to ${LONGEST}`));
  if (Buffer.byteLength(token) > LONGEST) {
    throw invalid(`clientRequestToken exceeds maximum allowed length ${LONGEST}`);
  }
  return token;
}
