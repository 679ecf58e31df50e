import { defineAggregateCheck, ratioOfMetric, userAggregate } from './user-aggregate.ts';

export const distinctCount = defineAggregateCheck({
  kind: 'distinctCount',
  info: 'number of distinct values of a column or an expression',
  explanation:
    'A `sql` rule SELECT count(DISTINCT x) FROM {object} [WHERE …]. Nulls are not counted; the count is exact.',
  shows: { noCell: true },
  metrics: (query) => [userAggregate(query, 'countDistinct')],
  value: (context, [metric]) => ratioOfMetric(context, metric),
});
