import { countOf } from './counting.ts';
import { ratioOf } from './ratio.ts';
import { defineAggregateCheck, sumType, userAggregate } from './user-aggregate.ts';

export const mean = defineAggregateCheck({
  kind: 'mean',
  info: 'mean of a column or an expression',
  explanation:
    'A `sql` rule SELECT avg(x) FROM {object} [WHERE …]. The engine returns the sum and the number of non-null values; ' +
    'the division is done here, exactly for whole numbers and decimals. Without a value it is notEvaluated.',
  metrics: (query, schema) => [
    userAggregate(query, 'sum', sumType(query, schema)),
    userAggregate(query, 'count'),
  ],
  value: (context, [sum, count]) => {
    const rows = count && countOf(context, count);
    return sum && rows ? ratioOf(context.metric(sum), rows) : undefined;
  },
});
