import { type CheckCase, one } from './case.ts';

const rule = (args: string, rest: string, type = 'string') => [
  `{ name: a, logicalType: ${type}, quality: [{ id: i, metric: invalidValues, arguments: ${args}, ${rest} }] }`,
];

export const invalidValues: readonly CheckCase[] = [
  {
    says: 'counts values outside the list, and looks past nulls',
    ...one('VARCHAR', 'A', 'b', null, 'B '),
    properties: rule('{ validValues: [A, B] }', 'mustBeLessThan: 2'),
    expect: {
      i: {
        outcome: 'failed',
        measured: '2',
        nulls: '1',
        unit: 'rows',
        message: 'a: invalid values: 2 of 4 rows',
      },
    },
  },
  {
    says: 'a percent is one of all rows, nulls included',
    ...one('VARCHAR', 'A', 'b', null, null),
    properties: rule('{ validValues: [A] }', 'unit: percent, mustBeLessOrEqualTo: 25'),
    expect: { i: { outcome: 'passed', measured: '25', nulls: '2' } },
  },
  {
    says: 'a list and a pattern: either makes a value invalid, once',
    ...one('VARCHAR', 'AB', 'A', 'x', 'CC'),
    properties: rule('{ validValues: [AB, A, CC], pattern: "^[A-B]+$" }', 'mustBe: 2'),
    expect: { i: { outcome: 'passed', measured: '2' } },
  },
  {
    says: 'numbers of a list are compared as numbers',
    ...one('DECIMAL(6,2)', '1.50', '2', '3'),
    properties: rule('{ validValues: [1.5, 2.0] }', 'mustBe: 1', 'number'),
    expect: { i: { outcome: 'passed', measured: '1' } },
  },
  {
    says: 'NaN is invalid',
    ...one('DOUBLE', 'NaN', 1, null),
    properties: rule('{ validValues: [1] }', 'mustBe: 0', 'number'),
    expect: { i: { outcome: 'failed', measured: '1', nulls: '1' } },
  },
  {
    says: 'truth values can be listed',
    ...one('BOOLEAN', true, false, null),
    properties: rule('{ validValues: [true] }', 'mustBe: 1', 'boolean'),
    expect: { i: { outcome: 'passed', measured: '1' } },
  },
  {
    says: 'days can be listed',
    ...one('DATE', '2001-01-01', '2001-01-02'),
    properties: rule('{ validValues: ["2001-01-01"] }', 'mustBe: 1', 'date'),
    expect: { i: { outcome: 'passed', measured: '1' } },
  },
  {
    says: 'a cell of a CSV that does not convert is invalid',
    columns: {},
    rows: [],
    csv: 'a,b\n1,1\nx,1\n,1\n7,1\n',
    properties: [
      ...rule('{ validValues: [1] }', 'mustBe: 2', 'integer'),
      '{ name: b, logicalType: integer }',
    ],
    expect: { i: { outcome: 'passed', measured: '2', nulls: '1' } },
  },
  {
    says: 'a pattern on a column of numbers cannot be asked',
    ...one('BIGINT', 1),
    properties: rule('{ pattern: x }', 'mustBe: 0', 'string'),
    expect: {
      i: {
        outcome: 'notEvaluated',
        reason: 'unbound',
        message: 'and a pattern needs text',
      },
    },
  },
];
