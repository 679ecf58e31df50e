import type { Threshold } from '../contract/model.ts';
import { ok } from '../values/result.ts';
import { integer } from '../values/scalar.ts';
import { defineCheck } from './define.ts';
import { rowCountMetric } from './metrics.ts';
import { whole } from './ratio.ts';
import { describeThresholds, expectedOf, judgeThresholds } from './threshold.ts';

export const rowCount = defineCheck<readonly Threshold[]>({
  kind: 'rowCount',
  info: 'number of rows of a partition',
  explanation:
    'Counts the rows of each partition. An expected partition that has no rows, or no files at all, measures 0; ' +
    'where the contract skips missing partitions (`sluice.onMissingPartition: skip`) one without files is left out.',
  shows: { noCell: true },
  parse: (rule) => ok(rule.thresholds),
  bind: () => ok([rowCountMetric]),
  expected: (thresholds) => expectedOf(thresholds),
  judge: (thresholds, { rows }) => {
    const { holds, onBound } = judgeThresholds(thresholds, whole(rows));
    return {
      result: holds ? 'passed' : 'failed',
      measured: integer(rows),
      unit: 'rows',
      message: `${rows} rows, expected ${describeThresholds(thresholds)}${onBound ? '; exactly on a bound' : ''}`,
    };
  },
});
