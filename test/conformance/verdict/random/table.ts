import fc from 'fast-check';
import { hivePath } from '../../../../lib/core/values/partition.ts';
import { NULL, string } from '../../../../lib/core/values/scalar.ts';
import { COLUMN_TYPES, type ColumnType } from './column-types.ts';

export interface RandomColumn extends ColumnType {
  readonly name: string;
}

export type RandomRow = readonly (string | null)[];

export interface RandomTable {
  readonly columns: readonly RandomColumn[];
  /** The column of the path, where the table has partitions. */
  readonly partitionedBy?: RandomColumn;
  readonly files: readonly { readonly folder: string; readonly rows: readonly RandomRow[] }[];
}

const NAMES = ['a', 'b', 'größe', 'Mixed', 'order', 'x_1', 'day of week'];

const KEYS: readonly ColumnType[] = [
  {
    logicalType: 'string',
    duckdb: 'VARCHAR',
    family: 'text',
    cells: [
      'a b',
      'x/y',
      'é',
      'e\u0301',
      '日本',
      '100%',
      'k=v',
      'a+b',
      "o'neil",
      '🙂',
      '2001-01-01',
      '#1',
      'a:b',
      '007',
    ],
  },
  {
    logicalType: 'date',
    duckdb: 'DATE',
    family: 'date',
    cells: ['2001-01-01', '2000-02-29', '1969-12-31', '2024-02-29'],
  },
  {
    logicalType: 'timestamp',
    duckdb: 'TIMESTAMP',
    family: 'instant',
    cells: ['2001-01-01 00:00:00', '2001-01-01 12:30:00', '1969-12-31 23:59:59'],
  },
  { logicalType: 'integer', duckdb: 'BIGINT', family: 'whole', cells: ['0', '7', '-3', '9007199254740993'] },
];

/** A folder that names no value. */
const NULL_FOLDER = hivePath({ part: NULL });

const folderOf = (value: string): string => hivePath({ part: string(value) });

/** Folders of a few values of the key, now and then with one of null. */
const foldersOf = ({ cells }: ColumnType): fc.Arbitrary<readonly string[]> =>
  fc
    .tuple(fc.subarray([...cells], { minLength: 1, maxLength: 3 }), fc.nat(3))
    .map(([values, n]) => [...values.map(folderOf), ...(n === 0 ? [NULL_FOLDER] : [])]);

const column = (name: string): fc.Arbitrary<RandomColumn> =>
  fc.constantFrom(...COLUMN_TYPES).map((type) => ({ ...type, name }));

/** Cells that repeat, and now and then a column without nulls, or with few values. */
const cellsOf = ({ cells }: RandomColumn): fc.Arbitrary<fc.Arbitrary<string | null>> =>
  fc
    .record({ some: fc.subarray([...cells], { minLength: 1 }), nulls: fc.constantFrom(0, 0, 0, 3, 10) })
    .map(({ some, nulls }) => {
      const value = fc.constantFrom(...some);
      return nulls === 0 ? value : fc.option(value, { freq: nulls });
    });

function rowsOf(columns: readonly RandomColumn[], emptyToo: boolean): fc.Arbitrary<readonly RandomRow[]> {
  const size = emptyToo
    ? fc.oneof(
        { weight: 1, arbitrary: fc.constant(0) },
        { weight: 30, arbitrary: fc.integer({ min: 1, max: 30 }) },
      )
    : fc.integer({ min: 1, max: 12 });
  return fc
    .tuple(size, fc.tuple(...columns.map(cellsOf)))
    .chain(([rows, cells]) => fc.array(fc.tuple(...cells), { minLength: rows, maxLength: rows }));
}

const plain = (columns: readonly RandomColumn[]): fc.Arbitrary<RandomTable> =>
  rowsOf(columns, true).map((rows) => ({ columns, files: [{ folder: '', rows }] }));

const partitioned = (columns: readonly RandomColumn[]): fc.Arbitrary<RandomTable> =>
  fc.constantFrom(...KEYS).chain((key) =>
    foldersOf(key).chain((folders) =>
      fc.tuple(...folders.map(() => rowsOf(columns, false))).map((parts) => ({
        columns,
        partitionedBy: { ...key, name: 'part' },
        files: parts.map((rows, i) => ({ folder: `${folders[i]}/`, rows })),
      })),
    ),
  );

/** A table of a few columns of any type; every other one in Hive folders. */
export const randomTable: fc.Arbitrary<RandomTable> = fc
  .subarray(NAMES, { minLength: 2, maxLength: 5 })
  .chain((names) => fc.tuple(...names.map(column)))
  .chain((columns) => fc.oneof(plain(columns), partitioned(columns)));

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const cell = (value: string | null, type: string): string =>
  value === null ? `CAST(NULL AS ${type})` : `CAST('${value.replaceAll("'", "''")}' AS ${type})`;

/** The same rows as Athena reads them: instants to the millisecond, rounded. */
export function selectRounded(columns: readonly RandomColumn[], rows: readonly RandomRow[]): string {
  const read = columns.map((c) =>
    c.family === 'instant'
      ? `CAST(epoch_ms(CAST(round(epoch_us(${name(c.name)}) / 1000.0) AS BIGINT)) AS ${c.duckdb}) AS ${name(c.name)}`
      : name(c.name),
  );
  return `SELECT ${read.join(', ')} FROM (${selectRows(columns, rows)}) q`;
}

/** The rows as one SELECT of DuckDB, which writes the file. */
export function selectRows(columns: readonly RandomColumn[], rows: readonly RandomRow[]): string {
  const line = (row: RandomRow): string =>
    `(${columns.map((c, i) => cell(row[i] ?? null, c.duckdb)).join(', ')})`;
  const values = rows.length === 0 ? line([]) : rows.map(line).join(', ');
  const names = columns.map((c) => name(c.name)).join(', ');
  return `SELECT * FROM (VALUES ${values}) AS v(${names})${rows.length === 0 ? ' WHERE false' : ''}`;
}
