import { column as col, countIf, oneOf, or, textOf } from '../sql/build.ts';
import { ok } from '../values/result.ts';
import type { Scalar } from '../values/scalar.ts';
import { listArgument } from './arguments.ts';
import { defineCountingCheck } from './counting-kind.ts';
import { literalsFor, literalsIn } from './literals.ts';
import { isNullIn, rowMetric } from './metrics.ts';

interface MissingValues {
  readonly listed: readonly Scalar[];
  /** The same as text: of CSV and JSON the cell is compared as it stands in the file. */
  readonly texts: readonly Scalar[];
}

export const missingValues = defineCountingCheck<MissingValues>({
  kind: 'missingValues',
  info: 'number or percent of values that stand for "missing"',
  explanation:
    'Counts nulls, always, and the values listed in `arguments.missingValues` (an empty text, "N/A", -1). ' +
    '`unit: percent` is a percent of all rows.',
  parse: (rule, { logicalType }) => {
    const values = listArgument(rule, 'missingValues') ?? [];
    return ok({
      listed: literalsFor(values, logicalType),
      texts: literalsFor(values, 'string'),
    });
  },
  violations: ({ listed, texts }, column) => {
    if (texts.length === 0) return ok(rowMetric(countIf(isNullIn(column)), [column.name]));
    const found = column.from === 'text' ? ok(texts) : literalsIn(column, listed);
    if (!found.ok) return found;
    const as = column.from === 'text' ? [] : [column.type];
    const term = column.from === 'text' ? textOf(column.name) : col(column.name);
    return ok(rowMetric(countIf(or(isNullIn(column), oneOf(term, found.value, ...as))), [column.name]));
  },
  what: () => 'missing values',
  ownsNulls: true,
});
