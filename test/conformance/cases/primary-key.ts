import type { CheckCase } from './case.ts';

const key = {
  columns: { a: 'BIGINT', b: 'VARCHAR' },
  properties: [
    '{ name: a, logicalType: integer, primaryKey: true, primaryKeyPosition: 1 }',
    '{ name: b, logicalType: string, primaryKey: true, primaryKeyPosition: 2 }',
  ],
} as const;

export const primaryKey: readonly CheckCase[] = [
  {
    says: 'passes keys that are whole and never repeat',
    ...key,
    rows: [
      [1, 'x'],
      [1, 'y'],
      [2, 'x'],
    ],
    expect: { primaryKey: { outcome: 'passed', measured: '0', unit: 'rows' } },
  },
  {
    says: 'counts rows with a null in the key and rows that repeat one',
    ...key,
    rows: [
      [1, 'x'],
      [1, 'x'],
      [1, 'x'],
      [1, null],
      [null, null],
    ],
    expect: {
      primaryKey: {
        outcome: 'failed',
        measured: '4',
        message: /\(a, b\): rows without a key of their own: 4 of 5 rows.*\(2 with a null, 2 repeated\)/,
      },
    },
  },
  {
    says: 'two rows with the same partly null key fail as nulls, not as duplicates',
    ...key,
    rows: [
      [1, null],
      [1, null],
    ],
    expect: { primaryKey: { outcome: 'failed', measured: '2', message: '(2 with a null, 0 repeated)' } },
  },
];
