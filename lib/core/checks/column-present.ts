import { ok } from '../values/result.ts';
import { boolean } from '../values/scalar.ts';
import { columnOf } from './arguments.ts';
import { defineCheck } from './define.ts';

export const columnPresent = defineCheck<string>({
  kind: 'columnPresent',
  info: 'a column of the contract is in the data',
  explanation:
    "Every property of the contract must be a column of the data, optional ones too: decided from the files' own " +
    'footers (Parquet), header (CSV) or keys (JSON), before any row is read. Every other rule on an absent column ' +
    'is notEvaluated.',
  shows: { noCell: true, columns: true },
  parse: (rule, dataset) => {
    const column = columnOf(rule, dataset);
    return column.ok ? ok(column.value.physicalName) : column;
  },
  bind: () => ok([]),
  expected: (name) => ({ op: 'present', value: name }),
  judge: (name, { schema }) => {
    const present = schema.columns.some((c) => c.name === name);
    const others = schema.columns.map((c) => c.name).join(', ');
    return {
      result: present ? 'passed' : 'failed',
      measured: boolean(present),
      message: present ? `${name}: present` : `${name}: not in the data, which has ${others}`,
    };
  },
});
