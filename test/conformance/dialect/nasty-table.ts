import fc from 'fast-check';
import type { PhysicalColumn, PhysicalType } from '../../../lib/core/sql/physical.ts';

/** A column of values at the edges of its type. */
export interface NastyColumn extends PhysicalColumn {
  readonly duckdb: string;
  readonly trino: string;
  readonly values: readonly string[];
}

const column = (
  name: string,
  type: PhysicalType,
  [duckdb, trino = duckdb]: readonly [string, string?],
  values: readonly string[],
): NastyColumn => ({ name, type, typeName: duckdb, from: 'file', duckdb, trino, values });

const DOUBLES = [
  'NaN',
  'Infinity',
  '-Infinity',
  '-0.0',
  '0',
  '0.1',
  '0.3',
  '-1',
  '1',
  '2.5',
  '123456789.05',
  '1e300',
  '5e-324',
];
const INTEGERS = ['0', '1', '-1', '5', '9007199254740993', '9223372036854775807', '-9223372036854775807'];
const TEXTS = [
  ...[
    '',
    ' ',
    'a',
    'A',
    'b ',
    'JFK',
    'JFK\n',
    'xJFK',
    "o'neil",
    'n/a',
    '%',
    '_',
    '\\',
    'ß',
    'É',
    'ǅ',
    'İ',
    '\u00a0',
    '\t',
  ],
  ...['\u00e9', 'e\u0301', '🙂', '🤦🏼‍♂️', '\ufeffa', '中', '123', '１'],
];
const DAYS = [
  '1969-12-31',
  '1970-01-01',
  '2000-02-29',
  '2001-01-01',
  '0001-01-01',
  '9999-12-31',
  '1582-10-10',
];
const INSTANTS = [
  ...[
    '1969-12-31 23:59:59.999999',
    '1970-01-01 00:00:00',
    '2001-01-01 00:00:00',
    '2001-01-01 00:00:00.000001',
  ],
  ...['2000-02-29 12:00:00', '1900-01-01 00:00:00.5', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999'],
];
const DECIMALS = [
  '0',
  '0.05',
  '-0.05',
  '1.10',
  '2.50',
  '12345678901234567890.12',
  '999999999999999999999999999.99',
];

/** Names are short because rules are written with them. */
export const COLUMNS: readonly NastyColumn[] = [
  column('i', { kind: 'integer', bits: 64, signed: true }, ['BIGINT'], INTEGERS),
  column('n', { kind: 'integer', bits: 32, signed: true }, ['INTEGER'], ['0', '1', '-7', '7', '2000']),
  column('x', { kind: 'decimal', precision: 38, scale: 2 }, ['DECIMAL(38, 2)'], DECIMALS),
  column(
    'y',
    { kind: 'decimal', precision: 10, scale: 3 },
    ['DECIMAL(10, 3)'],
    ['0', '0.005', '-1.125', '2.5', '9999999.999'],
  ),
  column('d', { kind: 'floating', bits: 64 }, ['DOUBLE'], DOUBLES),
  column('e', { kind: 'floating', bits: 64 }, ['DOUBLE'], DOUBLES),
  column(
    'f',
    { kind: 'floating', bits: 32 },
    ['FLOAT', 'REAL'],
    ['NaN', 'Infinity', '-0.0', '0.1', '16777216', '-2.5'],
  ),
  column('s', { kind: 'string' }, ['VARCHAR'], TEXTS),
  column('r', { kind: 'string' }, ['VARCHAR'], TEXTS),
  column('b', { kind: 'boolean' }, ['BOOLEAN'], ['true', 'false']),
  column('day', { kind: 'date' }, ['DATE'], DAYS),
  column('eve', { kind: 'date' }, ['DATE'], DAYS),
  column('t', { kind: 'timestamp', zoned: false }, ['TIMESTAMP', 'TIMESTAMP(6)'], INSTANTS),
  column('z', { kind: 'timestamp', zoned: true }, ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP(6)'], INSTANTS),
  column(
    'l',
    { kind: 'list', item: { kind: 'string' } },
    ['VARCHAR[]', 'ARRAY(VARCHAR)'],
    ['', 'a', 'a,b,a', ','],
  ),
];

/** One value of each column, null now and then. */
export type NastyRow = readonly (string | null)[];

export const nastyRows: fc.Arbitrary<readonly NastyRow[]> = fc.array(
  fc.tuple(...COLUMNS.map((c) => fc.option(fc.constantFrom(...c.values), { freq: 5 }))),
  { maxLength: 8 },
);

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function cell(value: string | null, { type, ...names }: NastyColumn, engine: 'duckdb' | 'trino'): string {
  if (value === null) return `CAST(NULL AS ${names[engine]})`;
  if (type.kind !== 'list') return `CAST(${quote(value)} AS ${names[engine]})`;
  const items = value === '' ? '' : value.split(',').map(quote).join(', ');
  return `CAST(${engine === 'trino' ? 'ARRAY' : ''}[${items}] AS ${names[engine]})`;
}

/** SELECT of the rows, in an engine's words. */
export function selectRows(rows: readonly NastyRow[], engine: 'duckdb' | 'trino'): string {
  const names = COLUMNS.map((c) => `"${c.name}"`).join(', ');
  const line = (row: NastyRow): string =>
    `(${COLUMNS.map((c, i) => cell(row[i] ?? null, c, engine)).join(', ')})`;
  const values = rows.length === 0 ? line([]) : rows.map(line).join(',\n');
  return `SELECT * FROM (VALUES ${values}) AS v(${names})${rows.length === 0 ? ' WHERE FALSE' : ''}`;
}
