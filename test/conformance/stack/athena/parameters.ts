import { invalid, malformed } from './api-error.ts';
import type { Statement } from './classify.ts';
import { type EngineSession, runShort } from './trino-client.ts';

const LONGEST = 1024;
const TAKES_PARAMETERS = new Set(['SELECT', 'INSERT']);

/** Parameters that Athena takes: short enough, and for a statement that may have any. */
export function checkParameters(parameters: readonly string[], statement: Statement): void {
  if (parameters.length === 0) return;
  if (parameters.some((each) => each.length < 1 || each.length > LONGEST)) {
    throw invalid(
      "1 validation error detected: Value at 'executionParameters' failed to satisfy constraint: Member must satisfy " +
        `constraint: [Member must have length less than or equal to ${LONGEST}, Member must have length greater than or equal to 1]`,
    );
  }
  if (!TAKES_PARAMETERS.has(statement.substatement ?? '')) {
    throw malformed('Execution parameters are only supported in SELECT and INSERT INTO');
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/**
 * How Athena was measured to read a parameter: an expression where it is one without names of columns, else a text.
 */
export async function bound(trinoUrl: string, value: string, session: EngineSession): Promise<string> {
  const probe = await runShort(trinoUrl, `EXPLAIN (TYPE VALIDATE) SELECT (${value})`, session);
  const isText = probe.error?.errorName === 'SYNTAX_ERROR' || probe.error?.errorName === 'COLUMN_NOT_FOUND';
  return isText ? text(value) : value;
}

const BEFORE = "EXECUTE IMMEDIATE '";

/** The statement with its parameters; positions in messages are those of the statement alone. */
export const withParameters = (sql: string, values: readonly string[]): { sql: string; columns: number } => ({
  sql: `${BEFORE}${sql.replaceAll("'", "''")}' USING ${values.join(', ')}`,
  columns: BEFORE.length,
});
