import { issue } from '../contract/issue.ts';
import { aggregate, column as col } from '../sql/build.ts';
import type { Metric } from '../sql/metric.ts';
import { compareDecimal, parseDecimal } from '../values/decimal.ts';
import { instantText, parseInstant } from '../values/instant.ts';
import { fail, ok } from '../values/result.ts';
import { NULL, timestamp } from '../values/scalar.ts';
import { textArgument } from './arguments.ts';
import { noValue } from './counting.ts';
import { type CheckDefinition, defineCheck } from './define.ts';
import { findColumn, rowMetric } from './metrics.ts';
import { unitMicros } from './time-unit.ts';

interface Freshness {
  readonly column: string;
  readonly limitMicros: bigint;
  /** As the contract says it: `2 h`. */
  readonly limit: string;
}

const newest = (name: string): Metric => rowMetric(aggregate('max', col(name)), [name]);

/** ODCS has two words for the same promise: the newest row is younger than so much. */
const ageCheck = (kind: 'freshness' | 'latency'): CheckDefinition =>
  defineCheck<Freshness>({
    kind,
    info: 'the newest row of the partition is recent enough',
    explanation:
      `The SLA \`${kind}\` with an element: the newest value of that column against asOf, which is the scheduled time ` +
      'or the end of the partition, whichever is earlier, never the wall clock: a backfilled day is judged as of that ' +
      'day. An age of exactly the limit fails. Of no rows, or no values, it fails. A date counts from its first ' +
      'instant: at the end of its own day it is one day old.',
    shows: { age: true },
    parse: (rule) => {
      const element = textArgument(rule, 'element');
      const value = textArgument(rule, 'value');
      const unit = textArgument(rule, 'unit');
      if (!element.ok) return element;
      if (!value.ok) return value;
      if (!unit.ok) return unit;
      const micros = unitMicros(unit.value);
      const amount = parseDecimal(value.value);
      if (
        micros === undefined ||
        amount === undefined ||
        compareDecimal(amount, { digits: 0n, scale: 0 }) < 0
      ) {
        const params = { rule: rule.id, value: value.value, unit: unit.value };
        return fail([issue('SLU-305', params, rule.at)]);
      }
      const limitMicros = (amount.digits * micros) / 10n ** BigInt(amount.scale);
      return ok({ column: element.value, limitMicros, limit: `${value.value} ${unit.value}` });
    },
    bind: ({ column }, schema) => {
      const found = findColumn(schema, column);
      if (!found.ok) return found;
      const { type, typeName } = found.value;
      if (type.kind === 'timestamp' || type.kind === 'date') return ok([newest(column)]);
      return fail(`column "${column}" is ${typeName}, and ${kind} needs a date or a timestamp`);
    },
    expected: ({ limit }) => ({ op: 'mustBeLessThan', value: limit }),
    judge: ({ column, limitMicros, limit }, { metric, asOf }) => {
      const value = metric(newest(column));
      const at = value.type === 'null' ? undefined : parseInstant(value.value);
      const now = parseInstant(asOf);
      if (now === undefined) return noValue(`${column}: newest row`);
      if (at === undefined) {
        return {
          result: 'failed',
          measured: NULL,
          message: `${column}: no newest row, expected one within ${limit}`,
        };
      }
      const holds = now - at < limitMicros;
      return {
        result: holds ? 'passed' : 'failed',
        measured: timestamp(instantText(at)),
        message: `${column}: newest row is of ${instantText(at)}, ${ageText(now - at)} before ${asOf}, expected less than ${limit}`,
      };
    },
  });

export const freshness = ageCheck('freshness');
export const latency = ageCheck('latency');

function ageText(micros: bigint): string {
  const minutes = Number(micros / 1_000_000n) / 60;
  if (minutes < 120) return `${Math.round(minutes * 10) / 10} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours * 10) / 10} h` : `${Math.round((hours / 24) * 10) / 10} d`;
}
