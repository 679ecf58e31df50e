import type { Threshold } from '../contract/model.ts';
import { aggregate, and, column as col, isNotNull, not } from '../sql/build.ts';
import type { Metric } from '../sql/metric.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { parseDecimal } from '../values/decimal.ts';
import { parseInstant } from '../values/instant.ts';
import { fail, ok } from '../values/result.ts';
import { double, integer, type Scalar, scalarText } from '../values/scalar.ts';
import { inPrecisionOf, outside } from './beyond.ts';
import type { Judged } from './check-kind.ts';
import { countOf, noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { type Extreme, noExtreme, readExtreme } from './extreme.ts';
import { findColumn, nanMetric, nullsMetric, rowMetric } from './metrics.ts';
import { type Ratio, ratioOf } from './ratio.ts';
import { describeThresholds, expectedOf, judgeThresholds } from './threshold.ts';

const NUMERIC = ['integer', 'decimal', 'floating'];
const IN_TIME = ['date', 'timestamp'];
const ORDERED = [...NUMERIC, 'date', 'timestamp', 'time', 'string'];

/** The extreme that decides: of doubles the NaNs are counted apart, because engines order them differently. */
function extreme(end: 'min' | 'max', c: PhysicalColumn): Metric {
  const value = col(c.name);
  const numbersOnly = { where: and(isNotNull(value), not({ node: 'isNan', term: value })) };
  return rowMetric(aggregate(end, value, c.type.kind === 'floating' ? numbersOnly : {}), [c.name]);
}

export const range = defineCheck<Extreme>({
  kind: 'range',
  info: 'values stay at or above a minimum, at or below a maximum',
  explanation:
    '`minimum` and `maximum` are inclusive, `exclusiveMinimum` and `exclusiveMaximum` are open ends. The measured ' +
    'value is the smallest (or largest) value of the partition. Nulls are looked past; NaN is outside every range. ' +
    'Dates and timestamps are compared as instants in UTC.',
  parse: readExtreme,
  bind: ({ column, end, threshold: { values } }, schema) => {
    const [bound] = values;
    const found = findColumn(schema, column);
    if (!found.ok) return found;
    const c = found.value;
    if (!ORDERED.includes(c.type.kind))
      return fail(`column "${column}" is ${c.typeName}, which has no order`);
    if (NUMERIC.includes(c.type.kind) && parseDecimal(bound) === undefined) {
      return fail(`column "${column}" is ${c.typeName}, and the bound ${bound} is no number`);
    }
    if (IN_TIME.includes(c.type.kind) && parseInstant(bound) === undefined) {
      return fail(`column "${column}" is ${c.typeName}, and the bound ${bound} is no point in time`);
    }
    const metrics = [extreme(end, c), nullsMetric(c)];
    return ok(c.type.kind === 'floating' ? [...metrics, nanMetric(c)] : metrics);
  },
  failing: ({ column, end, threshold }, schema) => {
    const found = findColumn(schema, column);
    const where = found.ok ? outside(found.value, threshold) : undefined;
    return where === undefined ? undefined : { where, worst: { term: col(column), end }, columns: [column] };
  },
  expected: ({ threshold }) => expectedOf([threshold]),
  judge: ({ column, end, threshold }, context): Judged => {
    const found = findColumn(context.schema, column);
    const what = `${column}: ${end === 'min' ? 'smallest' : 'largest'} value`;
    if (!found.ok) return noValue(what);
    const nulls = countOf(context, nullsMetric(found.value));
    const nans = found.value.type.kind === 'floating' ? countOf(context, nanMetric(found.value)) : 0n;
    if (nulls === undefined || nans === undefined) return noValue(what);
    const value = nans > 0n ? double(Number.NaN) : context.metric(extreme(end, found.value));
    const counts = `${context.rows} rows, ${nulls} nulls`;
    const expected = describeThresholds([threshold]);
    if (value.type === 'null') {
      // A column without a value holds no value outside the range, unless rows that are not null gave none.
      if (found.value.from !== 'text' && nulls < context.rows) return noValue(what);
      return noExtreme(what, counts, nulls);
    }
    const { holds } = judgeThresholds(
      comparable({ op: threshold.op, values: [inPrecisionOf(found.value, threshold.values[0])] }, value),
      comparableRatio(value, threshold.values[0], IN_TIME.includes(found.value.type.kind)),
    );
    return {
      result: holds ? 'passed' : 'failed',
      measured: value,
      nulls: nulls.toString(),
      message: `${what} is ${scalarText(value)}, expected ${expected} (${counts}${nans > 0n ? `, ${nans} NaN` : ''})`,
    };
  },
});

/** Instants as microseconds, other texts by code point: both become numbers that a threshold can compare. */
function comparable(threshold: Threshold, value: Scalar): readonly Threshold[] {
  if (value.type !== 'timestamp' && value.type !== 'string') return [threshold];
  return [{ op: threshold.op, values: ['0'] }];
}

function comparableRatio(value: Scalar, bound: string, inTime: boolean): Ratio {
  if (value.type === 'timestamp' || value.type === 'string') {
    if (inTime && /^-?infinity$/.test(value.value)) {
      return { exact: false, value: value.value.startsWith('-') ? -Infinity : Infinity };
    }
    const [a, b] = [parseInstant(value.value), parseInstant(bound)];
    if ((inTime || value.type === 'timestamp') && a !== undefined && b !== undefined)
      return ratioOf(integer(a - b)) ?? NOT_A_NUMBER;
    if (inTime || value.type === 'timestamp') return NOT_A_NUMBER;
    return ratioOf(integer(Buffer.compare(Buffer.from(value.value), Buffer.from(bound)))) ?? NOT_A_NUMBER;
  }
  return ratioOf(value) ?? NOT_A_NUMBER;
}

const NOT_A_NUMBER: Ratio = { exact: false, value: Number.NaN };
