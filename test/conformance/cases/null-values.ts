import { type CheckCase, one } from './case.ts';

const rule = (rest: string) => [
  `{ name: a, logicalType: integer, quality: [{ id: n, metric: nullValues, ${rest} }] }`,
];

export const nullValues: readonly CheckCase[] = [
  {
    says: 'a count exactly at the limit passes',
    ...one('BIGINT', 1, null, null),
    properties: rule('mustBeLessOrEqualTo: 2'),
    expect: {
      n: {
        outcome: 'passed',
        measured: '2',
        unit: 'rows',
        expected: { op: 'mustBeLessOrEqualTo', value: '2' },
      },
    },
  },
  {
    says: 'a count exactly at an open limit fails',
    ...one('BIGINT', 1, null, null),
    properties: rule('mustBeLessThan: 2'),
    expect: {
      n: { outcome: 'failed', measured: '2', message: 'a: null values: 2 of 3 rows, expected less than 2' },
    },
  },
  {
    says: 'a percent is one of all rows, decided before it is rounded',
    ...one('BIGINT', 1, 2, null),
    properties: rule('unit: percent, mustBeLessOrEqualTo: 33.3333'),
    expect: {
      n: {
        outcome: 'failed',
        measured: '33.333333',
        unit: 'percent',
        message: '33.333333 % (1 of 3 rows), expected at most 33.3333 %',
      },
    },
  },
  {
    says: 'a percent exactly at the limit passes',
    ...one('BIGINT', 1, 2, 3, null),
    properties: rule('unit: percent, mustBeLessOrEqualTo: 25'),
    expect: { n: { outcome: 'passed', measured: '25', unit: 'percent' } },
  },
  {
    says: 'of no rows it measures 0',
    ...one('BIGINT'),
    properties: rule('unit: percent, mustBeLessThan: 1'),
    expect: { n: { outcome: 'passed', measured: '0', message: '0 rows' } },
  },
  {
    says: 'a soft severity warns and blocks nothing',
    ...one('BIGINT', null),
    properties: rule('severity: low, mustBe: 0'),
    expect: { n: { outcome: 'warned', measured: '1' } },
  },
];
