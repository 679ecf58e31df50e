import { column as col, not, oneOf } from '../sql/build.ts';
import { ok } from '../values/result.ts';
import { type Scalar, scalarText } from '../values/scalar.ts';
import { listArgument } from './arguments.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { literalsFor, literalsIn } from './literals.ts';
import { violationsMetric } from './metrics.ts';

export const enumeration = defineCountingCheck<readonly Scalar[]>({
  kind: 'enum',
  info: 'every value is one of the list in the contract',
  explanation:
    'ODCS 3.2 `enum`: every non-null value equals one of the listed values. Nulls are looked past; NaN is outside ' +
    'every list.',
  parse: (rule, { logicalType }) => ok(literalsFor(listArgument(rule, 'values') ?? [], logicalType)),
  violations: (values, column) => {
    const listed = literalsIn(column, values);
    return listed.ok
      ? ok(violationsMetric(column, not(oneOf(col(column.name), listed.value, column.type))))
      : listed;
  },
  what: () => 'values outside the list',
  expected: (values) => ({ op: 'oneOf', value: values.map(scalarText) }),
});
