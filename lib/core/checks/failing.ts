import type { Threshold } from '../contract/model.ts';
import { and, isNotNull } from '../sql/build.ts';
import type { Metric } from '../sql/metric.ts';
import type { SqlExpr } from '../sql/nodes.ts';
import { parseDecimal } from '../values/decimal.ts';

/**
 * The rows of a partition that make a rule fail, said by the very expressions that count them: what a sample shows
 * and what was measured cannot disagree.
 */
export interface FailingRows {
  /** True of a row that fails by itself. */
  readonly where?: SqlExpr;
  /** A row fails whose key another row of the partition has too, of the rows that `among` is true of. */
  readonly repeats?: { readonly key: readonly string[]; readonly among: SqlExpr };
  /** The worst rows come first. */
  readonly worst?: { readonly term: SqlExpr; readonly end: 'min' | 'max' };
  /** What the rule looks at. */
  readonly columns: readonly string[];
}

/** The condition of a metric that counts rows; undefined where it counts all of them, or is no count. */
export function countedRows({ expr }: Metric): SqlExpr | undefined {
  if (expr?.node !== 'aggregate' || expr.fn !== 'count') return undefined;
  const present = expr.args.map(isNotNull);
  const terms = expr.where === undefined ? present : [expr.where, ...present];
  return terms.length === 0 ? undefined : and(...terms);
}

/** Rows that are counted are at fault only where a rule wants none of them, or fewer. */
export const wantsFewer = (thresholds: readonly Threshold[]): boolean =>
  thresholds.length > 0 &&
  thresholds.every(
    ({ op, values }) =>
      op === 'mustBeLessThan' || op === 'mustBeLessOrEqualTo' || (op === 'mustBe' && isZero(values[0])),
  );

const isZero = (text: string): boolean => parseDecimal(text)?.digits === 0n;
