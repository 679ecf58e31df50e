import type { Granularity } from '../../core/pipeline/granularity.ts';

export interface StalePeriods {
  readonly periodHours: number;
  readonly periods: number;
}

const HOURS = { minute: 1 / 60, hour: 1, day: 24 } as const;

/** CloudWatch looks back a week at most. */
const MOST_HOURS = 7 * 24;

/**
 * After how long without a publish a dataset counts as stale: one window and the next, and one hour more, in periods that an
 * alarm can count. Undefined where windows are longer than CloudWatch looks back.
 */
export function stalePeriods({ count, unit }: Granularity): StalePeriods | undefined {
  if (unit === 'month' || unit === 'year') return undefined;
  const windowHours = Math.max(1, Math.ceil(HOURS[unit] * count));
  const hours = windowHours === 1 ? 3 : windowHours * 2;
  if (hours > MOST_HOURS) return undefined;
  // a period is at most a day, and divides what is looked back at
  const periodHours = windowHours % 24 === 0 ? 24 : 1;
  return { periodHours, periods: hours / periodHours };
}
