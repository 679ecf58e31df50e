import { compareDecimal, parseDecimal } from '../values/decimal.ts';
import { isNumeric, type Scalar } from '../values/scalar.ts';

const ORDERED = ['string', 'timestamp', 'boolean'];

/**
 * Order of two values as engines see it: numbers by value, texts by code point, instants and days by time, false
 * before true. Undefined where they cannot be compared (NaN, null, different types).
 */
export function compareScalars(a: Scalar, b: Scalar): -1 | 0 | 1 | undefined {
  if (isNumeric(a) && isNumeric(b)) {
    const [x, y] = [parseDecimal(a.value), parseDecimal(b.value)];
    return x === undefined || y === undefined ? undefined : compareDecimal(x, y);
  }
  if (a.type === 'null' || b.type === 'null') return undefined;
  if (a.type !== b.type || !ORDERED.includes(a.type)) return undefined;
  // instants have one width, `false` sorts before `true`; UTF-8 bytes sort as code points do
  const order = Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}
