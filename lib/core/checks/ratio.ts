import { compareDecimal, type Decimal, decimalText, divideDecimal, parseDecimal } from '../values/decimal.ts';
import { decimal, double, integer, NULL, type Scalar } from '../values/scalar.ts';

/**
 * A measured number before it is rounded for people: numerator over denominator, so that "under 1 %" and "mean
 * at least 12.5" are decided exactly. `double` carries what only a double can (NaN, infinities).
 */
export type Ratio =
  | { readonly exact: true; readonly numerator: Decimal; readonly denominator: bigint }
  | { readonly exact: false; readonly value: number };

export const DIGITS_SHOWN = 6;

export const whole = (count: bigint): Ratio => ({
  exact: true,
  numerator: { digits: count, scale: 0 },
  denominator: 1n,
});

/** A count as a percent of a base; of no rows it is 0. */
export const percentOf = (count: bigint, base: bigint): Ratio =>
  base === 0n ? whole(0n) : { exact: true, numerator: { digits: count * 100n, scale: 0 }, denominator: base };

/** A number from an engine; undefined for null and for anything that is not a number. */
export function ratioOf(value: Scalar, denominator = 1n): Ratio | undefined {
  if (value.type !== 'integer' && value.type !== 'decimal' && value.type !== 'double') return undefined;
  const parsed = parseDecimal(value.value);
  if (value.type === 'double' || parsed === undefined) {
    return { exact: false, value: Number(value.value) / Number(denominator) };
  }
  return { exact: true, numerator: parsed, denominator };
}

/** -1, 0, 1, or undefined where one of them is NaN. */
export function compareRatio(measured: Ratio, bound: string): -1 | 0 | 1 | undefined {
  const limit = parseDecimal(bound);
  if (limit === undefined) return undefined;
  if (measured.exact) {
    const scaled = { digits: limit.digits * measured.denominator, scale: limit.scale };
    return compareDecimal(measured.numerator, scaled);
  }
  if (Number.isNaN(measured.value)) return undefined;
  if (!Number.isFinite(measured.value)) return measured.value > 0 ? 1 : -1;
  const value = parseDecimal(String(measured.value));
  return value === undefined ? undefined : compareDecimal(value, limit);
}

/** Whole numbers as they are, everything else rounded to six digits after the point. */
export function ratioScalar(measured: Ratio): Scalar {
  if (!measured.exact) return double(measured.value);
  if (measured.denominator === 0n) return NULL;
  const { numerator, denominator } = measured;
  if (denominator === 1n)
    return numerator.scale === 0 ? integer(numerator.digits) : decimal(decimalText(numerator));
  return decimal(decimalText(divideDecimal(numerator, { digits: denominator, scale: 0 }, DIGITS_SHOWN)));
}
