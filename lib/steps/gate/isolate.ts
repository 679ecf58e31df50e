import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import type { Statement } from '../../core/gate/compile.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import type { MeasuringTable, MetricFailure, RunningStatement } from '../state/measuring.ts';
import { type ScanPorts, startStatement } from './start-statement.ts';
import { metricsFor, statementsFor } from './statements.ts';

interface Isolation {
  readonly tables: readonly MeasuringTable[];
  readonly checks: GateChecks;
  readonly dataset: Dataset;
  readonly runId: string;
  readonly ports: ScanPorts;
  /** What cannot be had is added to these. */
  readonly failures: MetricFailure[];
}

/**
 * Narrows a statement that failed: to half of its metrics, then, with the one at fault, to half of its partitions.
 * What is left in the end is one number of one partition that cannot be had.
 */
export async function isolate(
  { statement, table: ref }: RunningStatement,
  message: string,
  context: Isolation,
): Promise<RunningStatement[]> {
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
    const started = halves(ids).map((part) => startSome(part, statement.only, table, context));
    return (await Promise.all(started)).flat();
  }
  const started = halves(partitions).map((part) => startSome(ids, part, table, context));
  return (await Promise.all(started)).flat();
}

function halves<T>(all: readonly T[]): readonly (readonly T[])[] {
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)];
}

async function startSome(
  ids: readonly string[],
  only: readonly PartitionId[] | undefined,
  table: MeasuringTable,
  { checks, dataset, runId, ports }: Isolation,
): Promise<RunningStatement[]> {
  const metrics = metricsFor(checks, table).filter((m) => ids.includes(m.id));
  const started: RunningStatement[] = [];
  for (const statement of statementsFor(dataset, metrics, table, ports, only)) {
    started.push(await startStatement(statement, table, runId, ports));
  }
  return started;
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
