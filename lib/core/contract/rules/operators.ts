import { compareDecimal, parseDecimal } from '../../values/decimal.ts';
import type { Path } from '../document/path.ts';
import type { Operator, Threshold } from '../model.ts';
import { numberText } from '../number-text.ts';
import type { Quality } from '../odcs/quality.ts';
import type { Reading } from '../reading.ts';

export const OPERATORS: readonly Operator[] = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
];

export const operatorsOf = (quality: Quality): readonly Operator[] =>
  OPERATORS.filter((op) => quality[op] !== undefined);

/** The thresholds of a rule in the numbers that the file writes; what is no number, or no band, is an issue. */
export function readThresholds(
  reading: Reading,
  quality: Quality,
  path: Path,
  open: boolean,
): readonly Threshold[] {
  return operatorsOf(quality).flatMap((op) => {
    const at = [...path, op];
    const threshold = op.endsWith('Between')
      ? readBand(reading, op, quality[op], at)
      : readNumber(reading, op, quality[op], at, quality.type === 'sql');
    return threshold === undefined
      ? []
      : [open && op.endsWith('Between') ? { ...threshold, open } : threshold];
  });
}

function readNumber(
  reading: Reading,
  op: Operator,
  value: unknown,
  at: Path,
  boolean: boolean,
): Threshold | undefined {
  if (boolean && typeof value === 'boolean' && (op === 'mustBe' || op === 'mustNotBe')) {
    return { op, values: [String(value)] };
  }
  const text = numberText(reading.doc, at, value);
  if (text !== undefined) return { op, values: [text] };
  reading.error('SLU-140', { operator: op, expected: 'a number' }, at);
  return undefined;
}

function readBand(reading: Reading, op: Operator, value: unknown, at: Path): Threshold | undefined {
  const ends = Array.isArray(value) ? value.map((v, i) => numberText(reading.doc, [...at, i], v)) : [];
  const [low, high] = ends;
  if (ends.length !== 2 || low === undefined || high === undefined) {
    reading.error('SLU-140', { operator: op, expected: 'a list of two numbers' }, at);
    return undefined;
  }
  const [a, b] = [parseDecimal(low), parseDecimal(high)];
  const order = a && b ? compareDecimal(a, b) : -1;
  if (order > 0) reading.error('SLU-141', { what: op, low, high }, at);
  if (order === 0)
    reading.error(
      'SLU-142',
      { operator: op, value: low, instead: op === 'mustBeBetween' ? 'mustBe' : 'mustNotBe' },
      at,
    );
  return order < 0 ? { op, values: [low, high] } : undefined;
}
