import type { Metric } from '../sql/metric.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import { fail, ok, type Result } from '../values/result.ts';
import type { JudgeContext } from './check-kind.ts';
import { countOf } from './counting.ts';
import type { FailingRows } from './failing.ts';
import { findColumn, keyMetrics } from './metrics.ts';

/** Binding and reading of the excess rows of a key, shared by duplicateValues and unique. */
export interface KeyCounts {
  /** Rows minus distinct keys, wholly null keys left out: of A,A,A,B,B,C three. */
  readonly excess: bigint;
  readonly keyed: bigint;
}

export function bindKey(schema: PhysicalSchema, names: readonly string[]): Result<readonly string[], string> {
  const missing = names.map((n) => findColumn(schema, n)).flatMap((f) => (f.ok ? [] : [f.error]));
  return missing.length > 0 ? fail(missing.join('; ')) : ok(names);
}

export function keyCountMetrics(names: readonly string[]): readonly Metric[] {
  const { keyed, distinct } = keyMetrics(names);
  return [keyed, distinct];
}

/** Every row of a key that repeats: which one of them is the excess, nobody can say. */
export const repeatedRows = (names: readonly string[]): FailingRows => ({
  repeats: { key: names, among: keyMetrics(names).among },
  columns: names,
});

export function readKeyCounts(context: JudgeContext, names: readonly string[]): KeyCounts | undefined {
  const columns = bindKey(context.schema, names);
  if (!columns.ok) return undefined;
  const metrics = keyMetrics(columns.value);
  const keyed = countOf(context, metrics.keyed);
  const distinct = countOf(context, metrics.distinct);
  return keyed === undefined || distinct === undefined ? undefined : { excess: keyed - distinct, keyed };
}
