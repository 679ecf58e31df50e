import { defineAggregateCheck, extremeType, ratioOfMetric, userAggregate } from './user-aggregate.ts';

export const max = defineAggregateCheck({
  kind: 'max',
  info: 'largest value of a column or an expression',
  explanation:
    'A `sql` rule SELECT max(x) FROM {object} [WHERE …] over numbers. Without a value it is notEvaluated.',
  metrics: (query) => [userAggregate(query, 'max', extremeType(query))],
  value: (context, [metric]) => ratioOfMetric(context, metric),
});
