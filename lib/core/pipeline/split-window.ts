import { type Issue, issue } from '../contract/issue.ts';
import type { Dataset } from '../contract/model.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { expectedPartitions } from './expected-partitions.ts';
import type { Window } from './window.ts';

export interface Split {
  /** Partitions of one run. */
  readonly atMost: number;
  /** Where another job writes the candidates, as the pipeline has it. */
  readonly location?: string | undefined;
}

/**
 * The window as consecutive ones of at most so many partitions, in their order; itself where it is short enough. One that
 * means more than its partitions is refused where it is too long: to split it would decide something else.
 */
export function splitWindow(
  window: Window,
  dataset: Dataset,
  { atMost, location }: Split,
): Result<readonly Window[], readonly Issue[]> {
  const expected = expectedPartitions(window, dataset);
  if (!expected.ok) return expected;
  const partitions = expected.value;
  if (partitions.length <= atMost) return ok([window]);
  const why = whyWhole(dataset, location);
  if (why !== undefined) {
    const params = { dataset: dataset.name, count: String(partitions.length), limit: String(atMost), why };
    return fail([issue('SLU-206', params)]);
  }
  const windows = Array.from({ length: Math.ceil(partitions.length / atMost) }, (_, i): Window => {
    const [first, last] = [
      partitions[i * atMost],
      partitions[Math.min((i + 1) * atMost, partitions.length) - 1],
    ];
    return { start: first?.start ?? window.start, end: last?.end ?? window.end };
  });
  return ok(windows);
}

/** Why a window is more than its partitions, for a sentence; undefined where two of them are as good as one. */
export function whyWhole(
  { settings, partitionedBy }: Pick<Dataset, 'settings' | 'partitionedBy'>,
  location: string | undefined,
): string | undefined {
  if (partitionedBy.length === 0) return 'the table has no partitions';
  if (settings.unit === 'window') return 'it is decided as a whole (sluice.unit: window)';
  if (location?.includes('{window')) return `the location names it (${location})`;
  return undefined;
}
