import type { Pipeline } from './pipeline.ts';

/**
 * The instant as of which a partition is judged: min(scheduled time, end of the partition). A schedule runs a
 * partition at its end or later, so the end decides; of a partition that is still open it is the present.
 */
export function asOfPartition(end: string, _schedule: Pipeline['schedule'], now: string): string {
  return Date.parse(now) < Date.parse(end) ? now : end;
}
