import type { Dataset } from '../../../lib/core/contract/model.ts';
import { prepareChecks } from '../../../lib/core/gate/bind.ts';
import { type Plan, planGate } from '../../../lib/core/gate/plan.ts';
import type { Dialect } from '../../../lib/core/sql/dialect.ts';
import { typeForText } from '../../../lib/core/sql/logical-type.ts';
import type { PhysicalSchema } from '../../../lib/core/sql/physical.ts';
import type { PartitionId } from '../../../lib/core/values/partition.ts';
import { string } from '../../../lib/core/values/scalar.ts';

/** Data that is exactly what its contract declares. */
export const declaredSchema = ({ columns, partitionedBy }: Dataset): PhysicalSchema => ({
  columns: columns.map((column) => ({
    name: column.physicalName,
    type: typeForText(column),
    typeName: column.physicalType ?? column.logicalType ?? 'VARCHAR',
    from: partitionedBy.includes(column.physicalName) ? 'path' : 'file',
  })),
});

/** The plan of a contract whose data is not there yet; rules that no version evaluates yet are left out. */
export function declaredPlan(
  dataset: Dataset,
  dialect: Dialect,
  table = 'candidate',
  schema = declaredSchema(dataset),
): Plan {
  const judged = evaluated(dataset);
  const checks = prepareChecks(judged);
  if (!checks.ok) throw new Error(JSON.stringify(checks.error));
  const partition: PartitionId = Object.fromEntries(
    dataset.partitionedBy.map((name) => [name, string('2001-01-01')]),
  );
  const request = { schema, partitions: [partition], table, dialect };
  return planGate({ dataset: judged, checks: checks.value, ...request });
}

/** A dataset without what no version evaluates yet. */
export function evaluated(dataset: Dataset): Dataset {
  const { budget: _, ...settings } = dataset.settings;
  const plain = { ...dataset, settings };
  return { ...plain, rules: dataset.rules.filter((rule) => prepareChecks({ ...plain, rules: [rule] }).ok) };
}
