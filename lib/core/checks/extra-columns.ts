import { ok } from '../values/result.ts';
import { integer } from '../values/scalar.ts';
import { listArgument } from './arguments.ts';
import { NONE_ALLOWED } from './counting.ts';
import { defineCheck } from './define.ts';
import { expectedOf } from './threshold.ts';

export const extraColumns = defineCheck<readonly string[]>({
  kind: 'extraColumns',
  info: 'the data has no column that the contract does not name',
  explanation:
    'Columns that no property names are a warning; with `sluice.extraColumns: reject` they fail the schema. The ' +
    'order of columns is ignored.',
  shows: { noCell: true, columns: true },
  parse: (rule) => ok(listArgument(rule, 'columns')?.filter((c) => typeof c === 'string') ?? []),
  bind: () => ok([]),
  expected: () => expectedOf(NONE_ALLOWED),
  judge: (declared, { schema }) => {
    const extra = schema.columns.filter((c) => !declared.includes(c.name)).map((c) => c.name);
    return {
      result: extra.length === 0 ? 'passed' : 'failed',
      measured: integer(extra.length),
      message:
        extra.length === 0
          ? 'no columns beside those of the contract'
          : `${extra.length} columns that the contract does not name: ${extra.join(', ')}`,
    };
  },
});
