import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { PhysicalType } from '../sql/physical.ts';

const INTEGERS: Readonly<Record<string, PhysicalType>> = {
  INT_8: { kind: 'integer', bits: 8, signed: true },
  INT_16: { kind: 'integer', bits: 16, signed: true },
  INT_32: { kind: 'integer', bits: 32, signed: true },
  INT_64: { kind: 'integer', bits: 64, signed: true },
  UINT_8: { kind: 'integer', bits: 8, signed: false },
  UINT_16: { kind: 'integer', bits: 16, signed: false },
  UINT_32: { kind: 'integer', bits: 32, signed: false },
  UINT_64: { kind: 'integer', bits: 64, signed: false },
};

/** The engine-neutral type of one top-level column of a Parquet schema. */
export function physicalOf(node: SchemaTree): PhysicalType {
  const { element, children } = node;
  // Old writers repeat a column itself instead of wrapping it in a list group.
  if (element.repetition_type === 'REPEATED') return { kind: 'list', item: single(node) };
  if (isList(element)) {
    const item = listItem(children[0]);
    return item === undefined ? { kind: 'list' } : { kind: 'list', item };
  }
  return single(node);
}

function single({ element, children }: SchemaTree): PhysicalType {
  if (children.length === 0) return leaf(element);
  if (isMap(element)) return { kind: 'map' };
  return { kind: 'struct', fields: children.map((c) => ({ name: c.element.name, type: physicalOf(c) })) };
}

const isList = (e: SchemaElement): boolean => e.converted_type === 'LIST' || e.logical_type?.type === 'LIST';
const isMap = (e: SchemaElement): boolean =>
  e.converted_type === 'MAP' || e.converted_type === 'MAP_KEY_VALUE' || e.logical_type?.type === 'MAP';

/** Below a LIST group stands a repeated group with the one element, or (two-level lists) the element itself. */
function listItem(repeated: SchemaTree | undefined): PhysicalType | undefined {
  if (repeated === undefined) return undefined;
  const [only, ...more] = repeated.children;
  const wraps = only !== undefined && more.length === 0 && repeated.element.name !== 'array';
  return wraps ? physicalOf(only) : single(repeated);
}

function leaf(element: SchemaElement): PhysicalType {
  return fromLogical(element) ?? fromConverted(element) ?? fromPhysical(element);
}

function fromLogical({ logical_type: logical }: SchemaElement): PhysicalType | undefined {
  switch (logical?.type) {
    case 'STRING':
    case 'ENUM':
      return { kind: 'string' };
    case 'DATE':
      return { kind: 'date' };
    case 'TIME':
      return { kind: 'time' };
    case 'TIMESTAMP':
      return { kind: 'timestamp', zoned: logical.isAdjustedToUTC };
    case 'INTEGER':
      return { kind: 'integer', bits: logical.bitWidth, signed: logical.isSigned };
    case 'DECIMAL':
      return { kind: 'decimal', precision: logical.precision, scale: logical.scale };
    case 'UUID':
      return { kind: 'uuid' };
    case 'JSON':
      return { kind: 'json' };
    case 'FLOAT16':
      return { kind: 'floating', bits: 16 };
    case 'BSON':
      return { kind: 'binary' };
    default:
      return undefined;
  }
}

/** Older writers state the converted type only. Their timestamps are defined as adjusted to UTC. */
function fromConverted(element: SchemaElement): PhysicalType | undefined {
  switch (element.converted_type) {
    case undefined:
      return undefined;
    case 'UTF8':
    case 'ENUM':
      return { kind: 'string' };
    case 'DATE':
      return { kind: 'date' };
    case 'TIME_MILLIS':
    case 'TIME_MICROS':
      return { kind: 'time' };
    case 'TIMESTAMP_MILLIS':
    case 'TIMESTAMP_MICROS':
      return { kind: 'timestamp', zoned: true };
    case 'DECIMAL':
      return { kind: 'decimal', precision: element.precision ?? 38, scale: element.scale ?? 0 };
    case 'JSON':
      return { kind: 'json' };
    case 'BSON':
      return { kind: 'binary' };
    default:
      return INTEGERS[element.converted_type] ?? { kind: 'unknown', name: element.converted_type };
  }
}

function fromPhysical(element: SchemaElement): PhysicalType {
  switch (element.type) {
    case 'BOOLEAN':
      return { kind: 'boolean' };
    case 'INT32':
      return { kind: 'integer', bits: 32, signed: true };
    case 'INT64':
      return { kind: 'integer', bits: 64, signed: true };
    case 'INT96':
      return { kind: 'timestamp', zoned: false };
    case 'FLOAT':
      return { kind: 'floating', bits: 32 };
    case 'DOUBLE':
      return { kind: 'floating', bits: 64 };
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return { kind: 'binary' };
    default:
      return { kind: 'unknown', name: element.logical_type?.type ?? 'group without columns' };
  }
}
