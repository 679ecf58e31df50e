import type { CheckCase } from './case.ts';

const table = {
  columns: { a: 'BIGINT', b: 'VARCHAR' },
  rows: [
    [1, 'x'],
    [2, 'y'],
    [null, 'z'],
  ],
  properties: ['{ name: a, logicalType: integer }', '{ name: b, logicalType: string }'],
} as const;
const rule = (query: string, rest: string) => ({
  quality: [`{ id: q, type: sql, query: ${JSON.stringify(query)}, ${rest} }`],
});

export const sql: readonly CheckCase[] = [
  {
    says: 'counts rows that a condition is true of; of nulls it is not',
    ...table,
    ...rule('SELECT COUNT(*) FROM {object} WHERE a <> 1', 'mustBe: 1'),
    expect: {
      q: {
        outcome: 'passed',
        measured: '1',
        message: 'SELECT COUNT(*) FROM {object} WHERE a <> 1: 1, expected exactly 1',
      },
    },
  },
  {
    says: 'rows that should not be there fail it',
    ...table,
    ...rule("SELECT COUNT(a) FROM {object} WHERE b <> 'x'", 'mustBe: 0'),
    expect: { q: { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'counts values, not nulls',
    ...table,
    ...rule('SELECT COUNT(a) FROM {object}', 'mustBe: 3'),
    expect: { q: { outcome: 'failed', measured: '2' } },
  },
  {
    says: 'an expression that fails on a row is no answer, and blocks',
    ...table,
    ...rule("SELECT COUNT(*) FROM {object} WHERE CAST(b AS DATE) > DATE '2001-01-01'", 'mustBe: 0'),
    expect: { q: { outcome: 'notEvaluated', reason: 'noValue', message: 'the SQL fails on 3 of 3 rows' } },
  },
  {
    says: 'any other query runs as a scan of its own',
    ...table,
    ...rule('SELECT COUNT(*) FROM (SELECT b FROM {object} GROUP BY b HAVING COUNT(*) > 1) d', 'mustBe: 0'),
    expect: { q: { outcome: 'passed', measured: '0', by: 'query' } },
  },
  {
    says: 'any other query without a value is no answer, and blocks',
    ...table,
    ...rule('SELECT MAX(d.a) FROM (SELECT a FROM {object} WHERE a > 99) d', 'mustBeLessThan: 5'),
    expect: { q: { outcome: 'notEvaluated', reason: 'noValue', message: 'no value' } },
  },
  {
    says: 'a query on a column that is not there is named alone',
    ...table,
    properties: [...table.properties, '{ name: c }'],
    ...rule('SELECT COUNT(*) FROM (SELECT c FROM {object} GROUP BY c) d', 'mustBe: 0'),
    expect: { q: { outcome: 'notEvaluated', reason: 'unbound', message: 'column "c" is not in the data' } },
  },
  {
    says: 'text in the query is data, not code',
    columns: { a: 'BIGINT', b: 'VARCHAR' },
    rows: [[1, "it's; DROP TABLE t --"]],
    properties: table.properties,
    ...rule("SELECT COUNT(*) FROM {object} WHERE b = 'it''s; DROP TABLE t --'", 'mustBe: 1'),
    expect: { q: { outcome: 'passed', measured: '1' } },
  },
];
