import { aggregate, column as col } from '../sql/build.ts';
import type { Metric } from '../sql/metric.ts';
import type { SqlExpr } from '../sql/nodes.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { fail, ok } from '../values/result.ts';
import { scalarText } from '../values/scalar.ts';
import { beyond, numberBound } from './beyond.ts';
import { countOf, noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { type Extreme, noExtreme, readExtreme } from './extreme.ts';
import { findColumn, nullsMetric, rowMetric } from './metrics.ts';
import { ratioOf } from './ratio.ts';
import { describeThresholds, expectedOf, judgeThresholds } from './threshold.ts';

interface Length extends Extreme {
  readonly of: 'text' | 'list';
}

const extreme = ({ end, of }: Length, c: PhysicalColumn): Metric =>
  rowMetric(aggregate(end, { node: 'length', term: col(c.name), of }), [c.name]);

export const length = defineCheck<Length>({
  kind: 'length',
  info: 'texts and lists are neither too short nor too long',
  explanation:
    '`minLength` and `maxLength` count characters (code points), `minItems` and `maxItems` the elements of a list; ' +
    'both ends are inclusive. The measured value is the shortest (or longest) of the partition. Nulls are looked past.',
  shows: { noCell: true },
  parse: (rule, dataset) => {
    const extreme = readExtreme(rule, dataset);
    if (!extreme.ok) return extreme;
    return ok({ ...extreme.value, of: rule.arguments.of === 'list' ? 'list' : 'text' });
  },
  bind: (args, schema) => {
    const found = findColumn(schema, args.column);
    if (!found.ok) return found;
    const needed = args.of === 'list' ? 'list' : 'string';
    if (found.value.type.kind !== needed) {
      return fail(
        `column "${args.column}" is ${found.value.typeName}, and its length is that of a ${args.of}`,
      );
    }
    return ok([extreme(args, found.value), nullsMetric(found.value)]);
  },
  failing: ({ column, end, of, threshold }) => {
    const term: SqlExpr = { node: 'length', term: col(column), of };
    const limit = numberBound(threshold.values[0]);
    const where = limit === undefined ? undefined : beyond(term, threshold.op, limit);
    return where === undefined ? undefined : { where, worst: { term, end }, columns: [column] };
  },
  expected: ({ threshold }) => expectedOf([threshold]),
  judge: (args, context) => {
    const what = `${args.column}: ${args.end === 'min' ? 'shortest' : 'longest'} ${args.of}`;
    const found = findColumn(context.schema, args.column);
    const nulls = found.ok ? countOf(context, nullsMetric(found.value)) : undefined;
    if (!found.ok || nulls === undefined) return noValue(what);
    const value = context.metric(extreme(args, found.value));
    const counts = `${context.rows} rows, ${nulls} nulls`;
    const ratio = ratioOf(value);
    if (ratio === undefined) {
      if (nulls < context.rows) return noValue(what);
      return noExtreme(what, counts, nulls);
    }
    const { holds } = judgeThresholds([args.threshold], ratio);
    const items = args.of === 'list' ? 'items' : 'characters';
    return {
      result: holds ? 'passed' : 'failed',
      measured: value,
      unit: items,
      nulls: nulls.toString(),
      message: `${what} has ${scalarText(value)} ${items}, expected ${describeThresholds([args.threshold])} (${counts})`,
    };
  },
});
