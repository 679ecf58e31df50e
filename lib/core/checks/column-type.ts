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
import { matchNested } from './nested-types.ts';

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
    'against one without is a warning. Members of objects and items of arrays are compared as well, all the way ' +
    'down; where the data does not say what it holds inside (maps, CSV, JSON), that is a warning. Cells of CSV and ' +
    'JSON are converted: the rule counts those that do not convert and shows one.',
  shows: { columns: true },
  parse: (rule, dataset) => columnOf(rule, dataset),
  bind: (declared, schema) => {
    const column = findColumn(schema, declared.physicalName);
    if (!column.ok) return column;
    return ok(column.value.from === 'text' ? [unconvertible(column.value), example(column.value)] : []);
  },
  failing: ({ physicalName: name }, schema) => {
    const column = findColumn(schema, name);
    if (!column.ok || column.value.from !== 'text') return undefined;
    return { where: isUnconvertible(column.value), columns: [name] };
  },
  expected: (declared) => ({ op: 'type', value: declaredName(declared) }),
  judge: (declared, context) => {
    const name = declared.physicalName;
    const column = findColumn(context.schema, name);
    if (!column.ok) return noValue(name);
    if (column.value.from === 'text') {
      const count = countOf(context, unconvertible(column.value));
      if (count === undefined) return noValue(name);
      const { unchecked } = matchNested(declared, column.value.type, name);
      const shown = scalarText(context.metric(example(column.value)));
      return {
        result: count > 0n ? 'failed' : unchecked.length > 0 ? 'warned' : 'passed',
        measured: integer(count),
        unit: 'rows',
        message:
          count === 0n
            ? `${name}: every cell is ${declaredName(declared)}${uncheckedNote(unchecked)}`
            : `${name}: ${count} of ${context.rows} cells are not ${declaredName(declared)}, such as "${shown}"`,
      };
    }
    const match = matchType(declared, column.value.type);
    const measured = string(column.value.typeName);
    const nested = matchNested(declared, column.value.type, name);
    if (match === 'matches' && nested.broken.length > 0) {
      return { result: 'failed', measured, message: nested.broken.join('; ') };
    }
    if (match === 'matches') {
      const message = `${name}: ${column.value.typeName}${uncheckedNote(nested.unchecked)}`;
      return { result: nested.unchecked.length > 0 ? 'warned' : 'passed', measured, message };
    }
    if (match === 'zone') {
      const message = `${name}: ${column.value.typeName}, declared ${declaredName(declared)}: they differ in the time zone`;
      return { result: 'warned', measured, message };
    }
    return { result: 'failed', measured, message: `${name}: ${match.actual}, expected ${match.expected}` };
  },
});

const uncheckedNote = (paths: readonly string[]): string =>
  paths.length === 0 ? '' : `; what is inside is not checked: ${paths.join(', ')}`;
