import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import type { Statement } from '../../core/gate/compile.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import type { MeasuringTable, MetricFailure, WaitingStatement } from '../state/measuring.ts';
import type { ScanPorts } from './start-statement.ts';
import { metricsFor, statementsFor } from './statements.ts';

interface Isolation {
  readonly tables: readonly MeasuringTable[];
  readonly checks: GateChecks;
  readonly dataset: Dataset;
  readonly ports: ScanPorts;
  /** What cannot be had is added to these. */
  readonly failures: MetricFailure[];
}

/**
 * Narrows a statement that failed: to half of its metrics, then, with the one at fault, to half of its partitions.
 * What is left in the end is one number of one partition that cannot be had.
 */
export function isolate(
  { statement, table: ref }: WaitingStatement,
  message: string,
  context: Isolation,
): readonly WaitingStatement[] {
  const { tables, failures } = context;
  const ids = Object.values(statement.metrics);
  const table = tables.find((t) => t.table.table === ref.table);
  const partitions = statement.partition
    ? [statement.partition]
    : (statement.only ?? table?.partitions ?? []);
  if (table === undefined || (ids.length <= 1 && partitions.length <= 1)) {
    failures.push(...failuresOf(statement, partitions, message));
    return [];
  }
  if (ids.length > 1) {
    return halves(ids).flatMap((part) => someOf(part, statement.only, table, context));
  }
  return halves(partitions).flatMap((part) => someOf(ids, part, table, context));
}

function halves<T>(all: readonly T[]): readonly (readonly T[])[] {
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)];
}

function someOf(
  ids: readonly string[],
  only: readonly PartitionId[] | undefined,
  table: MeasuringTable,
  { checks, dataset, ports }: Isolation,
): readonly WaitingStatement[] {
  const metrics = metricsFor(checks, table).filter((m) => ids.includes(m.id));
  return statementsFor(dataset, metrics, table, ports, only).map((statement) => ({
    statement,
    table: table.table,
  }));
}

/** That none of a statement's numbers can be had of these partitions. */
export const failuresOf = (
  { metrics }: Statement,
  partitions: readonly PartitionId[],
  message: string,
): readonly MetricFailure[] =>
  Object.values(metrics).flatMap((metric) =>
    partitions.map((p) => ({ metric, partition: partitionKey(p), message })),
  );
