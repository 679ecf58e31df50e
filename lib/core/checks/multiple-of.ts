import { column as col, not } from '../sql/build.ts';
import { fail, ok } from '../values/result.ts';
import { textArgument } from './arguments.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { violationsMetric } from './metrics.ts';

export const multipleOf = defineCountingCheck<string>({
  kind: 'multipleOf',
  info: 'every number is a whole multiple of another',
  explanation:
    '`logicalTypeOptions.multipleOf`, in decimal arithmetic: 0.3 is a multiple of 0.1. Nulls are looked past; NaN, ' +
    'infinities and numbers too large for 38 digits are not multiples. A number is rounded to nine digits more than the ' +
    'divisor has after the point.',
  parse: (rule) => textArgument(rule, 'divisor'),
  violations: (divisor, column) => {
    if (!['integer', 'decimal', 'floating'].includes(column.type.kind)) {
      return fail(`column "${column.name}" is ${column.typeName}, and multipleOf needs a number`);
    }
    const floating = column.type.kind === 'floating';
    const term = { node: 'isMultipleOf', term: col(column.name), divisor, floating } as const;
    return ok(violationsMetric(column, not(term)));
  },
  what: (divisor) => `values that are not a multiple of ${divisor}`,
});
