import { describe, expect, test } from 'vitest';
import { countOf, judgeCount, NONE_ALLOWED, noValue } from '../../../lib/core/checks/counting.ts';
import { rowCountMetric } from '../../../lib/core/checks/metrics.ts';
import { decimal, double, integer, NULL, type Scalar } from '../../../lib/core/values/scalar.ts';
import { threshold } from './kind-world.ts';

const counting = { base: 10n, thresholds: NONE_ALLOWED, unit: 'rows', what: 'a: null values' } as const;

describe('a number of rows', () => {
  test('passes at its threshold and fails beyond it, and says both numbers', () => {
    expect(judgeCount({ ...counting, count: 0n })).toEqual({
      result: 'passed',
      measured: integer(0),
      unit: 'rows',
      message: 'a: null values: 0 of 10 rows, expected exactly 0',
    });
    expect(judgeCount({ ...counting, count: 2n, nulls: 3n })).toEqual({
      result: 'failed',
      measured: integer(2),
      unit: 'rows',
      nulls: '3',
      message: 'a: null values: 2 of 10 rows, expected exactly 0',
    });
  });

  test('as a percent is one of the base, and shows the rows behind it', () => {
    const thresholds = [threshold('mustBeLessThan', '30')];
    expect(judgeCount({ ...counting, count: 3n, unit: 'percent', thresholds })).toEqual({
      result: 'failed',
      measured: decimal('30'),
      unit: 'percent',
      message: 'a: null values: 30 % (3 of 10 rows), expected less than 30 %',
    });
    expect(judgeCount({ ...counting, count: 2n, unit: 'percent', thresholds }).result).toBe('passed');
  });

  test('on a bound of a band is noted, and so are no rows at all', () => {
    const thresholds = [threshold('mustBeBetween', '0', '5')];
    expect(judgeCount({ ...counting, count: 5n, thresholds }).message).toBe(
      'a: null values: 5 of 10 rows, expected between 0 and 5; exactly on a bound',
    );
    expect(judgeCount({ ...counting, count: 4n, thresholds }).message).toBe(
      'a: null values: 4 of 10 rows, expected between 0 and 5',
    );
    expect(judgeCount({ ...counting, count: 0n, base: 0n }).message).toBe(
      'a: null values: 0 of 0 rows, expected exactly 0; 0 rows',
    );
    expect(judgeCount({ ...counting, count: 0n, base: 0n, thresholds, unit: 'percent' }).message).toBe(
      'a: null values: 0 % (0 of 0 rows), expected between 0 % and 5 %; 0 rows; exactly on a bound',
    );
  });
});

test('only a whole number is a count: what is anything else was not counted', () => {
  const count = (value: Scalar): bigint | undefined =>
    countOf({ schema: { columns: [] }, asOf: '', rows: 0n, metric: () => value }, rowCountMetric);
  expect(count(integer(12n))).toBe(12n);
  expect([NULL, double(12), decimal('12')].map(count)).toEqual([undefined, undefined, undefined]);
});

test('without a number there is no verdict', () => {
  expect(noValue('a: null values')).toEqual({
    result: 'notEvaluated',
    measured: NULL,
    message: 'a: null values: no value',
  });
});
