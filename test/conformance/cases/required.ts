import { type CheckCase, one } from './case.ts';

const properties = ['{ name: a, logicalType: string, required: true }'];

export const required: readonly CheckCase[] = [
  {
    says: 'an empty text is a value',
    ...one('VARCHAR', '', 'x'),
    properties,
    expect: {
      'a.required': {
        outcome: 'passed',
        measured: '0',
        unit: 'rows',
        expected: { op: 'mustBe', value: '0' },
      },
    },
  },
  {
    says: 'one null fails',
    ...one('VARCHAR', 'x', null, 'y'),
    properties,
    expect: {
      'a.required': {
        outcome: 'failed',
        measured: '1',
        message: 'a: null values: 1 of 3 rows, expected exactly 0',
      },
    },
  },
  {
    says: 'NaN is a value',
    ...one('DOUBLE', 'NaN'),
    properties: ['{ name: a, logicalType: number, required: true }'],
    expect: { 'a.required': { outcome: 'passed', measured: '0' } },
  },
  {
    says: 'passes no rows, and says that there were none',
    ...one('VARCHAR'),
    properties,
    expect: { 'a.required': { outcome: 'passed', measured: '0', message: '0 rows' } },
  },
  {
    says: 'a cell of a CSV that does not convert is no null',
    columns: {},
    rows: [],
    csv: 'a,b\nx,1\n,1\n',
    properties: ['{ name: a, logicalType: integer, required: true }', '{ name: b, logicalType: integer }'],
    expect: { 'a.required': { outcome: 'failed', measured: '1' } },
  },
];
