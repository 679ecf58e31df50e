import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import { bindChecks } from '../../core/gate/bind.ts';
import { compileStatements, type Statement } from '../../core/gate/compile.ts';
import { neededMetrics, partitionColumns } from '../../core/gate/plan.ts';
import type { Ports } from '../../core/ports.ts';
import { duckdb } from '../../core/sql/dialects/duckdb.ts';
import { trino } from '../../core/sql/dialects/trino.ts';
import type { Metric } from '../../core/sql/metric.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import type { MeasuringTable } from '../state/measuring.ts';

export const DIALECTS = { duckdb, trino } as const;

/** The metrics that the checks need of a table with these columns. */
export const metricsFor = (
  checks: GateChecks,
  { columns, known = [] }: Pick<MeasuringTable, 'columns' | 'known'>,
): readonly Metric[] => neededMetrics(bindChecks(checks, { columns })).filter((m) => !known.includes(m.id));

export function statementsFor(
  dataset: Dataset,
  metrics: readonly Metric[],
  { table, partitions, columns }: MeasuringTable,
  ports: Pick<Ports, 'engine'>,
  only?: readonly PartitionId[],
): readonly Statement[] {
  return compileStatements({
    metrics,
    partitionColumns: partitionColumns(dataset, { columns }),
    partitions,
    table: table.table,
    dialect: DIALECTS[ports.engine.dialect],
    ...(only === undefined ? {} : { only }),
  });
}

/** One result row as the partition it is of and its numbers by metric id. */
export function readResult(
  statement: Statement,
  row: Readonly<Record<string, Scalar>>,
): { readonly key: string; readonly values: Readonly<Record<string, Scalar>> } {
  if (statement.kind === 'opaque') {
    const [id] = Object.values(statement.metrics);
    const [value] = Object.values(row);
    const values = id === undefined || value === undefined ? {} : { [id]: value };
    return { key: partitionKey(statement.partition ?? {}), values };
  }
  const partition = Object.entries(statement.partitionColumns).map(([alias, name]) => [name, row[alias]]);
  const values = Object.entries(statement.metrics).map(([alias, id]) => [id, row[alias]]);
  return { key: partitionKey(Object.fromEntries(partition)), values: Object.fromEntries(values) };
}
