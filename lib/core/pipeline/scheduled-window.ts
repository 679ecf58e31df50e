import { type Issue, issue } from '../contract/issue.ts';
import { parseInstant } from '../values/instant.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { addGranularity, parseGranularity, startOfUnit } from './granularity.ts';
import type { Pipeline } from './pipeline.ts';
import { isoOf, type Window } from './window.ts';

type Schedule = Pick<NonNullable<Pipeline['schedule']>, 'window' | 'delay'>;

/**
 * The window that a schedule asks for at an instant for which it was planned, however late it runs. It ends where the
 * unit of `window` begins that the instant, less `delay`, lies in: in UTC, as partitions do, whatever the schedule's
 * time zone.
 */
export function scheduledWindow(
  { window, delay }: Schedule,
  scheduledAt: string,
): Result<Window, readonly Issue[]> {
  const at = parseInstant(scheduledAt);
  if (at === undefined) return fail([issue('SLU-201', { where: 'the scheduled time', text: scheduledAt })]);
  const length = parseGranularity(window);
  const wait = delay === undefined ? undefined : parseGranularity(delay);
  if (length === undefined) return fail([issue('SLU-212', { key: 'window', text: window })]);
  if (delay !== undefined && wait === undefined)
    return fail([issue('SLU-212', { key: 'delay', text: delay })]);
  const atMs = Number(at / 1000n);
  const end = startOfUnit(wait === undefined ? atMs : addGranularity(atMs, wait, -1), length);
  return ok({ start: iso(addGranularity(end, length, -1)), end: iso(end) });
}

const iso = (instantMs: number): string => isoOf(BigInt(instantMs) * 1000n);
