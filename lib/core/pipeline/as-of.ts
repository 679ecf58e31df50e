/**
 * The instant as of which a partition is judged: min(scheduled time, end of the partition). A schedule runs a
 * partition at its end or later, so the end decides; of a partition that is still open it is the present.
 */
export const asOfPartition = (end: string, now: string): string =>
  Date.parse(now) < Date.parse(end) ? now : end;
