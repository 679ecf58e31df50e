import { ok } from '../values/result.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { nullsMetric } from './metrics.ts';

export const required = defineCountingCheck<null>({
  kind: 'required',
  info: 'no null in a column that the contract requires',
  explanation:
    'A property with `required: true` may hold no null. An empty text is a value, not a null; NaN is a value too. ' +
    'Of no rows it passes: rowCount owns emptiness.',
  parse: () => ok(null),
  violations: (_, column) => ok(nullsMetric(column)),
  what: () => 'null values',
  ownsNulls: true,
});
