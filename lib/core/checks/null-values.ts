import { ok } from '../values/result.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { nullsMetric } from './metrics.ts';

export const nullValues = defineCountingCheck<null>({
  kind: 'nullValues',
  info: 'number or percent of nulls in a column',
  explanation:
    'Counts the rows whose column is null. `unit: percent` is a percent of all rows. Of no rows the measured value ' +
    'is 0. An empty text is not a null: list it in missingValues.',
  parse: () => ok(null),
  violations: (_, column) => ok(nullsMetric(column)),
  what: () => 'null values',
  ownsNulls: true,
});
