import { defineAggregateCheck, ratioOfMetric, sumType, userAggregate } from './user-aggregate.ts';

export const sum = defineAggregateCheck({
  kind: 'sum',
  info: 'sum of a column or an expression',
  explanation:
    'A `sql` rule SELECT sum(x) FROM {object} [WHERE …]. Whole numbers and decimals are summed exactly over 38 digits, ' +
    'everything else as doubles. Without a value it is notEvaluated.',
  metrics: (query, schema) => [userAggregate(query, 'sum', sumType(query, schema))],
  value: (context, [metric]) => ratioOfMetric(context, metric),
});
