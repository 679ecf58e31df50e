import { bindChecks, type GateCheck, type GateChecks } from '../../core/gate/bind.ts';
import { neededMetrics } from '../../core/gate/plan.ts';
import type { Metric } from '../../core/sql/metric.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { canonicalJson } from '../../core/values/canonical.ts';

/** The checks against one set of columns, and every number that they need of it. */
export interface BoundGate {
  readonly checks: readonly GateCheck[];
  readonly metrics: readonly Metric[];
}

export type Binder = (columns: readonly PhysicalColumn[]) => BoundGate;

/** Binds once per set of columns: most partitions of a table have the same ones. */
export function createBinder(checks: GateChecks): Binder {
  const bySchema = new Map<string, BoundGate>();
  return (columns) => {
    const key = canonicalJson(columns);
    const known = bySchema.get(key);
    if (known !== undefined) return known;
    const bound = bindChecks(checks, { columns });
    const gate = { checks: bound, metrics: neededMetrics(bound) };
    bySchema.set(key, gate);
    return gate;
  };
}
