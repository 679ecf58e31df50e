import { malformed } from '../api-error.ts';
import { isSign, isWord } from '../lex.ts';
import type { Reader } from './reader.ts';
import type { ColumnSpec, Name, PartitionSpec } from './statement.ts';

/** `t`, `db.t` or `awsdatacatalog.db.t`. */
export function tableName(reader: Reader): Name {
  const parts = [reader.identifier()];
  while (reader.acceptSign('.')) parts.push(reader.identifier());
  if (parts.length > 3) throw malformed(`Invalid table name ${parts.join('.')}`);
  if (parts.length === 3 && parts[0] !== 'awsdatacatalog') throw malformed('Unsupported DDL with 2 catalogs');
  const [table = '', database] = parts.reverse();
  return database === undefined ? { table } : { database, table };
}

/** A column's type, as text without spaces: nested types keep their brackets. */
export function columnType(reader: Reader): string {
  let text = '';
  for (let depth = 0; ; ) {
    const token = reader.peek();
    const ends = !token || isSign(token, ',') || isSign(token, ')') || isWord(token, 'COMMENT');
    if (depth === 0 && ends && text !== '') return text.toLowerCase();
    if (!token || token.kind === 'string' || token.kind === 'quoted') throw reader.noAlternative();
    if (depth === 0 && text !== '' && token.kind !== 'symbol') throw reader.noAlternative();
    if (isSign(token, '(') || isSign(token, '<')) depth++;
    if (isSign(token, ')') || isSign(token, '>')) depth--;
    text += token.kind === 'backtick' ? token.value : token.text;
    reader.next();
  }
}

const column = (reader: Reader): ColumnSpec => {
  const name = reader.identifier();
  const type = columnType(reader);
  return reader.accept('COMMENT') ? { name, type, comment: reader.string() } : { name, type };
};

/** A list in parentheses. */
export function list<T>(reader: Reader, item: (reader: Reader) => T): readonly T[] {
  reader.expectSign('(');
  const items = [item(reader)];
  while (reader.acceptSign(',')) items.push(item(reader));
  reader.expectSign(')');
  return items;
}

export const columns = (reader: Reader): readonly ColumnSpec[] => list(reader, column);

/** `PARTITION (a = 'x', b = 1)`. */
export function partitionSpec(reader: Reader): PartitionSpec {
  reader.expect('PARTITION');
  return list(reader, (each) => {
    const name = each.identifier();
    each.expectSign('=');
    return [name, each.constant()] as const;
  });
}

/** `('key' = 'value', …)`. */
export const properties = (reader: Reader): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list(reader, (each) => {
      const key = each.string();
      each.expectSign('=');
      return [key, each.string()] as const;
    }),
  );

export const ifExists = (reader: Reader): boolean => reader.accept('IF', 'EXISTS');
export const ifNotExists = (reader: Reader): boolean => reader.accept('IF', 'NOT', 'EXISTS');
