import { issue } from '../contract/issue.ts';
import type { Threshold } from '../contract/model.ts';
import { fail, ok } from '../values/result.ts';
import { listArgument } from './arguments.ts';
import { judgeCount, noValue } from './counting.ts';
import { defineCheck } from './define.ts';
import { bindKey, keyCountMetrics, readKeyCounts, repeatedRows } from './duplicates.ts';
import { wantsFewer } from './failing.ts';
import { expectedOf } from './threshold.ts';

interface DuplicateValues {
  readonly columns: readonly string[];
  readonly thresholds: readonly Threshold[];
  readonly unit: 'rows' | 'percent';
}

export const duplicateValues = defineCheck<DuplicateValues>({
  kind: 'duplicateValues',
  info: 'number or percent of rows that repeat a key',
  explanation:
    'Counts excess rows: rows minus distinct keys, so A,A,A,B,B,C has 3. Several columns (`arguments.properties`) ' +
    'make one key, in which nulls compare equal; rows whose key is wholly null are left out. `unit: percent` is a ' +
    'percent of the rows whose key is not wholly null. The count is exact.',
  shows: { noCell: true },
  parse: (rule) => {
    const listed = listArgument(rule, 'properties')?.filter((p) => typeof p === 'string') ?? [];
    const columns = listed.length > 0 ? listed : rule.column === undefined ? [] : [rule.column];
    if (columns.length === 0) {
      return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: 'properties' }, rule.at)]);
    }
    return ok({ columns, thresholds: rule.thresholds, unit: rule.unit ?? 'rows' });
  },
  bind: ({ columns }, schema) => {
    const key = bindKey(schema, columns);
    return key.ok ? ok(keyCountMetrics(key.value)) : key;
  },
  failing: ({ columns, thresholds }) => (wantsFewer(thresholds) ? repeatedRows(columns) : undefined),
  expected: ({ thresholds }) => expectedOf(thresholds),
  judge: ({ columns, thresholds, unit }, context) => {
    const what = `(${columns.join(', ')}): duplicate rows`;
    const counts = readKeyCounts(context, columns);
    if (counts === undefined) return noValue(what);
    return judgeCount({ count: counts.excess, base: counts.keyed, thresholds, unit, what });
  },
});
