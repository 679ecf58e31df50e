import type { LogicalType } from '../../../../lib/core/values/logical-type.ts';

/** A type that a column of a random table may have, as contracts and files call it. */
export interface ColumnType {
  readonly logicalType: LogicalType;
  readonly duckdb: string;
  /** Options of the logical type that make the type what it is. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** What is compared, counted and listed of it. */
  readonly family:
    | 'whole'
    | 'decimal'
    | 'double'
    | 'text'
    | 'boolean'
    | 'date'
    | 'instant'
    | 'list'
    | 'other';
  /** Texts that DuckDB casts to a cell. */
  readonly cells: readonly string[];
}

const WHOLE = ['0', '1', '-1', '2', '5', '7', '42', '100'];
const SMALL_DECIMALS = ['0', '0.05', '-0.05', '1.10', '2.50', '-7.25', '42.00'];
const WIDE = [
  ...SMALL_DECIMALS,
  '12345678901234567890.12',
  '-99999999999999999999999999999999999.99',
  '999999999999999999999999999999999999.99',
];
const DOUBLES = ['0', '-0.0', '0.1', '0.3', '-1', '1', '2.5', '1e10', '-123456789.05'];
const EDGES = ['NaN', 'Infinity', '-Infinity', '-0.0', '5e-324', '1.7976931348623157e308'];
const TEXTS = [
  ...['', ' ', 'a', 'A', 'b ', 'JFK', 'JFK\n', "o'neil", 'n/a', '%', '_', '\\', 'ß', 'É', '\u00a0', '\t'],
  ...['\u00e9', 'e\u0301', '🙂', '🤦🏼‍♂️', '👨‍👩‍👧', '中文', '١٢٣', '１', 'İ', '\ufeffa', 'a\u0301\u0323'],
];
const DAYS = [
  '1969-12-31',
  '1970-01-01',
  '2000-02-29',
  '2001-01-01',
  '1900-03-01',
  '2024-02-29',
  '9999-12-31',
];
const INSTANTS = [
  ...[
    '1969-12-31 23:59:59.999999',
    '1970-01-01 00:00:00',
    '2001-01-01 00:00:00',
    '2001-01-01 00:00:00.000001',
  ],
  ...['2000-02-29 12:00:00', '1900-01-01 00:00:00.5', '2024-02-29 23:59:59.999999', '1582-10-15 00:00:00'],
];
const ZONED = INSTANTS.flatMap((t, i) => [`${t}+00`, `${t}${['+02', '-05:30', '+13', '-11'][i % 4]}`]);

const whole = (duckdb: string, ...more: readonly string[]): ColumnType => ({
  logicalType: 'integer',
  duckdb,
  family: 'whole',
  cells: [...WHOLE.filter((v) => !duckdb.startsWith('U') || !v.startsWith('-')), ...more],
});

const decimal = (duckdb: string, cells: readonly string[]): ColumnType => ({
  logicalType: 'number',
  duckdb,
  family: 'decimal',
  cells,
});

const floating = (duckdb: string, cells: readonly string[]): ColumnType => ({
  logicalType: 'number',
  duckdb,
  family: 'double',
  cells,
});

const other = (logicalType: LogicalType, duckdb: string, ...cells: readonly string[]): ColumnType => ({
  logicalType,
  duckdb,
  family: 'other',
  cells,
});

/** Every logical type but `vector`, of which no rule can be held (SLU-313), and every width that files hold it in. */
export const COLUMN_TYPES: readonly ColumnType[] = [
  whole('TINYINT', '127', '-128'),
  whole('SMALLINT', '32767', '-32768'),
  whole('INTEGER', '2147483647', '-2147483648'),
  whole('BIGINT', '9007199254740993', '9223372036854775807', '-9223372036854775808'),
  whole('BIGINT'),
  whole('UTINYINT', '255'),
  whole('USMALLINT', '65535'),
  decimal('DECIMAL(38, 2)', WIDE),
  decimal('DECIMAL(10, 3)', [...SMALL_DECIMALS, '9999999.999']),
  decimal('DECIMAL(38, 38)', [
    '0',
    '0.00000000000000000000000000000000000001',
    '0.5',
    '-0.99999999999999999999999999999999999999',
  ]),
  {
    ...decimal('DECIMAL(38, 0)', ['0', '1', '99999999999999999999999999999999999999', '-5']),
    logicalType: 'integer',
  },
  floating('DOUBLE', DOUBLES),
  floating('DOUBLE', [...DOUBLES, ...EDGES]),
  floating('FLOAT', ['0.1', '-0.0', '16777216', '-2.5', '1', '0']),
  floating('FLOAT', ['0.1', '1', 'NaN', 'Infinity', '-Infinity', '-2.5']),
  { logicalType: 'string', duckdb: 'VARCHAR', family: 'text', cells: TEXTS },
  {
    logicalType: 'string',
    duckdb: 'VARCHAR',
    family: 'text',
    cells: ['JFK', 'LAX', 'SEA', 'jfk', 'ORD', ''],
  },
  { logicalType: 'boolean', duckdb: 'BOOLEAN', family: 'boolean', cells: ['true', 'false'] },
  { logicalType: 'date', duckdb: 'DATE', family: 'date', cells: DAYS },
  { logicalType: 'timestamp', duckdb: 'TIMESTAMP', family: 'instant', cells: INSTANTS },
  {
    logicalType: 'timestamp',
    duckdb: 'TIMESTAMP WITH TIME ZONE',
    options: { timezone: true },
    family: 'instant',
    cells: ZONED,
  },
  { logicalType: 'array', duckdb: 'VARCHAR[]', family: 'list', cells: ['[]', '[a]', '[a, b, a]', '[é]'] },
  { logicalType: 'array', duckdb: 'INTEGER[]', family: 'list', cells: ['[]', '[1]', '[1, 2, 3]'] },
  { logicalType: 'array', duckdb: 'FLOAT[]', family: 'list', cells: ['[0.5, 1.5]', '[0.25, -1]'] },
  other('object', 'STRUCT(x INTEGER, y VARCHAR)', "{'x': 1, 'y': a}", "{'x': 2, 'y': NULL}"),
  other('map', 'MAP(VARCHAR, INTEGER)', '{a=1}', '{}', '{a=1, b=2}'),
  other('time', 'TIME', '00:00:00', '23:59:59.999999', '12:30:00'),
];

/** Can a table in Glue have such a column? */
export const isReadable = ({ duckdb }: ColumnType): boolean => !/^(TIME$|MAP\()/.test(duckdb);
