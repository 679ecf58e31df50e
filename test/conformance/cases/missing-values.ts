import { type CheckCase, one } from './case.ts';

const rule = (list: string, rest: string, type = 'string') => [
  `{ name: a, logicalType: ${type}, quality: [{ id: m, metric: missingValues, arguments: { missingValues: ${list} }, ${rest} }] }`,
];

export const missingValues: readonly CheckCase[] = [
  {
    says: 'counts the listed values and nulls, also where null is not listed',
    ...one('VARCHAR', '', 'N/A', null, 'x'),
    properties: rule('["", "N/A"]', 'mustBeLessOrEqualTo: 3'),
    expect: { m: { outcome: 'passed', measured: '3', unit: 'rows' } },
  },
  {
    says: 'null in the list changes nothing',
    ...one('VARCHAR', '', null, 'x'),
    properties: rule('[null, ""]', 'mustBeLessThan: 2'),
    expect: { m: { outcome: 'failed', measured: '2' } },
  },
  {
    says: 'numbers are compared as numbers',
    ...one('BIGINT', -1, 1, null),
    properties: rule('[-1]', 'unit: percent, mustBeLessThan: 66', 'integer'),
    expect: { m: { outcome: 'failed', measured: '66.666667', unit: 'percent' } },
  },
  {
    says: 'only nulls where the list holds nothing but null',
    ...one('VARCHAR', '', null),
    properties: rule('[null]', 'mustBe: 1'),
    expect: { m: { outcome: 'passed', measured: '1' } },
  },
  {
    says: 'a cell of a CSV is compared as it stands in the file',
    columns: {},
    rows: [],
    csv: 'a,b\nN/A,1\n3,1\n,1\n',
    properties: [...rule('["N/A"]', 'mustBe: 2', 'integer'), '{ name: b, logicalType: integer }'],
    expect: { m: { outcome: 'passed', measured: '2' } },
  },
];
