import { type Issue, issue } from '../contract/issue.ts';
import type { Dataset, Rule, Threshold } from '../contract/model.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { NULL } from '../values/scalar.ts';
import { columnOf } from './arguments.ts';
import type { Judged } from './check-kind.ts';

/** One bound of a column's values or lengths; the extreme at its end decides it for all rows. */
export interface Extreme {
  readonly column: string;
  /** A lower bound looks at the smallest value, an upper bound at the largest. */
  readonly end: 'min' | 'max';
  readonly threshold: Threshold;
}

export function readExtreme(rule: Rule, dataset: Dataset): Result<Extreme, readonly Issue[]> {
  const column = columnOf(rule, dataset);
  if (!column.ok) return column;
  const [threshold] = rule.thresholds;
  if (threshold === undefined) {
    return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: 'threshold' }, rule.at)]);
  }
  const end = threshold.op.startsWith('mustBeGreater') ? 'min' : 'max';
  return ok({ column: column.value.physicalName, end, threshold });
}

/** A column without a value holds none on the wrong side of a bound. */
export const noExtreme = (what: string, counts: string, nulls: bigint): Judged => ({
  result: 'passed',
  measured: NULL,
  nulls: nulls.toString(),
  message: `${what}: no value (${counts})`,
});
