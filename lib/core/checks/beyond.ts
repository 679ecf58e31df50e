import type { Operator, Threshold } from '../contract/model.ts';
import { column as col, compare, literal, or } from '../sql/build.ts';
import type { Comparison, SqlExpr } from '../sql/nodes.ts';
import type { PhysicalColumn, PhysicalType } from '../sql/physical.ts';
import { decimalText, parseDecimal } from '../values/decimal.ts';
import { instantText, parseInstant } from '../values/instant.ts';
import { type Scalar, string, timestamp } from '../values/scalar.ts';

/** What is true of a value on the wrong side of a bound. */
const OPPOSITES: Partial<Record<Operator, Comparison['op']>> = {
  mustBeGreaterThan: '<=',
  mustBeGreaterOrEqualTo: '<',
  mustBeLessThan: '>=',
  mustBeLessOrEqualTo: '>',
};

/** Null instead of an error, where the engine cannot compare at all: such a row is not said to fail. */
export function beyond(term: SqlExpr, op: Operator, bound: Scalar, as?: PhysicalType): SqlExpr | undefined {
  const opposite = OPPOSITES[op];
  if (opposite === undefined) return undefined;
  return { node: 'attempt', term: compare(term, opposite, literal(bound, as)) };
}

/** Values of a column outside a bound, NaN too; undefined where SQL cannot say what the judge says. */
export function outside(column: PhysicalColumn, { op, values }: Threshold): SqlExpr | undefined {
  const term = col(column.name);
  const bound = boundOf(column, values[0]);
  const wrong = bound === undefined ? undefined : beyond(term, op, bound, column.type);
  if (wrong === undefined || column.type.kind !== 'floating') return wrong;
  // a null is neither: NaN is asked for first, because engines order it differently
  return or({ node: 'isNan', term }, wrong);
}

/** A bound as a literal that the engine compares with the column as the judge does. */
function boundOf(column: PhysicalColumn, text: string): Scalar | undefined {
  switch (column.type.kind) {
    case 'integer':
    case 'decimal':
      return numberBound(text);
    case 'floating':
      return { type: 'double', value: inPrecisionOf(column, text) };
    case 'date':
    case 'timestamp':
      return instantBound(text);
    case 'time':
      return /^\d\d:\d\d:\d\d$/.test(text) ? string(text) : undefined;
    case 'string':
      return string(text);
    default:
      return undefined;
  }
}

/** A bound of a 32-bit column is the nearest number that the column can hold: 0.2 is within `maximum: 0.2`. */
export function inPrecisionOf({ type }: PhysicalColumn, bound: string): string {
  if (type.kind !== 'floating' || type.bits !== 32) return bound;
  const nearest = Math.fround(Number(bound));
  return Number.isFinite(nearest) ? String(nearest) : bound;
}

function instantBound(text: string): Scalar | undefined {
  const instant = parseInstant(text);
  if (instant === undefined) return undefined;
  const written = instantText(instant);
  // engines write years beyond four digits in ways of their own
  return /^\d{4}-/.test(written) ? timestamp(written) : undefined;
}

export function numberBound(text: string): Scalar | undefined {
  const number = parseDecimal(text);
  return number === undefined ? undefined : { type: 'decimal', value: decimalText(number) };
}
