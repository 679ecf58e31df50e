import { type CheckCase, one } from './case.ts';

/** ODCS closes its list of metrics: a mean, a sum, an extreme is what a simple `sql` rule is recognised as. */
const asked = (query: string, rest: string, type = 'integer', where = '') => ({
  properties: [`{ name: a, logicalType: ${type} }`],
  quality: [`{ id: q, type: sql, query: "SELECT ${query} FROM {object}${where}", ${rest} }`],
});

export const mean: readonly CheckCase[] = [
  {
    says: 'of the values, nulls left out, decided exactly',
    ...one('BIGINT', 1, 2, 2, null),
    ...asked('AVG(a)', 'mustBeLessThan: 1.6666667'),
    expect: {
      q: { outcome: 'passed', measured: '1.666667', expected: { op: 'mustBeLessThan', value: '1.6666667' } },
    },
  },
  {
    says: 'fails outside of its band',
    ...one('BIGINT', 1, 2),
    ...asked('AVG(a)', 'mustBeBetween: [2, 3]'),
    expect: { q: { outcome: 'failed', measured: '1.5' } },
  },
  {
    says: 'of decimals exactly',
    ...one('DECIMAL(4,2)', '0.10', '0.20'),
    ...asked('AVG(a)', 'mustBe: 0.15', 'number'),
    expect: { q: { outcome: 'passed', measured: '0.15' } },
  },
  {
    says: 'with a condition',
    ...one('BIGINT', 1, 3, 99),
    ...asked('AVG(a)', 'mustBe: 2', 'integer', ' WHERE a < 50'),
    expect: { q: { outcome: 'passed', measured: '2' } },
  },
  {
    says: 'sums beyond 64 bits',
    ...one('BIGINT', '9223372036854775807', '9223372036854775807'),
    ...asked('AVG(a)', 'mustBe: 9223372036854775807'),
    expect: { q: { outcome: 'passed', measured: '9223372036854775807' } },
  },
  {
    says: 'of no values is no answer, and blocks',
    ...one('BIGINT', null),
    ...asked('AVG(a)', 'mustBeLessThan: 5'),
    expect: { q: { outcome: 'notEvaluated', reason: 'noValue' } },
  },
  {
    says: 'NaN holds no threshold',
    ...one('DOUBLE', 'NaN', 1),
    ...asked('AVG(a)', 'mustNotBe: 5', 'number'),
    expect: { q: { outcome: 'failed', measured: 'NaN' } },
  },
];

export const min: readonly CheckCase[] = [
  {
    says: 'the smallest value',
    ...one('BIGINT', 3, 1, null),
    ...asked('MIN(a)', 'mustBe: 1'),
    expect: { q: { outcome: 'passed', measured: '1' } },
  },
  {
    says: 'fails below',
    ...one('BIGINT', 3, 1),
    ...asked('MIN(a)', 'mustBeGreaterThan: 1'),
    expect: { q: { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'of an expression',
    ...one('BIGINT', 3, 1),
    ...asked('MIN(a * 2)', 'mustBe: 2'),
    expect: { q: { outcome: 'passed', measured: '2' } },
  },
  {
    says: 'of no values is no answer',
    ...one('BIGINT', null),
    ...asked('MIN(a)', 'mustBe: 1'),
    expect: { q: { outcome: 'notEvaluated', reason: 'noValue' } },
  },
];

export const max: readonly CheckCase[] = [
  {
    says: 'the largest value',
    ...one('BIGINT', 3, 1, null),
    ...asked('MAX(a)', 'mustBe: 3'),
    expect: { q: { outcome: 'passed', measured: '3' } },
  },
  {
    says: 'fails above',
    ...one('BIGINT', 3, 1),
    ...asked('MAX(a)', 'mustBeLessThan: 3'),
    expect: { q: { outcome: 'failed', measured: '3' } },
  },
  {
    says: 'of no values is no answer',
    ...one('BIGINT'),
    ...asked('MAX(a)', 'mustBe: 1'),
    expect: { q: { outcome: 'notEvaluated', reason: 'noValue' } },
  },
];

export const sum: readonly CheckCase[] = [
  {
    says: 'of whole numbers beyond 64 bits',
    ...one('BIGINT', '9223372036854775807', '9223372036854775807', null),
    ...asked('SUM(a)', 'mustBe: 18446744073709551614'),
    expect: { q: { outcome: 'passed', measured: '18446744073709551614' } },
  },
  {
    says: 'of decimals exactly',
    ...one('DECIMAL(4,2)', '0.10', '0.20'),
    ...asked('SUM(a)', 'mustBe: 0.3', 'number'),
    expect: { q: { outcome: 'passed', measured: '0.3' } },
  },
  {
    says: 'fails',
    ...one('BIGINT', 1, 2),
    ...asked('SUM(a)', 'mustBeGreaterThan: 3'),
    expect: { q: { outcome: 'failed', measured: '3' } },
  },
  {
    says: 'of no values is no answer',
    ...one('BIGINT', null),
    ...asked('SUM(a)', 'mustBe: 0'),
    expect: { q: { outcome: 'notEvaluated', reason: 'noValue' } },
  },
];

export const distinctCount: readonly CheckCase[] = [
  {
    says: 'counts values once, nulls not',
    ...one('VARCHAR', 'x', 'x', 'y', null),
    ...asked('COUNT(DISTINCT a)', 'mustBe: 2', 'string'),
    expect: { q: { outcome: 'passed', measured: '2' } },
  },
  {
    says: 'fails below',
    ...one('BIGINT', 1, 1),
    ...asked('COUNT(DISTINCT a)', 'mustBeGreaterOrEqualTo: 2'),
    expect: { q: { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'of no values is 0',
    ...one('BIGINT', null),
    ...asked('COUNT(DISTINCT a)', 'mustBe: 0'),
    expect: { q: { outcome: 'passed', measured: '0' } },
  },
];
