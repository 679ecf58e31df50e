import { ok } from '../values/result.ts';
import { columnOf } from './arguments.ts';
import { judgeCount, NONE_ALLOWED, noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { bindKey, keyCountMetrics, readKeyCounts, repeatedRows } from './duplicates.ts';
import { expectedOf } from './threshold.ts';

export const unique = defineCheck<string>({
  kind: 'unique',
  info: 'no value of a column repeats',
  explanation:
    'A property with `unique: true` holds no value twice in a partition. Several nulls are no duplicates. The count ' +
    'is exact.',
  shows: { noCell: true },
  parse: (rule, dataset) => {
    const column = columnOf(rule, dataset);
    return column.ok ? ok(column.value.physicalName) : column;
  },
  bind: (column, schema) => {
    const key = bindKey(schema, [column]);
    return key.ok ? ok(keyCountMetrics(key.value)) : key;
  },
  failing: (column) => repeatedRows([column]),
  expected: () => expectedOf(NONE_ALLOWED),
  judge: (column, context) => {
    const what = `${column}: duplicate rows`;
    const counts = readKeyCounts(context, [column]);
    if (counts === undefined) return noValue(what);
    return judgeCount({
      count: counts.excess,
      base: counts.keyed,
      thresholds: NONE_ALLOWED,
      unit: 'rows',
      what,
    });
  },
});
