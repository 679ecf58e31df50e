import type { Issue } from '../contract/issue.ts';
import type { CheckKindName, Dataset, Rule } from '../contract/model.ts';
import type { Metric } from '../sql/metric.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import type { Result } from '../values/result.ts';
import type { Scalar } from '../values/scalar.ts';
import type { FailingRows } from './failing.ts';

/**
 * One kind of check: how its rule is read, what it asks of the data, what the numbers mean. Planner and judge
 * never look at a kind's name; they ask it. Adding a kind is this file's interface in one file of its own,
 * one line in `index.ts`, one case.
 */
export interface CheckKind<Args> {
  readonly kind: CheckKindName;
  /** One line, for lists. */
  readonly info: string;
  /** What it means, for `sluice explain`: nulls, bounds, base of a percent. */
  readonly explanation: string;
  parse(rule: Rule, dataset: Dataset): Result<Args, readonly Issue[]>;
  /** What reports have to know of its results; what is not said is the careful answer. */
  readonly shows?: Shown;
  /** Against the columns that are really there: the metrics it needs, or why it cannot be evaluated. */
  bind(args: Args, schema: PhysicalSchema): Result<readonly Metric[], string>;
  /** Of a kind that single rows break: which rows; left out by kinds that speak of a partition as a whole. */
  failing?(args: Args, schema: PhysicalSchema): FailingRows | undefined;
  /** What the verdict prints as expected. */
  expected(args: Args): Expectation | readonly Expectation[];
  judge(args: Args, context: JudgeContext): Judged;
}

export interface Shown {
  /** How many, or whether, and never a cell. Where it is not said, results are masked of a column that must not be seen. */
  readonly noCell?: boolean;
  /** What columns the files have: no number of the data. */
  readonly columns?: boolean;
  /** An instant that is read as an age, in the unit of the limit. */
  readonly age?: boolean;
}

export interface Expectation {
  readonly op: Rule['thresholds'][number]['op'] | 'type' | 'present' | 'oneOf' | 'matches';
  readonly value: string | readonly string[];
}

export interface JudgeContext {
  readonly schema: PhysicalSchema;
  /** The instant as of which freshness is judged, ISO 8601 UTC. */
  readonly asOf: string;
  /** Rows of the partition. */
  readonly rows: bigint;
  /** The measured value of a metric that `bind` asked for; null where the engine gave none. */
  metric(metric: Metric): Scalar;
}

export interface Judged {
  readonly result: 'passed' | 'failed' | 'warned' | 'notEvaluated' | 'notApplicable';
  readonly measured: Scalar;
  readonly unit?: string;
  /** Nulls of the column, where the check looked past them. */
  readonly nulls?: string;
  /** One sentence with expected and measured. */
  readonly message: string;
}
