import { malformed } from './api-error.ts';
import { asOfCreateTable } from './classify.ts';
import { isSign, isWord, lex, type Token, withoutSemicolon } from './lex.ts';

/** A `CREATE TABLE … AS` taken apart. Property values are their source text. */
export interface Ctas {
  readonly ifNotExists: boolean;
  readonly database?: string;
  readonly table: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly query: string;
  readonly withData: boolean;
}

function nameFrom(
  tokens: readonly Token[],
  from: number,
): { readonly parts: readonly string[]; readonly next: number } {
  const parts: string[] = [];
  for (let at = from; ; at += 2) {
    parts.push((tokens[at]?.value ?? '').toLowerCase());
    if (!isSign(tokens[at + 1], '.')) return { parts, next: at + 1 };
  }
}

/** `key = expression` pairs between the parentheses. */
function propertiesFrom(sql: string, tokens: readonly Token[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  let depth = 0;
  let from = 0;
  const take = (to: number): void => {
    const [key, , first] = tokens.slice(from, to);
    if (key && first) found[key.value.toLowerCase()] = sql.slice(first.start, tokens[to - 1]?.end);
    from = to + 1;
  };
  for (const [i, token] of tokens.entries()) {
    if (isSign(token, '(') || isSign(token, '[')) depth++;
    if (isSign(token, ')') || isSign(token, ']')) depth--;
    if (depth === 0 && isSign(token, ',')) take(i);
  }
  take(tokens.length);
  return found;
}

/** Reads a statement that the engine's parser has already taken. */
export function readCtas(sql: string): Ctas {
  const tokens = lex(sql);
  const as = asOfCreateTable(tokens);
  if (as === undefined) throw malformed('Queries of this type are not supported');
  const ifNotExists = isWord(tokens[2], 'IF');
  const { parts, next } = nameFrom(tokens, ifNotExists ? 5 : 2);
  if (parts.length > 3) throw malformed(`Invalid table name ${parts.join('.')}`);
  const [table = '', database] = parts.toReversed();
  const properties = isWord(tokens[next], 'WITH') ? propertiesFrom(sql, tokens.slice(next + 2, as - 1)) : {};
  const rest = withoutSemicolon(sql.slice(tokens[as]?.end));
  const data = /\s+WITH\s+(NO\s+)?DATA\s*$/i.exec(rest);
  return {
    ifNotExists,
    table,
    ...(database === undefined ? {} : { database }),
    properties,
    query: (data ? rest.slice(0, data.index) : rest).trim(),
    withData: data?.[1] === undefined,
  };
}

/** A text property without its quotes. */
export const textProperty = (ctas: Ctas, name: string): string | undefined => {
  const source = ctas.properties[name];
  return source === undefined
    ? undefined
    : (lex(source).find((token) => token.kind === 'string')?.value ?? source);
};

/** The texts of `ARRAY['a', 'b']`. */
export const textsProperty = (ctas: Ctas, name: string): readonly string[] =>
  lex(ctas.properties[name] ?? '')
    .filter((token) => token.kind === 'string')
    .map((token) => token.value);

export const isIcebergCtas = (ctas: Ctas): boolean =>
  textProperty(ctas, 'table_type')?.toUpperCase() === 'ICEBERG';
