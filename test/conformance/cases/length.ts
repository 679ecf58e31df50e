import { type CheckCase, one } from './case.ts';

const options = (type: string, o: string) => [
  `{ name: a, logicalType: ${type}, logicalTypeOptions: { ${o} } }`,
];

export const length: readonly CheckCase[] = [
  {
    says: 'bounds are inclusive and count code points',
    ...one('VARCHAR', 'ab', 'Zürich', '👍🏽', null),
    properties: options('string', 'minLength: 2, maxLength: 6'),
    expect: {
      'a.minLength': { outcome: 'passed', measured: '2', unit: 'characters', nulls: '1' },
      'a.maxLength': { outcome: 'passed', measured: '6', unit: 'characters' },
    },
  },
  {
    says: 'one too short and one too long fail',
    ...one('VARCHAR', '', 'abcdefg'),
    properties: options('string', 'minLength: 1, maxLength: 6'),
    expect: {
      'a.minLength': {
        outcome: 'failed',
        measured: '0',
        message: 'a: shortest text has 0 characters, expected at least 1 (2 rows, 0 nulls)',
      },
      'a.maxLength': {
        outcome: 'failed',
        measured: '7',
        message: 'a: longest text has 7 characters, expected at most 6',
      },
    },
  },
  {
    says: 'a column without a text holds none outside',
    ...one('VARCHAR', null),
    properties: options('string', 'minLength: 1'),
    expect: {
      'a.minLength': { outcome: 'passed', measured: null, nulls: '1', message: 'no value (1 rows, 1 nulls)' },
    },
  },
  {
    says: 'counts the items of lists',
    ...one('INTEGER[]', '[1]', '[1,2,3]', null),
    properties: options('array', 'minItems: 1, maxItems: 2'),
    expect: {
      'a.minItems': { outcome: 'passed', measured: '1', unit: 'items', nulls: '1' },
      'a.maxItems': {
        outcome: 'failed',
        measured: '3',
        message: 'longest list has 3 items, expected at most 2',
      },
    },
  },
  {
    says: 'an empty list has no items',
    ...one('INTEGER[]', '[]'),
    properties: options('array', 'minItems: 1'),
    expect: { 'a.minItems': { outcome: 'failed', measured: '0' } },
  },
  {
    says: 'numbers have no length',
    ...one('BIGINT', 1),
    properties: options('string', 'maxLength: 2'),
    expect: {
      'a.maxLength': { outcome: 'notEvaluated', reason: 'unbound', message: 'its length is that of a text' },
    },
  },
  {
    says: 'texts have no items',
    ...one('VARCHAR', 'x'),
    properties: options('array', 'maxItems: 2'),
    expect: {
      'a.maxItems': { outcome: 'notEvaluated', reason: 'unbound', message: 'its length is that of a list' },
    },
  },
];
