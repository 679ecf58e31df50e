import { defineAggregateCheck, ratioOfMetric, userAggregate } from './user-aggregate.ts';

export const min = defineAggregateCheck({
  kind: 'min',
  info: 'smallest value of a column or an expression',
  explanation:
    'A `sql` rule SELECT min(x) FROM {object} [WHERE …] over numbers. Without a value it is notEvaluated.',
  metrics: (query) => [userAggregate(query, 'min')],
  value: (context, [metric]) => ratioOfMetric(context, metric),
});
