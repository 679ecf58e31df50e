import type { PhysicalColumn, PhysicalType } from '../sql/physical.ts';
import { parseDecimal } from '../values/decimal.ts';
import { instantText, parseInstant } from '../values/instant.ts';
import type { LogicalType } from '../values/logical-type.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { boolean, decimal, integer, type Scalar, scalarText, string } from '../values/scalar.ts';

/** Types whose values can be written in a list. */
const LISTABLE: readonly PhysicalType['kind'][] = [
  'integer',
  'decimal',
  'floating',
  'string',
  'json',
  'boolean',
  'date',
  'time',
  'timestamp',
  'uuid',
];

/**
 * The listed values that a column as it is in the data can hold, as literals that the engine compares with it: a word
 * equals no number and no day, so it is left out. A column that can equal no listed value at all is no column for a list.
 */
export function literalsIn(
  { name, type, typeName }: PhysicalColumn,
  values: readonly Scalar[],
): Result<readonly Scalar[], string> {
  if (!LISTABLE.includes(type.kind))
    return fail(`column "${name}" is ${typeName}, which no listed value equals`);
  return ok(values.flatMap((v) => literalIn(scalarText(v), type) ?? []));
}

/**
 * Values that a contract lists, as literals of the column's type. A value that the type cannot hold (a word in a
 * number column, null, a list) equals no cell, so it is left out.
 */
export const literalsFor = (
  values: readonly unknown[],
  logicalType: LogicalType | undefined,
): readonly Scalar[] =>
  values.flatMap((v) => (typeof v === 'object' ? [] : (literalFor(String(v), logicalType) ?? [])));

function literalFor(text: string, logicalType: LogicalType | undefined): Scalar | undefined {
  if (logicalType === 'integer' || logicalType === 'number') return numberIn(text);
  return logicalType === 'boolean' ? booleanIn(text) : string(text);
}

function numberIn(text: string): Scalar | undefined {
  const number = parseDecimal(text);
  if (number === undefined) return undefined;
  return number.scale === 0 ? integer(number.digits) : decimal(text);
}

const booleanIn = (text: string): Scalar | undefined =>
  text === 'true' || text === 'false' ? boolean(text === 'true') : undefined;

function literalIn(text: string, { kind }: PhysicalType): Scalar | undefined {
  switch (kind) {
    case 'integer':
    case 'decimal':
    case 'floating':
      return numberIn(text);
    case 'boolean':
      return booleanIn(text);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(text) !== undefined ? string(text) : undefined;
    case 'timestamp':
      return instantIn(text);
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(text) ? string(text) : undefined;
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? string(text) : undefined;
    default:
      return string(text);
  }
}

/** With an offset it is the instant in UTC: DuckDB drops the offset of a text that becomes a timestamp without zone. */
function instantIn(text: string): Scalar | undefined {
  const instant = parseInstant(text);
  if (instant === undefined) return undefined;
  return string(/[+-]\d{2}:?\d{2}$/.test(text) ? instantText(instant) : text);
}
