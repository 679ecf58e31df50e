import { issue } from '../contract/issue.ts';
import type { Threshold } from '../contract/model.ts';
import type { Metric } from '../sql/metric.ts';
import { fail, ok } from '../values/result.ts';
import { noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { findColumn } from './metrics.ts';
import { ratioOf } from './ratio.ts';
import { expectedOf } from './threshold.ts';
import { judgeValue, kindsOf, readQuery } from './user-aggregate.ts';

interface OpaqueQuery {
  readonly metric: Metric;
  readonly written: string;
  readonly thresholds: readonly Threshold[];
  readonly unit: string | undefined;
}

/** Any other single SELECT: a scan of its own for each partition, listed in the plan with its price. */
export const sqlOpaque = defineCheck<OpaqueQuery>({
  kind: 'sql',
  info: 'a number that a query over the partition returns',
  explanation: '',
  parse: (rule) => {
    const query = readQuery(rule);
    if (!query.ok) return query;
    if (query.value.form !== 'opaque') {
      return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: 'query' }, rule.at)]);
    }
    const { sql, columns, read, tree } = query.value;
    const parsed = tree === undefined ? {} : { tree };
    const metric: Metric = { id: `query: ${sql}`, class: 'opaque', query: sql, columns, read, ...parsed };
    const written = String(rule.arguments.query).trim();
    return ok({ metric, written, thresholds: rule.thresholds, unit: rule.unit });
  },
  bind: ({ metric }, schema) => {
    const missing = metric.columns.map((c) => findColumn(schema, c)).flatMap((c) => (c.ok ? [] : [c.error]));
    return missing.length > 0 ? fail(missing.join('; ')) : ok([{ ...metric, kinds: kindsOf(schema) }]);
  },
  expected: ({ thresholds }) => expectedOf(thresholds),
  judge: ({ metric, written, thresholds, unit }, context) => {
    const measured = ratioOf(context.metric(metric));
    return measured === undefined ? noValue(written) : judgeValue(measured, thresholds, written, unit);
  },
});
