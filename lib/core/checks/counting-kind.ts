import type { Issue } from '../contract/issue.ts';
import type { CheckKindName, Column, Rule, Threshold } from '../contract/model.ts';
import type { Metric } from '../sql/metric.ts';
import type { PhysicalColumn, PhysicalSchema } from '../sql/physical.ts';
import { ok, type Result } from '../values/result.ts';
import { columnOf } from './arguments.ts';
import type { Expectation } from './check-kind.ts';
import { countOf, judgeCount, NONE_ALLOWED, noValue } from './counting.ts';
import { type CheckDefinition, defineCheck } from './define.ts';
import { countedRows, wantsFewer } from './failing.ts';
import { findColumn, nullsMetric } from './metrics.ts';
import { expectedOf } from './threshold.ts';

/** A kind that counts the rows of one column against a rule: only what it counts differs. */
export interface CountingKind<Own> {
  readonly kind: CheckKindName;
  readonly info: string;
  readonly explanation: string;
  readonly parse: (rule: Rule, column: Column) => Result<Own, readonly Issue[]>;
  readonly violations: (own: Own, column: PhysicalColumn) => Result<Metric, string>;
  /** "delay outside the list": what is counted, after the column's name. */
  readonly what: (own: Own) => string;
  /** Nulls are counted by this kind itself, not looked past. */
  readonly ownsNulls?: boolean;
  /** Where the rule carries its own bound (a list, a pattern), what the verdict prints as expected. */
  readonly expected?: (own: Own) => Expectation;
}

interface Args<Own> {
  readonly column: string;
  readonly thresholds: readonly Threshold[];
  readonly unit: 'rows' | 'percent';
  readonly own: Own;
}

export function defineCountingCheck<Own>(kind: CountingKind<Own>): CheckDefinition {
  return defineCheck<Args<Own>>({
    kind: kind.kind,
    info: kind.info,
    explanation: kind.explanation,
    shows: { noCell: true },
    parse: (rule, dataset) => {
      const column = columnOf(rule, dataset);
      if (!column.ok) return column;
      const own = kind.parse(rule, column.value);
      if (!own.ok) return own;
      const thresholds = rule.thresholds.length === 0 ? NONE_ALLOWED : rule.thresholds;
      return ok({ column: column.value.physicalName, thresholds, unit: rule.unit ?? 'rows', own: own.value });
    },
    bind: (args, schema) => {
      const asked = metricsOf(kind, args, schema);
      return asked.ok ? ok([asked.value.violations, ...asked.value.nulls]) : asked;
    },
    failing: ({ column: name, thresholds, own }, schema) => {
      const column = findColumn(schema, name);
      const violations = column.ok ? kind.violations(own, column.value) : column;
      const where = violations.ok && wantsFewer(thresholds) ? countedRows(violations.value) : undefined;
      return where === undefined ? undefined : { where, columns: [name] };
    },
    expected: (args) => kind.expected?.(args.own) ?? expectedOf(args.thresholds),
    judge: (args, context) => {
      const what = `${args.column}: ${kind.what(args.own)}`;
      const asked = metricsOf(kind, args, context.schema);
      const count = asked.ok ? countOf(context, asked.value.violations) : undefined;
      if (!asked.ok || count === undefined) return noValue(what);
      const [nulls] = asked.value.nulls.map((m) => countOf(context, m));
      const { thresholds, unit } = args;
      return judgeCount({ count, base: context.rows, thresholds, unit, what, nulls });
    },
  });
}

/** What is counted, and the nulls beside it, unless the kind counts them itself. */
function metricsOf<Own>(
  kind: CountingKind<Own>,
  args: Args<Own>,
  schema: PhysicalSchema,
): Result<{ readonly violations: Metric; readonly nulls: readonly Metric[] }, string> {
  const column = findColumn(schema, args.column);
  if (!column.ok) return column;
  const violations = kind.violations(args.own, column.value);
  if (!violations.ok) return violations;
  return ok({ violations: violations.value, nulls: kind.ownsNulls ? [] : [nullsMetric(column.value)] });
}
