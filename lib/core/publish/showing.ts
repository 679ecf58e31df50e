import type { Observation } from '../ports.ts';
import { partitionKey } from '../values/partition.ts';
import { detectDrift } from './detect-drift.ts';
import type { DatasetState, Intent } from './facts.ts';

/** Where a projection stands with respect to an intent; `neither`: half applied, or somebody else changed it. */
export type Showing = 'before' | 'after' | 'neither';

/**
 * An intent without moves shows the pointers again: it is done once readers see them, and where its projection has one
 * name before and after, nothing else tells.
 */
export function showing(intent: Intent, seen: Observation, state: DatasetState): Showing {
  const visible = new Map(seen.partitions.map((p) => [partitionKey(p.partition), p.snapshotId]));
  const at = (partition: Intent['moves'][number]['partition']) =>
    visible.get(partitionKey(partition)) ?? null;
  const { before, after } = intent.projection;
  if (intent.moves.length === 0) {
    if (detectDrift({ ...state, projection: after }, seen) === undefined) return 'after';
    return seen.projection === before && before !== after ? 'before' : 'neither';
  }
  if (seen.projection === after && intent.moves.every((m) => at(m.partition) === (m.to?.sha256 ?? null))) {
    return 'after';
  }
  if (seen.projection === before && intent.moves.every((m) => at(m.partition) === m.from)) return 'before';
  return 'neither';
}
