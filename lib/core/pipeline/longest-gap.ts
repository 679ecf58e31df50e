import { Cron } from 'croner';
import type { Pipeline } from './pipeline.ts';

/** Firings that are looked at: more than a year of days. */
const LOOKED_AT = 400;

/** The longest pause between two firings of a schedule, in hours: of weekdays alone it is a weekend. */
export function longestGapHours({
  cron,
  timezone,
}: Pick<NonNullable<Pipeline['schedule']>, 'cron' | 'timezone'>): number {
  const from = new Date('2026-01-01T00:00:00Z');
  const times = new Cron(cron, { timezone, paused: true })
    .nextRuns(LOOKED_AT, from)
    .map((at) => at.getTime());
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at));
  return Math.max(0, ...gaps) / 3_600_000;
}
