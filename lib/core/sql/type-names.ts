import type { PhysicalType } from './physical.ts';

const signed = (bits: number): PhysicalType => ({ kind: 'integer', bits, signed: true });
const unsigned = (bits: number): PhysicalType => ({ kind: 'integer', bits, signed: false });
const floating = (bits: number): PhysicalType => ({ kind: 'floating', bits });

/**
 * Type names of DuckDB, Trino, Athena, Spark and Parquet without their arguments. Left out on purpose are names
 * that mean two things: `INT8` has eight bytes in DuckDB and eight bits in Arrow.
 */
const NAMES: Readonly<Record<string, PhysicalType>> = {
  TINYINT: signed(8),
  BYTE: signed(8),
  SMALLINT: signed(16),
  SHORT: signed(16),
  INT2: signed(16),
  INT16: signed(16),
  INT: signed(32),
  INTEGER: signed(32),
  INT4: signed(32),
  INT32: signed(32),
  BIGINT: signed(64),
  LONG: signed(64),
  INT64: signed(64),
  HUGEINT: signed(128),
  INT128: signed(128),
  UTINYINT: unsigned(8),
  UINT8: unsigned(8),
  USMALLINT: unsigned(16),
  UINT16: unsigned(16),
  UINTEGER: unsigned(32),
  UINT32: unsigned(32),
  UBIGINT: unsigned(64),
  UINT64: unsigned(64),
  FLOAT: floating(32),
  REAL: floating(32),
  FLOAT4: floating(32),
  FLOAT32: floating(32),
  DOUBLE: floating(64),
  'DOUBLE PRECISION': floating(64),
  FLOAT8: floating(64),
  FLOAT64: floating(64),
  VARCHAR: { kind: 'string' },
  CHAR: { kind: 'string' },
  CHARACTER: { kind: 'string' },
  'CHARACTER VARYING': { kind: 'string' },
  BPCHAR: { kind: 'string' },
  NVARCHAR: { kind: 'string' },
  TEXT: { kind: 'string' },
  STRING: { kind: 'string' },
  UTF8: { kind: 'string' },
  ENUM: { kind: 'string' },
  BOOLEAN: { kind: 'boolean' },
  BOOL: { kind: 'boolean' },
  DATE: { kind: 'date' },
  TIME: { kind: 'time' },
  TIMESTAMP: { kind: 'timestamp', zoned: false },
  'TIMESTAMP WITHOUT TIME ZONE': { kind: 'timestamp', zoned: false },
  TIMESTAMP_NTZ: { kind: 'timestamp', zoned: false },
  TIMESTAMP_S: { kind: 'timestamp', zoned: false },
  TIMESTAMP_MS: { kind: 'timestamp', zoned: false },
  TIMESTAMP_US: { kind: 'timestamp', zoned: false },
  TIMESTAMP_NS: { kind: 'timestamp', zoned: false },
  DATETIME: { kind: 'timestamp', zoned: false },
  INT96: { kind: 'timestamp', zoned: false },
  'TIMESTAMP WITH TIME ZONE': { kind: 'timestamp', zoned: true },
  'TIMESTAMP WITH LOCAL TIME ZONE': { kind: 'timestamp', zoned: true },
  TIMESTAMPTZ: { kind: 'timestamp', zoned: true },
  TIMESTAMP_TZ: { kind: 'timestamp', zoned: true },
  TIMESTAMP_LTZ: { kind: 'timestamp', zoned: true },
  BINARY: { kind: 'binary' },
  VARBINARY: { kind: 'binary' },
  BLOB: { kind: 'binary' },
  BYTEA: { kind: 'binary' },
  BYTES: { kind: 'binary' },
  UUID: { kind: 'uuid' },
  JSON: { kind: 'json' },
  ROW: { kind: 'struct' },
  STRUCT: { kind: 'struct' },
  RECORD: { kind: 'struct' },
  MAP: { kind: 'map' },
};

const DECIMAL = /^(?:DECIMAL|NUMERIC|DEC)(?:\((\d+)(?:,(\d+))?\))?$/;
const LIST = /^(?:ARRAY|LIST)(?:[<(](.+)[>)])?$/;

/** The type that a `physicalType` names; undefined for a name that is not known or means two things. */
export function parseTypeName(name: string): PhysicalType | undefined {
  const text = name
    .trim()
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),<>[\]]) ?/g, '$1');
  const decimal = DECIMAL.exec(text);
  if (decimal) {
    // Engines disagree on what a bare DECIMAL is (18,3 or 10,0 or 38,0).
    if (decimal[1] === undefined) return undefined;
    return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2] ?? 0) };
  }
  const array = /^(.+)\[\d*\]$/.exec(text) ?? LIST.exec(text);
  if (array) {
    const item = array[1] === undefined ? undefined : parseTypeName(array[1]);
    return item === undefined ? { kind: 'list' } : { kind: 'list', item };
  }
  const base = text.replace(/[(<].*[)>]/, ' ').trim();
  return NAMES[base];
}

/** DECIMAL without precision and scale: any decimal. */
export const isBareDecimal = (name: string): boolean => /^(DECIMAL|NUMERIC|DEC)$/i.test(name.trim());
