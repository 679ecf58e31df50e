import type { Column } from '../contract/model.ts';
import { aggregate, countIf, textOf } from '../sql/build.ts';
import { matchType } from '../sql/logical-type.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { ok } from '../values/result.ts';
import { integer, scalarText, string } from '../values/scalar.ts';
import { columnOf } from './arguments.ts';
import { countOf, noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { findColumn, isUnconvertible, rowMetric } from './metrics.ts';

const unconvertible = (c: PhysicalColumn) => rowMetric(countIf(isUnconvertible(c)), [c.name]);
const example = (c: PhysicalColumn) =>
  rowMetric(aggregate('min', textOf(c.name), { where: isUnconvertible(c) }), [c.name]);

const declaredName = (c: Column): string => c.physicalType ?? c.logicalType ?? 'any type';

export const columnType = defineCheck<Column>({
  kind: 'columnType',
  info: 'a column has the type that the contract declares',
  explanation:
    "The declared type against the files' own footers: integer takes any whole-number type, number also decimals " +
    'and floating point; a physicalType, where the engine knows it, is compared exactly. A timestamp with a zone ' +
    'against one without is a warning. Cells of CSV and JSON are converted: the rule counts those that do not ' +
    'convert and shows one.',
  parse: (rule, dataset) => columnOf(rule, dataset),
  bind: (declared, schema) => {
    const column = findColumn(schema, declared.physicalName);
    if (!column.ok) return column;
    return ok(column.value.from === 'text' ? [unconvertible(column.value), example(column.value)] : []);
  },
  expected: (declared) => ({ op: 'type', value: declaredName(declared) }),
  judge: (declared, context) => {
    const name = declared.physicalName;
    const column = findColumn(context.schema, name);
    if (!column.ok) return noValue(name);
    if (column.value.from === 'text') {
      const count = countOf(context, unconvertible(column.value));
      if (count === undefined) return noValue(name);
      const shown = scalarText(context.metric(example(column.value)));
      return {
        result: count === 0n ? 'passed' : 'failed',
        measured: integer(count),
        unit: 'rows',
        message:
          count === 0n
            ? `${name}: every cell is ${declaredName(declared)}`
            : `${name}: ${count} of ${context.rows} cells are not ${declaredName(declared)}, such as "${shown}"`,
      };
    }
    const match = matchType(declared, column.value.type);
    const measured = string(column.value.typeName);
    if (match === 'matches') {
      return { result: 'passed', measured, message: `${name}: ${column.value.typeName}` };
    }
    if (match === 'zone') {
      const message = `${name}: ${column.value.typeName}, declared ${declaredName(declared)}: they differ in the time zone`;
      return { result: 'warned', measured, message };
    }
    return { result: 'failed', measured, message: `${name}: ${match.actual}, expected ${match.expected}` };
  },
});
