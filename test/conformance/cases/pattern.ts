import { type CheckCase, one } from './case.ts';

const options = (pattern: string) => [
  `{ name: a, logicalType: string, logicalTypeOptions: { pattern: '${pattern}' } }`,
];

export const pattern: readonly CheckCase[] = [
  {
    says: '^ and $ mean the whole text: a final line break does not match',
    ...one('VARCHAR', 'JFK', 'JFK\n', null),
    properties: options('^[A-Z]{3}$'),
    expect: {
      'a.pattern': {
        outcome: 'failed',
        measured: '1',
        nulls: '1',
        unit: 'rows',
        message: 'a: values that do not match ^[A-Z]{3}$: 1 of 3 rows',
        expected: { op: 'matches', value: '^[A-Z]{3}$' },
      },
    },
  },
  {
    says: 'is an unanchored search',
    ...one('VARCHAR', 'xJFKx', 'JFK'),
    properties: options('[A-Z]{3}'),
    expect: { 'a.pattern': { outcome: 'passed', measured: '0' } },
  },
  {
    says: 'an empty text is held to it',
    ...one('VARCHAR', ''),
    properties: options('.'),
    expect: { 'a.pattern': { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'quotes and backslashes mean themselves',
    ...one('VARCHAR', "o'b\\c", 'x'),
    properties: options("^o''b\\\\c$"),
    expect: { 'a.pattern': { outcome: 'failed', measured: '1' } },
  },
  {
    says: 'numbers cannot be asked',
    ...one('BIGINT', 1),
    properties: options('x'),
    expect: { 'a.pattern': { outcome: 'notEvaluated', reason: 'unbound' } },
  },
];
