import { isSign, lex, type Token } from './lex.ts';

/** A statement for the engine, and the way back for positions in its messages. */
export interface EngineText {
  readonly sql: string;
  /** A message of the engine, positions as the client's text has them. */
  readonly restore: (message: string) => string;
}

interface Insertion {
  readonly line: number;
  /** Column in the engine's text, from 1. */
  readonly column: number;
  readonly width: number;
}

const lineOf = (sql: string, offset: number): number => sql.slice(0, offset).split('\n').length;
const columnOf = (sql: string, offset: number): number => offset - sql.lastIndexOf('\n', offset - 1);

const isDecimal = (token: Token): boolean =>
  token.kind === 'number' && token.text.includes('.') && !/e/i.test(token.text);

/**
 * What Athena reads otherwise than the engine behind this server: a literal such as `0.5` is a double there, a decimal
 * here, and `awsdatacatalog` names the catalog. (Athena user guide, considerations for data types, seen 2026-11-21:
 * decimals are written `DECIMAL '0.5'`.)
 */
export function toEngine(sql: string, catalogs: Readonly<Record<string, string>>): EngineText {
  const aliases = new Map(Object.entries(catalogs).map(([athena, engine]) => [athena.toLowerCase(), engine]));
  const tokens = lex(sql);
  const insertions: Insertion[] = [];
  let out = '';
  let from = 0;
  for (const [i, token] of tokens.entries()) {
    const qualifies = isSign(tokens[i + 1], '.') && !isSign(tokens[i - 1], '.');
    const named = token.kind === 'word' || token.kind === 'quoted';
    const engine = named && qualifies ? aliases.get(token.value.toLowerCase()) : undefined;
    const replacement =
      engine === undefined ? (isDecimal(token) ? `${token.text}E0` : token.text) : `"${engine}"`;
    out += sql.slice(from, token.start) + replacement;
    from = token.end;
    const width = replacement.length - token.text.length;
    if (width !== 0)
      insertions.push({ line: lineOf(out, out.length), column: columnOf(out, out.length), width });
  }
  const restore = (message: string): string => renamed(restored(message, insertions), catalogs);
  return { sql: out + sql.slice(from), restore };
}

/** `'hive.db.t'` in a message is the client's `'awsdatacatalog.db.t'`. */
const renamed = (message: string, catalogs: Readonly<Record<string, string>>): string =>
  Object.entries(catalogs).reduce(
    (text, [athena, engine]) => text.replaceAll(`'${engine}.`, `'${athena.toLowerCase()}.`),
    message,
  );

/** A name in three parts whose first is a catalog of the engine that Athena does not have: where, and which. */
export function foreignCatalog(
  sql: string,
  foreign: readonly string[],
): { readonly offset: number; readonly catalog: string } | undefined {
  const tokens = lex(sql);
  const named = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'quoted';
  const found = tokens.find((token, i) => {
    const parts = [tokens[i], tokens[i + 2], tokens[i + 4]];
    const dots = isSign(tokens[i + 1], '.') && isSign(tokens[i + 3], '.') && !isSign(tokens[i - 1], '.');
    return dots && parts.every(named) && foreign.includes(token.value.toLowerCase());
  });
  return found && { offset: found.start, catalog: found.value.toLowerCase() };
}

const restored = (message: string, insertions: readonly Insertion[]): string =>
  message.replace(/^line (\d+):(\d+)/, (_all, line: string, column: string) => {
    const before = insertions.filter((each) => each.line === Number(line) && each.column <= Number(column));
    return `line ${line}:${before.reduce((at, each) => at - each.width, Number(column))}`;
  });

/** A message whose position counts text that was put before the statement. */
export const shifted = (
  message: string,
  by: { readonly lines?: number; readonly columns?: number },
): string =>
  message.replace(/^line (\d+):(\d+)/, (_all, line: string, column: string) => {
    const first = Number(line) === 1;
    return `line ${Number(line) - (by.lines ?? 0)}:${Number(column) - (first ? (by.columns ?? 0) : 0)}`;
  });
