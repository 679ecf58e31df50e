import { type CheckCase, one } from './case.ts';

const rule = (rest: string) => ({
  properties: ['{ name: a }'],
  quality: [`{ id: r, metric: rowCount, ${rest} }`],
});

export const rowCount: readonly CheckCase[] = [
  {
    says: 'exactly the minimum passes',
    ...one('BIGINT', 1, null),
    ...rule('mustBeGreaterOrEqualTo: 2'),
    expect: { r: { outcome: 'passed', measured: '2', unit: 'rows' } },
  },
  {
    says: 'exactly an open minimum fails',
    ...one('BIGINT', 1, null),
    ...rule('mustBeGreaterThan: 2'),
    expect: { r: { outcome: 'failed', measured: '2', message: '2 rows, expected more than 2' } },
  },
  {
    says: 'a band is closed, and a value on its bound is noted',
    ...one('BIGINT', 1, 2),
    ...rule('mustBeBetween: [2, 5]'),
    expect: {
      r: {
        outcome: 'passed',
        message: '2 rows, expected between 2 and 5; exactly on a bound',
        expected: { op: 'mustBeBetween', value: ['2', '5'] },
      },
    },
  },
  {
    says: 'the contract can ask for open bounds',
    ...one('BIGINT', 1, 2),
    ...rule('mustBeBetween: [2, 5], customProperties: [{ property: sluice.bounds, value: open }]'),
    expect: { r: { outcome: 'failed', message: 'between 2 and 5, bounds excluded' } },
  },
  {
    says: 'mustNotBeBetween excludes the bounds',
    ...one('BIGINT', 1, 2),
    ...rule('mustNotBeBetween: [0, 2]'),
    expect: { r: { outcome: 'failed', message: 'expected outside 0 to 2; exactly on a bound' } },
  },
  {
    says: 'mustNotBeBetween passes outside',
    ...one('BIGINT', 1, 2, 3),
    ...rule('mustNotBeBetween: [0, 2]'),
    expect: { r: { outcome: 'passed', message: /outside 0 to 2$/ } },
  },
  {
    says: 'mustNotBe',
    ...one('BIGINT', 1, 2, 3),
    ...rule('mustNotBe: 3'),
    expect: { r: { outcome: 'failed', message: 'anything but 3' } },
  },
  {
    says: 'mustBe',
    ...one('BIGINT', 1, 2, 3),
    ...rule('mustBe: 3'),
    expect: { r: { outcome: 'passed', message: 'exactly 3' } },
  },
  {
    says: 'mustBeLessThan',
    ...one('BIGINT', 1, 2, 3),
    ...rule('mustBeLessThan: 3'),
    expect: { r: { outcome: 'failed' } },
  },
  {
    says: 'counts no rows',
    ...one('BIGINT'),
    ...rule('mustBeGreaterThan: 0'),
    expect: { r: { outcome: 'failed', measured: '0' } },
  },
  {
    says: 'in 3.0 all operators of a rule apply',
    apiVersion: 'v3.0.2',
    ...one('BIGINT', 1, 2, 3),
    properties: ['{ name: a }'],
    quality: ['{ id: r, rule: rowCount, mustBeGreaterThan: 2, mustBeLessThan: 3 }'],
    expect: { r: { outcome: 'failed', measured: '3', message: 'expected more than 2 and less than 3' } },
  },
];
