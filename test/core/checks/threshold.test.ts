import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ratio, ratioOf, whole } from '../../../lib/core/checks/ratio.ts';
import { describeThresholds, expectedOf, judgeThresholds } from '../../../lib/core/checks/threshold.ts';
import type { Operator, Threshold } from '../../../lib/core/contract/model.ts';
import { threshold } from './kind-world.ts';

const NAN: Ratio = { exact: false, value: Number.NaN };

/** Whether 4, 5, 6, 7, 8, 9 and 10 hold, in this order; bands are from 5 to 9. */
const TABLE: readonly (readonly [Operator, readonly string[], string])[] = [
  ['mustBe', ['5'], '-5-----'],
  ['mustNotBe', ['5'], '4-6789X'],
  ['mustBeGreaterThan', ['5'], '--6789X'],
  ['mustBeGreaterOrEqualTo', ['5'], '-56789X'],
  ['mustBeLessThan', ['5'], '4------'],
  ['mustBeLessOrEqualTo', ['5'], '45-----'],
  ['mustBeBetween', ['5', '9'], '-56789-'],
  ['mustNotBeBetween', ['5', '9'], '4-----X'],
];
const NUMBERS = [4n, 5n, 6n, 7n, 8n, 9n, 10n];

const held = (t: Threshold): string =>
  NUMBERS.map((n) => (judgeThresholds([t], whole(n)).holds ? (n === 10n ? 'X' : String(n)) : '-')).join('');

describe('a threshold', () => {
  test.each(TABLE)(
    '%s %s holds for the numbers on its side, the bounds as the word says',
    (op, values, holds) => {
      expect(held(threshold(op, ...values))).toBe(holds);
    },
  );

  test('of a band whose bounds are open leaves the bounds out', () => {
    expect(held({ ...threshold('mustBeBetween', '5', '9'), open: true })).toBe('--678--');
    expect(held({ ...threshold('mustNotBeBetween', '5', '9'), open: true })).toBe('45---9X');
    expect(held({ ...threshold('mustBeBetween', '5', '9'), open: false })).toBe('-56789-');
  });

  test('notes a number exactly on a bound of a band, and of nothing else', () => {
    const noted = (t: Threshold): readonly boolean[] =>
      [4n, 5n, 7n, 9n].map((n) => judgeThresholds([t], whole(n)).onBound);
    expect(noted(threshold('mustBeBetween', '5', '9'))).toEqual([false, true, false, true]);
    expect(noted(threshold('mustNotBeBetween', '5', '9'))).toEqual([false, true, false, true]);
    expect(noted(threshold('mustBe', '5'))).toEqual([false, false, false, false]);
    expect(noted(threshold('mustBeLessOrEqualTo', '5'))).toEqual([false, false, false, false]);
  });

  test.each(TABLE)('%s %s does not hold for NaN', (op, values) => {
    expect(judgeThresholds([threshold(op, ...values)], NAN)).toEqual({ holds: false, onBound: false });
  });

  test('that is no number holds for nothing, whichever of its bounds it is', () => {
    expect(judgeThresholds([threshold('mustNotBe', 'x')], whole(1n)).holds).toBe(false);
    expect(judgeThresholds([threshold('mustNotBeBetween', 'x', '9')], whole(10n)).holds).toBe(false);
    expect(judgeThresholds([threshold('mustNotBeBetween', '5', 'x')], whole(4n)).holds).toBe(false);
  });

  test('holds together with others only where all of them do, and one on a bound is enough for the note', () => {
    const both = [threshold('mustBeGreaterThan', '3'), threshold('mustBeBetween', '1', '5')];
    expect(judgeThresholds(both, whole(4n))).toEqual({ holds: true, onBound: false });
    expect(judgeThresholds(both, whole(5n))).toEqual({ holds: true, onBound: true });
    expect(judgeThresholds(both, whole(3n))).toEqual({ holds: false, onBound: false });
    expect(judgeThresholds(both, whole(6n))).toEqual({ holds: false, onBound: false });
    expect(judgeThresholds([], whole(6n))).toEqual({ holds: true, onBound: false });
  });

  test('of a number and its opposite are never both true, and one of them always is', () => {
    const number = fc.integer({ min: -50, max: 50 });
    const tenths = (n: number): string => (n / 10).toFixed(1);
    fc.assert(
      fc.property(number, number, number, fc.boolean(), (n, a, b, open) => {
        const measured = ratioOf({ type: 'decimal', value: tenths(n) }) ?? NAN;
        const holds = (op: Operator, ...values: readonly string[]): boolean =>
          judgeThresholds([{ ...threshold(op, ...values), open }], measured).holds;
        const band = [tenths(Math.min(a, b)), tenths(Math.max(a, b))];
        expect(holds('mustBe', tenths(a))).toBe(n === a);
        expect(holds('mustNotBe', tenths(a))).toBe(!holds('mustBe', tenths(a)));
        expect(holds('mustBeGreaterThan', tenths(a))).toBe(!holds('mustBeLessOrEqualTo', tenths(a)));
        expect(holds('mustBeLessThan', tenths(a))).toBe(!holds('mustBeGreaterOrEqualTo', tenths(a)));
        expect(holds('mustBeBetween', ...band)).toBe(!holds('mustNotBeBetween', ...band));
      }),
    );
  });
});

test.each<[Operator, readonly string[], string]>([
  ['mustBe', ['5'], 'exactly 5 %'],
  ['mustNotBe', ['5'], 'anything but 5 %'],
  ['mustBeGreaterThan', ['5'], 'more than 5 %'],
  ['mustBeGreaterOrEqualTo', ['5'], 'at least 5 %'],
  ['mustBeLessThan', ['5'], 'less than 5 %'],
  ['mustBeLessOrEqualTo', ['5'], 'at most 5 %'],
  ['mustBeBetween', ['5', '9'], 'between 5 % and 9 %'],
  ['mustNotBeBetween', ['5', '9'], 'outside 5 % to 9 %'],
])('%s %s reads "%s"', (op, values, words) => {
  expect(describeThresholds([threshold(op, ...values)], ' %')).toBe(words);
  expect(describeThresholds([threshold(op, ...values)])).toBe(words.replaceAll(' %', ''));
});

test('open bounds are said, and several thresholds are joined by "and"', () => {
  const open = { ...threshold('mustBeBetween', '5', '9'), open: true };
  expect(describeThresholds([open])).toBe('between 5 and 9, bounds excluded');
  expect(describeThresholds([{ ...open, op: 'mustNotBeBetween' }])).toBe('outside 5 to 9, bounds excluded');
  expect(describeThresholds([threshold('mustBeGreaterThan', '1'), threshold('mustBeLessThan', '3')])).toBe(
    'more than 1 and less than 3',
  );
});

test('a verdict prints one threshold as itself, several or none as a list, and a band as two values', () => {
  expect(expectedOf([threshold('mustBe', '5')])).toEqual({ op: 'mustBe', value: '5' });
  expect(expectedOf([threshold('mustBeBetween', '5', '9')])).toEqual({
    op: 'mustBeBetween',
    value: ['5', '9'],
  });
  expect(expectedOf([threshold('mustBeGreaterThan', '1'), threshold('mustBeLessThan', '3')])).toEqual([
    { op: 'mustBeGreaterThan', value: '1' },
    { op: 'mustBeLessThan', value: '3' },
  ]);
  expect(expectedOf([])).toEqual([]);
});
