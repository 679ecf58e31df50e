import { issue } from '../contract/issue.ts';
import { and, column as col, countDistinct, countIf, isNotNull, not } from '../sql/build.ts';
import type { Metric } from '../sql/metric.ts';
import type { SqlExpr } from '../sql/nodes.ts';
import { fail, ok } from '../values/result.ts';
import { listArgument } from './arguments.ts';
import { countOf, judgeCount, NONE_ALLOWED, noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { bindKey } from './duplicates.ts';
import { rowMetric } from './metrics.ts';
import { expectedOf } from './threshold.ts';

const isWhole = (names: readonly string[]): SqlExpr => and(...names.map((n) => isNotNull(col(n))));

/** Rows with a whole key, and the distinct keys among them. */
function keyMetrics(names: readonly string[]): { readonly whole: Metric; readonly distinct: Metric } {
  const among = isWhole(names);
  const distinct = countDistinct(names.map(col), among);
  return { whole: rowMetric(countIf(among), names), distinct: rowMetric(distinct, names) };
}

export const primaryKey = defineCheck<readonly string[]>({
  kind: 'primaryKey',
  info: 'the key columns are never null and never repeat',
  explanation:
    'The properties with `primaryKey: true` together identify a row: a row that has a null in any of them violates ' +
    'the rule, and so does every excess row of a key that repeats. The measured value is the number of both.',
  shows: { noCell: true },
  parse: (rule) => {
    const columns = listArgument(rule, 'columns')?.filter((c) => typeof c === 'string') ?? [];
    if (columns.length > 0) return ok(columns);
    return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: 'columns' }, rule.at)]);
  },
  bind: (names, schema) => {
    const columns = bindKey(schema, names);
    if (!columns.ok) return columns;
    const { whole, distinct } = keyMetrics(columns.value);
    return ok([whole, distinct]);
  },
  failing: (names) => {
    const among = isWhole(names);
    return { where: not(among), repeats: { key: names, among }, columns: names };
  },
  expected: () => expectedOf(NONE_ALLOWED),
  judge: (names, context) => {
    const what = `(${names.join(', ')}): rows without a key of their own`;
    const columns = bindKey(context.schema, names);
    if (!columns.ok) return noValue(what);
    const metrics = keyMetrics(columns.value);
    const whole = countOf(context, metrics.whole);
    const distinct = countOf(context, metrics.distinct);
    if (whole === undefined || distinct === undefined) return noValue(what);
    const incomplete = context.rows - whole;
    const judged = judgeCount({
      count: incomplete + (whole - distinct),
      base: context.rows,
      thresholds: NONE_ALLOWED,
      unit: 'rows',
      what,
    });
    if (judged.result === 'passed') return judged;
    return {
      ...judged,
      message: `${judged.message} (${incomplete} with a null, ${whole - distinct} repeated)`,
    };
  },
});
