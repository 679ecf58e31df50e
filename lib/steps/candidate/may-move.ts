import { publishes } from '../../core/gate/decide.ts';
import { partitionKey } from '../../core/values/partition.ts';
import type { RunRequest } from '../state/request.ts';
import type { PartitionState } from '../state/state.ts';

/**
 * Whether this run may publish a partition, by what is known before anything is written. `visible`: partition → the snapshot
 * that readers see.
 */
export function mayMove(
  { id, status, manifest, judgedBy }: PartitionState,
  { mode }: Pick<RunRequest, 'mode'>,
  visible: ReadonlyMap<string, string>,
): boolean {
  if (mode === 'shadow' || status === 'missing') return false;
  if (manifest !== undefined && visible.get(partitionKey(id)) === manifest.sha256) return false;
  if (mode === 'adopt') return true;
  return status === 'judged'
    ? judgedBy !== undefined && publishes(judgedBy.verdict.decision)
    : status !== 'refuted';
}
