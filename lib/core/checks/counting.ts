import type { Threshold } from '../contract/model.ts';
import type { Metric } from '../sql/metric.ts';
import { NULL, scalarText } from '../values/scalar.ts';
import type { JudgeContext, Judged } from './check-kind.ts';
import { percentOf, ratioScalar, whole } from './ratio.ts';
import { describeThresholds, judgeThresholds } from './threshold.ts';

/** At most no violation: the threshold of rules that carry none. */
export const NONE_ALLOWED: readonly Threshold[] = [{ op: 'mustBe', values: ['0'] }];

export interface Counting {
  readonly count: bigint;
  /** What a percent is a percent of, and what a message counts against. */
  readonly base: bigint;
  readonly thresholds: readonly Threshold[];
  readonly unit: 'rows' | 'percent';
  /** What was counted, in words: "rows without delay". */
  readonly what: string;
  readonly nulls?: bigint | undefined;
}

/** Judges a number of rows, or its percent of a base, and says it in one sentence. */
export function judgeCount({ count, base, thresholds, unit, what, nulls }: Counting): Judged {
  const measured = unit === 'percent' ? percentOf(count, base) : whole(count);
  const { holds, onBound } = judgeThresholds(thresholds, measured);
  const number = ratioScalar(measured);
  const sign = unit === 'percent' ? ' %' : '';
  const said =
    unit === 'percent' ? `${scalarText(number)} % (${count} of ${base} rows)` : `${count} of ${base} rows`;
  const notes = [base === 0n ? '0 rows' : '', onBound ? 'exactly on a bound' : ''].filter((n) => n !== '');
  return {
    result: holds ? 'passed' : 'failed',
    measured: number,
    unit,
    ...(nulls === undefined ? {} : { nulls: nulls.toString() }),
    message: `${what}: ${said}, expected ${describeThresholds(thresholds, sign)}${notes.map((n) => `; ${n}`).join('')}`,
  };
}

/** A count metric as a bigint; undefined where the engine gave no number. */
export function countOf(context: JudgeContext, metric: Metric): bigint | undefined {
  const value = context.metric(metric);
  return value.type === 'integer' ? BigInt(value.value) : undefined;
}

export const noValue = (what: string): Judged => ({
  result: 'notEvaluated',
  measured: NULL,
  message: `${what}: no value`,
});
