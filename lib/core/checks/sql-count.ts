import { countedRows, wantsFewer } from './failing.ts';
import { defineAggregateCheck, ratioOfMetric, userAggregate } from './user-aggregate.ts';

/** SELECT count(…) FROM {object} [WHERE …]: the commonest `sql` rule, part of the fused scan. */
export const sqlCount = defineAggregateCheck({
  kind: 'sql',
  info: 'a number that a query over the partition returns',
  explanation: '',
  shows: { noCell: true },
  metrics: (query) => [userAggregate(query, 'count')],
  failing: (query, thresholds) => {
    const where = wantsFewer(thresholds) ? countedRows(userAggregate(query, 'count')) : undefined;
    return where === undefined ? undefined : { where, columns: query.columns };
  },
  value: (context, [metric]) => ratioOfMetric(context, metric),
});
