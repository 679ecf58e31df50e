import type { Issue } from '../contract/issue.ts';
import type { Dataset, Rule } from '../contract/model.ts';
import type { Metric } from '../sql/metric.ts';
import type { PhysicalSchema } from '../sql/physical.ts';
import { ok, type Result } from '../values/result.ts';
import type { CheckKind, Expectation, JudgeContext, Judged, Shown } from './check-kind.ts';
import type { FailingRows } from './failing.ts';

/** A kind whose arguments are closed over, so that all kinds stand in one table without a cast. */
export interface CheckDefinition {
  readonly kind: CheckKind<unknown>['kind'];
  readonly info: string;
  readonly explanation: string;
  readonly shows: Shown;
  readonly prepare: (rule: Rule, dataset: Dataset) => Result<PreparedCheck, readonly Issue[]>;
}

export interface PreparedCheck {
  readonly rule: Rule;
  readonly kind: CheckKind<unknown>['kind'];
  readonly shows: Shown;
  readonly expected: Expectation | readonly Expectation[];
  readonly bind: (schema: PhysicalSchema) => Result<BoundCheck, string>;
}

export interface BoundCheck {
  readonly metrics: readonly Metric[];
  readonly judge: (context: JudgeContext) => Judged;
  /** Undefined where no single row is at fault. */
  readonly failing: () => FailingRows | undefined;
}

export function defineCheck<Args>(kind: CheckKind<Args>): CheckDefinition {
  return {
    kind: kind.kind,
    info: kind.info,
    explanation: kind.explanation,
    shows: kind.shows ?? {},
    prepare: (rule, dataset) => {
      const parsed = kind.parse(rule, dataset);
      if (!parsed.ok) return parsed;
      const args = parsed.value;
      return ok({
        rule,
        kind: kind.kind,
        shows: kind.shows ?? {},
        expected: kind.expected(args),
        bind: (schema) => {
          const metrics = kind.bind(args, schema);
          if (!metrics.ok) return metrics;
          return ok({
            metrics: metrics.value,
            judge: (context: JudgeContext) => kind.judge(args, context),
            failing: () => kind.failing?.(args, schema),
          });
        },
      });
    },
  };
}
