import type { CheckCase } from './case.ts';

const two = { columns: { a: 'BIGINT', z: 'BIGINT' }, rows: [[1, 2]] } as const;

export const extraColumns: readonly CheckCase[] = [
  {
    says: 'warns of a column that the contract does not name',
    ...two,
    properties: ['{ name: a }'],
    expect: {
      extraColumns: {
        outcome: 'warned',
        measured: '1',
        message: '1 columns that the contract does not name: z',
      },
    },
  },
  {
    says: 'fails where the contract rejects them',
    ...two,
    settings: ['{ property: sluice.extraColumns, value: reject }'],
    properties: ['{ name: a }'],
    expect: { extraColumns: { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'ignores the order of columns',
    ...two,
    properties: ['{ name: z }', '{ name: a }'],
    expect: { extraColumns: { outcome: 'passed', measured: '0', message: 'no columns beside' } },
  },
];
