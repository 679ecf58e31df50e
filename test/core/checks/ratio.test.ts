import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareRatio,
  percentOf,
  type Ratio,
  ratioOf,
  ratioScalar,
  whole,
} from '../../../lib/core/checks/ratio.ts';
import { decimal, double, integer, NULL, string } from '../../../lib/core/values/scalar.ts';

const floating = (value: number): Ratio => ({ exact: false, value });

describe('a measured number', () => {
  test('is read from what engines give as numbers, and from nothing else', () => {
    expect(ratioOf(integer(5))).toEqual({
      exact: true,
      numerator: { digits: 5n, scale: 0 },
      denominator: 1n,
    });
    expect(ratioOf(decimal('0.50'), 3n)).toEqual({
      exact: true,
      numerator: { digits: 50n, scale: 2 },
      denominator: 3n,
    });
    expect(ratioOf(double(1.5))).toEqual({ exact: false, value: 1.5 });
    expect(ratioOf(double(3), 2n)).toEqual({ exact: false, value: 1.5 });
    expect(ratioOf({ type: 'decimal', value: 'NaN' })).toEqual({ exact: false, value: Number.NaN });
    for (const none of [
      NULL,
      string('5'),
      { type: 'timestamp', value: '5' },
      { type: 'boolean', value: '1' },
    ])
      expect(ratioOf(none as typeof NULL)).toBeUndefined();
  });

  test('is compared exactly with a bound as it is written', () => {
    const third = ratioOf(integer(1), 3n) ?? whole(0n);
    expect(compareRatio(third, '0.3333333333333333333333')).toBe(1);
    expect(compareRatio(third, '0.3333333333333333333334')).toBe(-1);
    expect(compareRatio(whole(9_007_199_254_740_993n), '9007199254740992')).toBe(1);
    expect(compareRatio(whole(2n), '2.0')).toBe(0);
    expect(compareRatio(floating(0.1), '0.1')).toBe(0);
    expect(compareRatio(floating(0.1), '0.2')).toBe(-1);
  });

  test('without an end is beyond every bound; NaN and a bound that is no number compare with nothing', () => {
    expect(compareRatio(floating(Number.POSITIVE_INFINITY), '1e300')).toBe(1);
    expect(compareRatio(floating(Number.NEGATIVE_INFINITY), '-1e300')).toBe(-1);
    expect(compareRatio(floating(Number.NaN), '0')).toBeUndefined();
    expect(compareRatio(whole(1n), 'one')).toBeUndefined();
    expect(compareRatio(floating(1), 'one')).toBeUndefined();
  });

  test('is shown as it is where it is whole or a decimal, and with six digits where it was divided', () => {
    expect(ratioScalar(whole(7n))).toEqual(integer(7));
    expect(ratioScalar(ratioOf(decimal('1.250')) ?? whole(0n))).toEqual(decimal('1.25'));
    expect(ratioScalar(ratioOf(decimal('0.12345678')) ?? whole(0n))).toEqual(decimal('0.12345678'));
    expect(ratioScalar(ratioOf(integer(2), 3n) ?? whole(0n))).toEqual(decimal('0.666667'));
    expect(ratioScalar(ratioOf(integer(4), 2n) ?? whole(0n))).toEqual(decimal('2'));
    expect(ratioScalar(ratioOf(integer(1), 0n) ?? whole(0n))).toEqual(NULL);
    expect(ratioScalar(floating(1.5))).toEqual(double(1.5));
    expect(ratioScalar(floating(Number.NaN))).toEqual(double(Number.NaN));
  });
});

describe('a percent', () => {
  test('of no rows is 0, of all rows 100', () => {
    expect(ratioScalar(percentOf(0n, 0n))).toEqual(integer(0));
    expect(ratioScalar(percentOf(3n, 3n))).toEqual(decimal('100'));
    expect(ratioScalar(percentOf(1n, 1n))).toEqual(integer(100));
    expect(ratioScalar(percentOf(1n, 8n))).toEqual(decimal('12.5'));
  });

  test('is decided before it is rounded', () => {
    const natural = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(natural, fc.bigInt({ min: 1n, max: 10n ** 12n }), natural, (count, base, bound) => {
        const difference = count * 100n - bound * base;
        const sign = difference < 0n ? -1 : difference > 0n ? 1 : 0;
        expect(compareRatio(percentOf(count, base), bound.toString())).toBe(sign);
      }),
    );
  });
});
