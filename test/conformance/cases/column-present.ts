import { type CheckCase, one } from './case.ts';

export const columnPresent: readonly CheckCase[] = [
  {
    says: 'passes where the data has the column',
    ...one('BIGINT', 1),
    properties: ['{ name: a, logicalType: integer }'],
    expect: { 'a.present': { outcome: 'passed', measured: 'true' } },
  },
  {
    says: 'fails where it has not, also of an optional column, and leaves the other rules on it unanswered',
    ...one('BIGINT', 1),
    properties: [
      '{ name: a }',
      '{ name: b, logicalType: integer, required: true, unique: true, primaryKey: true, logicalTypeOptions: { minimum: 1 }, quality: [{ id: nulls, metric: nullValues, mustBe: 0 }] }',
      '{ name: c, logicalType: string, logicalTypeOptions: { maxLength: 3, pattern: x } }',
    ],
    quality: [
      '{ id: twice, metric: duplicateValues, mustBe: 0, arguments: { properties: [a, b] } }',
      '{ id: counted, type: sql, query: "SELECT count(*) FROM {object} WHERE b > 1", mustBe: 0 }',
    ],
    expect: {
      'a.present': { outcome: 'passed' },
      'b.present': {
        outcome: 'failed',
        measured: 'false',
        expected: { op: 'present', value: 'b' },
        message: 'not in the data, which has a',
      },
      'b.type': { outcome: 'notEvaluated', reason: 'unbound' },
      'b.required': { outcome: 'notEvaluated', reason: 'unbound', message: 'column "b" is not in the data' },
      'b.unique': { outcome: 'notEvaluated' },
      'b.minimum': { outcome: 'notEvaluated' },
      nulls: { outcome: 'notEvaluated' },
      twice: { outcome: 'notEvaluated' },
      counted: { outcome: 'notEvaluated' },
      'c.maxLength': { outcome: 'notEvaluated' },
      'c.pattern': { outcome: 'notEvaluated' },
    },
  },
  {
    says: 'looks for the physical name',
    ...one('BIGINT', 1),
    properties: ['{ name: amount, physicalName: a, logicalType: integer }'],
    expect: { 'amount.present': { outcome: 'passed' } },
  },
];
