import { type CheckCase, one } from './case.ts';

const properties = ['{ name: a, logicalType: integer, unique: true }'];

export const unique: readonly CheckCase[] = [
  {
    says: 'several nulls are no duplicates',
    ...one('BIGINT', 1, 2, null, null),
    properties,
    expect: { 'a.unique': { outcome: 'passed', measured: '0', expected: { op: 'mustBe', value: '0' } } },
  },
  {
    says: 'counts the rows in excess',
    ...one('BIGINT', 1, 1, 1, 2, null),
    properties,
    expect: {
      'a.unique': {
        outcome: 'failed',
        measured: '2',
        unit: 'rows',
        message: 'a: duplicate rows: 2 of 4 rows, expected exactly 0',
      },
    },
  },
];
