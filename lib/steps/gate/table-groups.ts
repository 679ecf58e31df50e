import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { canonicalJson } from '../../core/values/canonical.ts';
import type { PartitionState } from '../state/state.ts';
import { type MetricPorts, sharedKeys, storedMetrics } from './known-metrics.ts';

/** Partitions whose files have the same columns: one table. */
export interface TableGroup {
  readonly partitions: readonly PartitionState[];
  readonly columns: readonly PhysicalColumn[];
  /** Ids of metrics that the ledger has of all of them: nobody asks for these. */
  readonly known: readonly string[];
}

/** The tables in which candidates are measured, with what is not asked for. */
export async function groupTables(
  partitions: readonly PartitionState[],
  dataset: string,
  ports: MetricPorts,
): Promise<readonly TableGroup[]> {
  const groups = Map.groupBy(partitions, (p) => canonicalJson(p.columns ?? []));
  return Promise.all(
    [...groups.values()].map(async (group) => {
      const stored = await Promise.all(group.map((p) => storedMetrics(p, dataset, ports)));
      const known = sharedKeys(stored.map((s) => s.values));
      return { partitions: group, columns: group[0]?.columns ?? [], known };
    }),
  );
}
