import type { BoundCheck } from '../checks/define.ts';
import { rowCountMetric } from '../checks/metrics.ts';
import type { Dataset } from '../contract/model.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { Metric } from '../sql/metric.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import type { TableRead } from '../sql/table-read.ts';
import type { PartitionId } from '../values/partition.ts';
import { bindChecks, type GateCheck, type GateChecks } from './bind.ts';
import { compileStatements, type Statement } from './compile.ts';
import type { Expected } from './verdict.ts';

/** What a run would do with a dataset, as plain JSON: every check, every number it needs, every statement. */
export interface Plan {
  readonly planVersion: 1;
  readonly dataset: string;
  readonly checks: readonly PlannedCheck[];
  readonly metrics: readonly PlannedMetric[];
  readonly statements: readonly Statement[];
  /** One per fused statement, one per opaque statement. */
  readonly scans: number;
}

export interface PlannedCheck {
  readonly id: string;
  readonly kind: string;
  readonly column?: string;
  readonly severity: 'error' | 'warning';
  readonly scope: 'partition' | 'table';
  readonly by: 'schema' | 'scan' | 'query' | 'none';
  readonly expected: Expected | readonly Expected[];
  readonly metrics: readonly string[];
  /** Why the check will not be evaluated: it does not bind, or it is meant for people. */
  readonly why?: string;
}

export interface PlannedMetric {
  readonly id: string;
  readonly class: Metric['class'];
  readonly columns: readonly string[];
  readonly usedBy: readonly string[];
  /** How its own query reads the table. */
  readonly read?: TableRead;
}

export interface PlanRequest {
  readonly dataset: Dataset;
  readonly checks: GateChecks;
  readonly schema: PhysicalSchema;
  readonly partitions: readonly PartitionId[];
  readonly table: string;
  readonly dialect: Dialect;
  /** Metrics that need no query, because the ledger has them for all these partitions. */
  readonly known?: ReadonlySet<string>;
}

/** Binds first, then fuses only what binds: a rule that does not bind fails alone. */
export function planGate(request: PlanRequest): Plan {
  const { dataset, schema } = request;
  const bound = bindChecks(request.checks, schema);
  const metrics = neededMetrics(bound);
  const asked = metrics.filter((m) => !request.known?.has(m.id));
  const statements = compileStatements({
    metrics: asked,
    partitionColumns: partitionColumns(dataset, schema),
    partitions: request.partitions,
    table: request.table,
    dialect: request.dialect,
  });
  return {
    planVersion: 1,
    dataset: dataset.name,
    checks: [...bound.map(planned), ...request.checks.forPeople.map(unplanned)],
    metrics: metrics.map((m) => ({
      id: m.id,
      class: m.class,
      columns: m.columns,
      usedBy: usersOf(m, bound),
      ...(m.read === undefined ? {} : { read: m.read }),
    })),
    statements,
    scans: statements.length,
  };
}

/** Every number that the checks need, once each, the row count always. */
export function neededMetrics(checks: readonly GateCheck[]): readonly Metric[] {
  const byId = new Map<string, Metric>([[rowCountMetric.id, rowCountMetric]]);
  for (const metric of checks.flatMap(metricsOf)) byId.set(metric.id, metric);
  return [...byId.values()];
}

/** Partition columns that are really there, in the contract's order. */
export const partitionColumns = (dataset: Dataset, schema: PhysicalSchema) =>
  dataset.partitionedBy.flatMap((name) => schema.columns.filter((c) => c.name === name));

const metricsOf = ({ bound }: GateCheck): readonly Metric[] => (bound.ok ? bound.value.metrics : []);

const usersOf = (metric: Metric, checks: readonly GateCheck[]): readonly string[] =>
  checks.filter((c) => metricsOf(c).some((m) => m.id === metric.id)).map((c) => c.prepared.rule.id);

/** Where a bound check's numbers come from. */
export function sourceOf(bound: BoundCheck): 'schema' | 'scan' | 'query' {
  if (bound.metrics.length === 0) return 'schema';
  return bound.metrics.some((m) => m.class !== 'row') ? 'query' : 'scan';
}

function planned({ prepared, bound }: GateCheck): PlannedCheck {
  const { id, column, severity, scope } = prepared.rule;
  return {
    id,
    kind: prepared.kind,
    ...(column === undefined ? {} : { column }),
    severity,
    scope,
    by: bound.ok ? sourceOf(bound.value) : 'none',
    expected: prepared.expected,
    metrics: bound.ok ? bound.value.metrics.map((m) => m.id) : [],
    ...(bound.ok ? {} : { why: bound.error }),
  };
}

function unplanned({ id, kind, column, severity, scope }: GateChecks['forPeople'][number]): PlannedCheck {
  const place = column === undefined ? {} : { column };
  return {
    id,
    kind,
    ...place,
    severity,
    scope,
    by: 'none',
    expected: [],
    metrics: [],
    why: 'meant for people',
  };
}
