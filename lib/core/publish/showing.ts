import type { Observation } from '../ports.ts';
import { partitionKey } from '../values/partition.ts';
import type { Intent } from './facts.ts';

/** Where a projection stands with respect to an intent; `neither`: half applied, or somebody else changed it. */
export type Showing = 'before' | 'after' | 'neither';

export function showing(intent: Intent, seen: Observation): Showing {
  const visible = new Map(seen.partitions.map((p) => [partitionKey(p.partition), p.snapshotId]));
  const at = (partition: Intent['moves'][number]['partition']) =>
    visible.get(partitionKey(partition)) ?? null;
  const { before, after } = intent.projection;
  if (seen.projection === after && intent.moves.every((m) => at(m.partition) === (m.to?.sha256 ?? null))) {
    return 'after';
  }
  if (seen.projection === before && intent.moves.every((m) => at(m.partition) === m.from)) return 'before';
  return 'neither';
}
