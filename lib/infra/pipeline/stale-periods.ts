import type { Granularity } from '../../core/pipeline/granularity.ts';

export interface StalePeriods {
  readonly periodHours: number;
  readonly periods: number;
}

const HOURS = { minute: 1 / 60, hour: 1, day: 24 } as const;

/** CloudWatch looks back a week at most. */
const MOST_HOURS = 7 * 24;

/**
 * After how long without a publish a dataset counts as stale: one window and the longest pause of its schedule, and one hour
 * more where both are short, in periods that an alarm can count. Undefined where that is longer than CloudWatch looks back.
 */
export function stalePeriods({ count, unit }: Granularity, gapHours: number): StalePeriods | undefined {
  if (unit === 'month' || unit === 'year') return undefined;
  const windowHours = Math.max(1, Math.ceil(HOURS[unit] * count));
  const pauseHours = Math.max(windowHours, Math.ceil(gapHours));
  const hours = Math.max(3, windowHours + pauseHours);
  // a period is at most a day; whole days are counted by days
  const periodHours = windowHours % 24 === 0 ? 24 : 1;
  const periods = Math.ceil(hours / periodHours);
  return periods * periodHours > MOST_HOURS ? undefined : { periodHours, periods };
}
