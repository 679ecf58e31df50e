import type { LogicalType } from '../values/logical-type.ts';
import type { PhysicalType } from './physical.ts';
import { typeNameOf } from './type-name-of.ts';
import { isBareDecimal, parseTypeName } from './type-names.ts';

export interface DeclaredType {
  readonly logicalType?: LogicalType;
  readonly physicalType?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** `zone`: the same but for the time zone, a warning. Otherwise both types in words. */
export type TypeMatch = 'matches' | 'zone' | { readonly expected: string; readonly actual: string };

/**
 * Does the data's type keep what the contract declares? A `physicalType` that is understood decides alone (it
 * says how the data is stored); one that is not understood leaves the `logicalType`. Nothing declared matches.
 */
export function matchType(declared: DeclaredType, actual: PhysicalType): TypeMatch {
  const { physicalType, logicalType } = declared;
  if (physicalType !== undefined) {
    const mismatch: TypeMatch = { expected: physicalType, actual: typeNameOf(actual) };
    if (isBareDecimal(physicalType)) return actual.kind === 'decimal' ? 'matches' : mismatch;
    const wanted = parseTypeName(physicalType);
    if (wanted !== undefined) {
      if (onlyZoneDiffers(wanted, actual)) return 'zone';
      return holds(wanted, actual) ? 'matches' : mismatch;
    }
  }
  if (logicalType === undefined) return 'matches';
  if (logicalType === 'timestamp' && actual.kind === 'timestamp') {
    return actual.zoned === (declared.options?.timezone === true) ? 'matches' : 'zone';
  }
  return LOGICAL[logicalType](actual) ? 'matches' : { expected: logicalType, actual: typeNameOf(actual) };
}

const kinds =
  (...wanted: readonly PhysicalType['kind'][]) =>
  (t: PhysicalType): boolean =>
    wanted.includes(t.kind);

const LOGICAL: Readonly<Record<LogicalType, (t: PhysicalType) => boolean>> = {
  string: kinds('string', 'uuid', 'json'),
  date: kinds('date'),
  timestamp: kinds('timestamp'),
  time: kinds('time'),
  number: kinds('integer', 'decimal', 'floating'),
  integer: (t) => t.kind === 'integer' || (t.kind === 'decimal' && t.scale === 0),
  object: kinds('struct', 'map', 'json'),
  array: kinds('list'),
  boolean: kinds('boolean'),
  map: kinds('map'),
  vector: kinds('list'),
};

const onlyZoneDiffers = (a: PhysicalType, b: PhysicalType): boolean =>
  a.kind === 'timestamp' && b.kind === 'timestamp' && a.zoned !== b.zoned;

/** Every value of `actual` fits into `wanted`, which is of the same family. */
function holds(wanted: PhysicalType, actual: PhysicalType): boolean {
  if (wanted.kind === 'integer' && actual.kind === 'integer') {
    if (wanted.signed === actual.signed) return actual.bits <= wanted.bits;
    return wanted.signed && actual.bits < wanted.bits;
  }
  if (wanted.kind === 'decimal' && actual.kind === 'decimal') {
    return wanted.scale === actual.scale && actual.precision <= wanted.precision;
  }
  if (wanted.kind === 'floating' && actual.kind === 'floating') return actual.bits <= wanted.bits;
  if (wanted.kind === 'list' && actual.kind === 'list') {
    return wanted.item === undefined || actual.item === undefined || holds(wanted.item, actual.item);
  }
  if (wanted.kind === 'string') return actual.kind === 'string' || actual.kind === 'json';
  return wanted.kind === actual.kind;
}

const LOGICAL_FOR_TEXT: Readonly<Record<LogicalType, PhysicalType>> = {
  string: { kind: 'string' },
  date: { kind: 'date' },
  timestamp: { kind: 'timestamp', zoned: false },
  time: { kind: 'time' },
  number: { kind: 'floating', bits: 64 },
  integer: { kind: 'integer', bits: 64, signed: true },
  object: { kind: 'struct' },
  array: { kind: 'list' },
  boolean: { kind: 'boolean' },
  map: { kind: 'struct' },
  vector: { kind: 'list' },
};

/**
 * The type into which the text of a CSV or JSON cell is converted. A physical string type under another logical
 * type only says that the cell is text, which it always is here.
 */
export function typeForText(declared: DeclaredType): PhysicalType {
  const physical = declared.physicalType === undefined ? undefined : parseTypeName(declared.physicalType);
  const logical = declared.logicalType;
  if (physical !== undefined && physical.kind !== 'string') {
    if (physical.kind === 'struct' || physical.kind === 'map') return { kind: 'struct' };
    return physical.kind === 'list' ? { kind: 'list' } : physical;
  }
  if (logical === undefined) {
    const bare = declared.physicalType !== undefined && isBareDecimal(declared.physicalType);
    return bare ? { kind: 'floating', bits: 64 } : { kind: 'string' };
  }
  if (logical === 'timestamp') return { kind: 'timestamp', zoned: declared.options?.timezone === true };
  return LOGICAL_FOR_TEXT[logical];
}
