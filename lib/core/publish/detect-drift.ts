import type { Observation } from '../ports.ts';
import { type PartitionValues, partitionKey } from '../values/partition.ts';
import type { DatasetState } from './facts.ts';

/** Readers see something else than the pointers say, and no open intent explains it: somebody changed it by hand. */
export interface Drift {
  readonly dataset: string;
  readonly projection: { readonly expected: string | null; readonly seen: string | null };
  readonly partitions: readonly {
    readonly partition: PartitionValues;
    readonly expected: string | null;
    readonly seen: string | null;
  }[];
}

/** Undefined where pointers and projection agree. */
export function detectDrift(state: DatasetState, seen: Observation): Drift | undefined {
  const expected = new Map(state.pointers.map((p) => [partitionKey(p.partition), p]));
  const visible = new Map(seen.partitions.map((p) => [partitionKey(p.partition), p]));
  const partitions = [...new Set([...expected.keys(), ...visible.keys()])].flatMap((key) => {
    const [pointer, shown] = [expected.get(key), visible.get(key)];
    const partition = pointer?.partition ?? shown?.partition ?? {};
    const difference = { partition, expected: pointer?.snapshotId ?? null, seen: shown?.snapshotId ?? null };
    return difference.expected === difference.seen ? [] : [difference];
  });
  if (partitions.length === 0 && seen.projection === state.projection) return undefined;
  return {
    dataset: state.dataset,
    projection: { expected: state.projection, seen: seen.projection },
    partitions,
  };
}

/** Whether moving these partitions shows the right thing again: nothing else differs, and the projection is the recorded one. */
export function isWithin({ projection, partitions }: Drift, moved: readonly PartitionValues[]): boolean {
  const keys = new Set(moved.map(partitionKey));
  return (
    projection.expected === projection.seen && partitions.every((p) => keys.has(partitionKey(p.partition)))
  );
}

/** A ledger that never moved a pointer of a dataset whose projection shows something: it is not the ledger of this lake. */
export const isForeign = (state: DatasetState, seen: Observation): boolean =>
  state.epoch === '0' && seen.projection !== null;
