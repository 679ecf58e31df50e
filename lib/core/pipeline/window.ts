import { type Issue, issue, type SourceRef } from '../contract/issue.ts';
import { instantText, parseInstant } from '../values/instant.ts';
import { fail, ok, type Result } from '../values/result.ts';

/** `[start, end)` as ISO 8601 instants in UTC: `2001-01-01T00:00:00Z`. */
export interface Window {
  readonly start: string;
  readonly end: string;
}

/** Reads a window; `where` says how each end was given (`--start`, `START_TIME`), for messages. */
export function readWindow(
  given: { readonly start: string; readonly end: string },
  where: { readonly start: string; readonly end: string },
  at?: SourceRef,
): Result<Window, readonly Issue[]> {
  const start = parseInstant(given.start);
  const end = parseInstant(given.end);
  const bad = (['start', 'end'] as const).filter((k) => parseInstant(given[k]) === undefined);
  if (start === undefined || end === undefined) {
    return fail(bad.map((k) => issue('SLU-201', { where: where[k], text: given[k] }, at)));
  }
  const ends = { start: given.start, end: given.end, startWhere: where.start, endWhere: where.end };
  if (end < start) return fail([issue('SLU-202', ends, at)]);
  if (end === start) return fail([issue('SLU-203', ends, at)]);
  return ok({ start: isoOf(start), end: isoOf(end) });
}

/** Whole seconds without a fraction, others with microseconds. */
export const isoOf = (micros: bigint): string => instantText(micros).replace('.000000Z', 'Z');
