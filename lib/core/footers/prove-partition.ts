import type { Metric } from '../sql/metric.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import type { PartitionId } from '../values/partition.ts';
import type { Scalar } from '../values/scalar.ts';
import { combineStatistics } from './combine-statistics.ts';
import { proveMetric } from './prove-metric.ts';
import type { Statistics } from './statistics.ts';

/** Metric id → the value that the footers of one partition's files prove, exactly as a scan would measure it. */
export function provePartition(
  metrics: readonly Metric[],
  partition: PartitionId,
  columns: readonly PhysicalColumn[],
  files: readonly (Statistics | undefined)[],
): Readonly<Record<string, Scalar>> {
  const known = files.filter((s) => s !== undefined);
  if (known.length < files.length || files.length === 0) return {};
  const ofFiles = combineStatistics(known);
  const ofPath = columns.flatMap((c) => {
    const value = c.from === 'path' ? partition[c.name] : undefined;
    if (value === undefined) return [];
    // a value of the path is that of every row
    const same = value.type === 'null' ? { nulls: ofFiles.rows } : { nulls: '0', min: value, max: value };
    return [[c.name, same] as const];
  });
  const statistics = { ...ofFiles, columns: { ...ofFiles.columns, ...Object.fromEntries(ofPath) } };
  return Object.fromEntries(
    metrics.flatMap((m) => {
      const value = proveMetric(m, statistics);
      return value === undefined ? [] : [[m.id, value] as const];
    }),
  );
}
