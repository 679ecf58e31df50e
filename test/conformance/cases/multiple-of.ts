import { type CheckCase, one } from './case.ts';

const of = (type: string, n: string) => [
  `{ name: a, logicalType: ${type}, logicalTypeOptions: { multipleOf: ${n} } }`,
];

export const multipleOf: readonly CheckCase[] = [
  {
    says: 'whole numbers, zero and negative ones too',
    ...one('BIGINT', 0, 5, -10, null),
    properties: of('integer', '5'),
    expect: { 'a.multipleOf': { outcome: 'passed', measured: '0', nulls: '1' } },
  },
  {
    says: 'what leaves a rest fails',
    ...one('BIGINT', 5, 6, -9),
    properties: of('integer', '5'),
    expect: {
      'a.multipleOf': {
        outcome: 'failed',
        measured: '2',
        message: 'values that are not a multiple of 5: 2 of 3 rows',
      },
    },
  },
  {
    says: 'in decimal arithmetic: 0.3 is a multiple of 0.1',
    ...one('DOUBLE', '0.3', '0.7', '1.1'),
    properties: of('number', '0.1'),
    expect: { 'a.multipleOf': { outcome: 'passed', measured: '0' } },
  },
  {
    says: 'of decimals exactly',
    ...one('DECIMAL(10,3)', '0.300', '0.301'),
    properties: of('number', '0.01'),
    expect: { 'a.multipleOf': { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'NaN and infinities are no multiples',
    ...one('DOUBLE', 'NaN', 'Infinity', '-Infinity', 2),
    properties: of('number', '1'),
    expect: { 'a.multipleOf': { outcome: 'failed', measured: '3' } },
  },
  {
    says: 'texts cannot be asked',
    ...one('VARCHAR', '5'),
    properties: of('integer', '5'),
    expect: {
      'a.multipleOf': {
        outcome: 'notEvaluated',
        reason: 'unbound',
        message: 'and multipleOf needs a number',
      },
    },
  },
];
