import { Cron } from 'croner';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schedulerCron } from '../../../lib/core/pipeline/scheduler-cron.ts';

const of = (cron: string): unknown => {
  const found = schedulerCron(cron);
  return found.ok ? found.value : { error: found.error };
};

test.each([
  ['0 6 * * *', 'cron(0 6 * * ? *)'],
  ['*/15 * * * *', 'cron(*/15 * * * ? *)'],
  ['0 6 1 * *', 'cron(0 6 1 * ? *)'],
  ['0 6 L * *', 'cron(0 6 L * ? *)'],
  ['0 6,18 * jan-mar *', 'cron(0 6,18 * JAN-MAR ? *)'],
  ['0 6 * * 1-5', 'cron(0 6 ? * MON,TUE,WED,THU,FRI *)'],
  ['0 6 * * 0', 'cron(0 6 ? * SUN *)'],
  ['0 6 * * 7', 'cron(0 6 ? * SUN *)'],
  ['0 6 * * fri-sun', 'cron(0 6 ? * SUN,FRI,SAT *)'],
  ['0 6 * * 5-7', 'cron(0 6 ? * SUN,FRI,SAT *)'],
  ['0 6 ? * */2', 'cron(0 6 ? * SUN,TUE,THU,SAT *)'],
  ['0 6 * * 1,3', 'cron(0 6 ? * MON,WED *)'],
])('%s is %s', (cron, expected) => {
  expect(of(cron)).toBe(expected);
});

test.each([
  ['0 6 13 * 5', /not both/],
  ['0 6 * * 5#2', /no form for "5#2"/],
  ['0 6 * *', /five fields/],
  ['0 6 * * * *', /five fields/],
  ['0 6 15W * *', /no form for "15W"/],
])('%s is refused', (cron, why) => {
  expect(of(cron)).toEqual({ error: expect.stringMatching(why) });
});

test('the days of the week are those on which the schedule runs', () => {
  const day = fc.integer({ min: 0, max: 6 });
  const part = fc.oneof(
    day.map(String),
    fc.tuple(day, day).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.constantFrom('*/2', '*/3', '1-5/2'),
  );
  fc.assert(
    fc.property(fc.uniqueArray(part, { minLength: 1, maxLength: 3 }), (parts) => {
      const cron = `0 6 * * ${parts.join(',')}`;
      const names = /^cron\(0 6 \? \* ([A-Z,]+) \*\)$/.exec(String(of(cron)))?.[1] ?? '';
      const week = new Cron(cron, { timezone: 'UTC', paused: true }).nextRuns(
        14,
        new Date('2001-01-07T00:00:00Z'),
      );
      const runs = new Set(week.filter((d) => d < new Date('2001-01-14')).map((d) => d.getUTCDay()));
      const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
      expect(names.split(',')).toEqual(DAYS.filter((_, i) => runs.has(i)));
    }),
  );
});
