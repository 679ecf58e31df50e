import { issue } from '../contract/issue.ts';
import { column as col, matches, not, oneOf, or } from '../sql/build.ts';
import type { SqlExpr } from '../sql/nodes.ts';
import { compilePattern } from '../sql/pattern.ts';
import { fail, ok } from '../values/result.ts';
import type { Scalar } from '../values/scalar.ts';
import { listArgument } from './arguments.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { literalsFor, literalsIn } from './literals.ts';
import { violationsMetric } from './metrics.ts';
import { textOnly } from './text-column.ts';

interface InvalidValues {
  readonly valid: readonly Scalar[] | undefined;
  readonly pattern: string | undefined;
}

export const invalidValues = defineCountingCheck<InvalidValues>({
  kind: 'invalidValues',
  info: 'number or percent of values outside a list or a pattern',
  explanation:
    'Counts rows whose value is not in `arguments.validValues`, or does not match `arguments.pattern` (with both, ' +
    'either makes it invalid). Nulls are looked past: nullValues and required own them. NaN is invalid, and so is a ' +
    "cell of CSV or JSON that is no value of the column's type. `unit: percent` is a percent of all rows.",
  parse: (rule, { logicalType }) => {
    const values = listArgument(rule, 'validValues');
    const text = rule.arguments.pattern;
    const compiled = typeof text === 'string' ? compilePattern(text) : undefined;
    if (compiled && !compiled.ok) {
      return fail([
        issue('SLU-303', { rule: rule.id, pattern: String(text), why: compiled.error.why }, rule.at),
      ]);
    }
    if (values === undefined && compiled === undefined) {
      return fail([issue('SLU-304', { rule: rule.id }, rule.at)]);
    }
    return ok({
      valid: values === undefined ? undefined : literalsFor(values, logicalType),
      pattern: compiled?.value.re2,
    });
  },
  violations: ({ valid, pattern }, column) => {
    const bad: SqlExpr[] = [];
    if (valid !== undefined) {
      const listed = literalsIn(column, valid);
      if (!listed.ok) return listed;
      bad.push(not(oneOf(col(column.name), listed.value, column.type)));
    }
    if (pattern !== undefined) {
      const text = textOnly(column, 'a pattern');
      if (!text.ok) return text;
      bad.push(not(matches(col(column.name), pattern)));
    }
    return ok(violationsMetric(column, or(...bad)));
  },
  what: () => 'invalid values',
});
