import { type CheckCase, one } from './case.ts';

const listed = (type: string, ...values: readonly string[]) => [
  `{ name: a, logicalType: ${type}, enum: [${values.map((v) => `{ value: ${v} }`).join(', ')}] }`,
];

export const enumeration: readonly CheckCase[] = [
  {
    says: 'every value of the list passes, nulls are looked past',
    apiVersion: 'v3.2.0',
    ...one('VARCHAR', 'A', "o'b", null),
    properties: listed('string', 'A', '"o\'b"'),
    expect: {
      'a.enum': {
        outcome: 'passed',
        measured: '0',
        nulls: '1',
        expected: { op: 'oneOf', value: ['A', "o'b"] },
      },
    },
  },
  {
    says: 'counts what is outside; texts are compared exactly',
    apiVersion: 'v3.2.0',
    ...one('VARCHAR', 'A', 'a', 'A ', ''),
    properties: listed('string', 'A'),
    expect: {
      'a.enum': { outcome: 'failed', measured: '3', message: 'values outside the list: 3 of 4 rows' },
    },
  },
  {
    says: 'numbers',
    apiVersion: 'v3.2.0',
    ...one('BIGINT', 1, 2, 3),
    properties: listed('integer', '1', '2'),
    expect: { 'a.enum': { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'NaN is outside every list',
    apiVersion: 'v3.2.0',
    ...one('DOUBLE', 1, 'NaN'),
    properties: listed('number', '1'),
    expect: { 'a.enum': { outcome: 'failed', measured: '1' } },
  },
];
