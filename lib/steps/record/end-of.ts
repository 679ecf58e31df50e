import { isKeptOut, type RunOutcome } from '../state/outcome.ts';

/** How a run ended, for whoever drives it. `rejected`: something was kept out. */
export type RunEnd = 'passed' | 'rejected' | 'notCommitted' | 'unknown';

export function endOf({ publish, partitions }: Pick<RunOutcome, 'publish' | 'partitions'>): RunEnd {
  if (publish === 'unknown' || publish === 'notCommitted') return publish;
  return partitions.some((p) => isKeptOut(p.publication)) ? 'rejected' : 'passed';
}
