import type { PhysicalType } from '../../../core/sql/physical.ts';

const INTEGERS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  int: 32,
  integer: 32,
  bigint: 64,
};
const NESTED = /^(array|map|struct)<(.*)>$/s;
const DECIMAL = /^decimal(?:\((\d+)(?:,(\d+))?\))?$/;

/**
 * Whether Athena reads every value of a Parquet file's column as it is through a column of Glue's type. What it refuses, rounds
 * or cuts there is not read: a `double` column reads no decimals and no whole numbers, a `varchar(3)` one cuts texts.
 */
export function reads(glue: string, type: PhysicalType): boolean {
  const text = glue.toLowerCase().replace(/\s+/g, '');
  const [, outer, inner = ''] = NESTED.exec(text) ?? [];
  if (outer === 'array') return type.kind === 'list' && (type.item === undefined || reads(inner, type.item));
  if (outer === 'map') return type.kind === 'map';
  if (outer === 'struct') return readsFields(inner, type);
  switch (type.kind) {
    case 'integer':
      return readsInteger(INTEGERS[text] ?? 0, type);
    case 'decimal': {
      const [found, precision = '10', scale = '0'] = DECIMAL.exec(text) ?? [];
      const more = Number(scale) - type.scale;
      return found !== undefined && more >= 0 && type.precision + more <= Number(precision);
    }
    case 'floating':
      return type.bits === 64 ? text === 'double' : type.bits === 32 && /^(float|double)$/.test(text);
    case 'string':
    case 'json':
      return text === 'string';
    case 'binary':
    case 'uuid':
      return text === 'binary';
    case 'boolean':
    case 'date':
    case 'timestamp':
      return text === type.kind;
    default:
      return false;
  }
}

/** Unsigned numbers of 32 bits come out negative, however wide the column. */
function readsInteger(bits: number, type: Extract<PhysicalType, { kind: 'integer' }>): boolean {
  if (type.signed) return type.holdsUnsigned32 !== true && type.bits <= bits;
  return type.bits <= 16 && type.bits < bits;
}

/** Fields are found by name; one that only one side has is null, or not seen. */
function readsFields(inner: string, type: PhysicalType): boolean {
  if (type.kind !== 'struct') return false;
  const found = new Map((type.fields ?? []).map((f) => [f.name.toLowerCase(), f.type]));
  return splitTopLevel(inner).every((field) => {
    const colon = field.indexOf(':');
    const of = found.get(field.slice(0, colon));
    return of === undefined || reads(field.slice(colon + 1), of);
  });
}

/** At commas that stand in no brackets. */
function splitTopLevel(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const c of text) {
    if (/[<(]/.test(c)) depth += 1;
    if (/[>)]/.test(c)) depth -= 1;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}
