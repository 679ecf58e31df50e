import type { TokenReader } from './user-query-reader.ts';
import { QueryRefusal } from './user-query-refusal.ts';
import type { Expr } from './user-query-syntax.ts';

const SHARED: Readonly<Record<string, string>> = {
  DOUBLE: 'DOUBLE',
  REAL: 'REAL',
  VARCHAR: 'VARCHAR',
  STRING: 'VARCHAR',
  TEXT: 'VARCHAR',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INTEGER: 'INTEGER',
  INT: 'INTEGER',
  BIGINT: 'BIGINT',
};
const WHOLE = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);

/** The type after CAST … AS or `::`, in the spelling that all engines read. */
export function readType(reader: TokenReader, term: Expr): string {
  const word = reader.next();
  if (word.kind !== 'word') throw reader.refuse();
  if (word.upper === 'DOUBLE') reader.takeWord('PRECISION');
  const args = reader.takeSymbol('(') ? readArguments(reader) : [];
  if (word.upper === 'TIMESTAMP' && (reader.isWord('WITH') || reader.isWord('WITHOUT'))) {
    const zone = reader.next().upper;
    reader.expectWord('TIME', 'ZONE');
    if (zone === 'WITH') {
      reader.notShared('TIMESTAMP WITH TIME ZONE', 'use TIMESTAMP');
      return 'TIMESTAMP WITH TIME ZONE';
    }
  }
  if (word.upper === 'DECIMAL' || word.upper === 'NUMERIC') {
    if (args.length === 0) reader.notShared('DECIMAL without its digits', 'write DECIMAL(precision, scale)');
    return args.length === 0 ? 'DECIMAL' : `DECIMAL(${args.join(', ')})`;
  }
  const type = Object.hasOwn(SHARED, word.upper) ? SHARED[word.upper] : undefined;
  if (reader.setting.engine !== undefined) {
    const name = type ?? word.upper;
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) throw reader.refuse();
    return args.length === 0 ? name : `${name}(${args.join(', ')})`;
  }
  if (type === undefined) {
    throw new QueryRefusal('SLU-329', { what: `the type ${word.text}`, instead: 'use a standard type' });
  }
  if (WHOLE.has(type) && !isRounded(term)) {
    throw new QueryRefusal('SLU-329', {
      what: `a cast to ${type} (halves are rounded differently)`,
      instead: `write CAST(round(…) AS ${type}), or floor or ceil`,
    });
  }
  return type;
}

function readArguments(reader: TokenReader): string[] {
  const args = reader.list(() => {
    const token = reader.next();
    if (token.kind !== 'number' || !/^\d{1,3}$/.test(token.text)) throw reader.refuse();
    return token.text;
  });
  reader.expectSymbol(')');
  return args;
}

const isRounded = (term: Expr): boolean =>
  term.node === 'string' ||
  (term.node === 'call' && ['round', 'floor', 'ceil', 'length', 'count', 'sign'].includes(term.name));
