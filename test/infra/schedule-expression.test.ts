import { expect, test } from 'vitest';
import { scheduleExpression } from '../../lib/infra/pipeline/schedule-expression.ts';
import { stalePeriods } from '../../lib/infra/pipeline/stale-periods.ts';

test.each([
  ['0 6 * * *', 'cron(0 6 * * ? *)'],
  ['*/15 * * * *', 'cron(*/15 * * * ? *)'],
  ['0 6 1 * *', 'cron(0 6 1 * ? *)'],
])('%s is %s', (cron, expected) => {
  expect(scheduleExpression(cron)).toEqual({ ok: true, value: expected });
});

test('days of the week are names: numbers count from another day there', () => {
  const found = scheduleExpression('0 6 * * 1');
  expect(found.ok && found.value).toMatch(/^cron\(0 6 \? \* MON \*\)$/);
});

test('a day of the month and one of the week are refused, with the file', () => {
  const found = scheduleExpression('0 6 1 * 1', { file: 'x.pipeline.yaml' });
  expect(found.ok ? [] : found.error).toMatchObject([{ code: 'SLU-216', at: { file: 'x.pipeline.yaml' } }]);
});

test('a dataset is stale after two windows, in periods that an alarm can count', () => {
  expect(stalePeriods({ count: 1, unit: 'day' }, 24)).toEqual({ periodHours: 24, periods: 2 });
  expect(stalePeriods({ count: 1, unit: 'day' }, 72)).toEqual({ periodHours: 24, periods: 4 });
  expect(stalePeriods({ count: 1, unit: 'hour' }, 14)).toEqual({ periodHours: 1, periods: 15 });
  expect(stalePeriods({ count: 15, unit: 'minute' }, 0.25)).toEqual({ periodHours: 1, periods: 3 });
  expect(stalePeriods({ count: 6, unit: 'hour' }, 6)).toEqual({ periodHours: 1, periods: 12 });
  expect(stalePeriods({ count: 7, unit: 'day' }, 168)).toBeUndefined();
  expect(stalePeriods({ count: 1, unit: 'month' }, 744)).toBeUndefined();
});
