import { type CheckCase, one } from './case.ts';

const single = (rest: string) => [
  `{ name: a, logicalType: string, quality: [{ id: d, metric: duplicateValues, ${rest} }] }`,
];
const pair = { columns: { a: 'VARCHAR', b: 'INTEGER' } } as const;
const both = { properties: ['{ name: a, logicalType: string }', '{ name: b, logicalType: integer }'] };

export const duplicateValues: readonly CheckCase[] = [
  {
    says: 'counts excess rows: of A,A,A,B,B,C three',
    ...one('VARCHAR', 'A', 'A', 'A', 'B', 'B', 'C'),
    properties: single('mustBe: 3'),
    expect: {
      d: { outcome: 'passed', measured: '3', unit: 'rows', message: '(a): duplicate rows: 3 of 6 rows' },
    },
  },
  {
    says: 'several nulls in a single column are no duplicates, and no part of the base',
    ...one('VARCHAR', 'A', 'A', null, null),
    properties: single('unit: percent, mustBeLessThan: 50'),
    expect: {
      d: {
        outcome: 'failed',
        measured: '50',
        unit: 'percent',
        message: '50 % (1 of 2 rows), expected less than 50 %',
      },
    },
  },
  {
    says: 'partly null keys compare equal; wholly null keys are left out',
    ...pair,
    rows: [
      ['x', null],
      ['x', null],
      [null, null],
      [null, null],
      [null, 1],
      [null, 1],
      ['x', 1],
    ],
    ...both,
    quality: ['{ id: d, metric: duplicateValues, mustBe: 2, arguments: { properties: [a, b] } }'],
    expect: { d: { outcome: 'passed', measured: '2', message: '(a, b): duplicate rows: 2 of 5 rows' } },
  },
  {
    says: 'never joins texts of a key: (1, 11) is not (11, 1)',
    columns: { a: 'VARCHAR', b: 'VARCHAR' },
    rows: [
      ['1', '11'],
      ['11', '1'],
      ['a,b', 'c'],
      ['a', 'b,c'],
    ],
    properties: ['{ name: a, logicalType: string }', '{ name: b, logicalType: string }'],
    quality: ['{ id: d, metric: duplicateValues, mustBe: 0, arguments: { properties: [a, b] } }'],
    expect: { d: { outcome: 'passed', measured: '0' } },
  },
  {
    says: 'a key may name a property whose column is called otherwise',
    ...pair,
    rows: [
      ['x', 1],
      ['x', 1],
    ],
    properties: ['{ name: code, physicalName: a, logicalType: string }', '{ name: b, logicalType: integer }'],
    quality: ['{ id: d, metric: duplicateValues, mustBe: 0, arguments: { properties: [code, b] } }'],
    expect: { d: { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'of no rows it measures 0',
    ...one('VARCHAR'),
    properties: single('unit: percent, mustBeLessThan: 1'),
    expect: { d: { outcome: 'passed', measured: '0' } },
  },
];
