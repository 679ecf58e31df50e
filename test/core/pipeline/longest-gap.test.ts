import { expect, test } from 'vitest';
import { longestGapHours } from '../../../lib/core/pipeline/longest-gap.ts';

test.each([
  ['0 6 * * *', 'UTC', 24],
  ['0 6 * * 1-5', 'UTC', 72],
  ['0 8-18 * * *', 'UTC', 14],
  ['*/15 * * * *', 'UTC', 0.25],
  // the day on which the clocks go back has an hour more
  ['0 6 * * *', 'Europe/Berlin', 25],
])('the longest pause of %s in %s is %d hours', (cron, timezone, hours) => {
  expect(longestGapHours({ cron, timezone })).toBe(hours);
});
