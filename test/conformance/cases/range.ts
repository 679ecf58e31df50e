import { type CheckCase, one } from './case.ts';

const options = (type: string, o: string) => [
  `{ name: a, logicalType: ${type}, logicalTypeOptions: { ${o} } }`,
];

export const range: readonly CheckCase[] = [
  {
    says: 'bounds are inclusive; nulls are looked past',
    ...one('BIGINT', 1, 9, null),
    properties: options('integer', 'minimum: 1, maximum: 9'),
    expect: {
      'a.minimum': { outcome: 'passed', measured: '1', nulls: '1' },
      'a.maximum': { outcome: 'passed', measured: '9', nulls: '1' },
    },
  },
  {
    says: 'one outside fails, and the extreme is what is measured',
    ...one('BIGINT', 0, -3, 9, 11),
    properties: options('integer', 'minimum: 1, maximum: 9'),
    expect: {
      'a.minimum': {
        outcome: 'failed',
        measured: '-3',
        message: 'a: smallest value is -3, expected at least 1 (4 rows, 0 nulls)',
      },
      'a.maximum': {
        outcome: 'failed',
        measured: '11',
        message: 'a: largest value is 11, expected at most 9',
      },
    },
  },
  {
    says: 'exclusive ends of 3.1 are numbers',
    ...one('BIGINT', 1, 9),
    properties: options('integer', 'exclusiveMinimum: 1, exclusiveMaximum: 9'),
    expect: {
      'a.exclusiveMinimum': { outcome: 'failed', measured: '1' },
      'a.exclusiveMaximum': { outcome: 'failed', measured: '9' },
    },
  },
  {
    says: 'exclusive ends pass one step inside',
    ...one('BIGINT', 2, 8),
    properties: options('integer', 'exclusiveMinimum: 1, exclusiveMaximum: 9'),
    expect: { 'a.exclusiveMinimum': { outcome: 'passed' }, 'a.exclusiveMaximum': { outcome: 'passed' } },
  },
  {
    says: 'exclusive ends of 3.0 are truth values beside the bound',
    apiVersion: 'v3.0.2',
    ...one('BIGINT', 1, 9),
    properties: options('integer', 'minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false'),
    expect: { 'a.minimum': { outcome: 'failed' }, 'a.maximum': { outcome: 'passed' } },
  },
  {
    says: 'whole numbers beyond 2^53 are compared exactly',
    ...one('BIGINT', '9007199254740993'),
    properties: options('integer', 'maximum: 9007199254740992'),
    expect: { 'a.maximum': { outcome: 'failed', measured: '9007199254740993' } },
  },
  {
    says: 'decimals are compared exactly',
    ...one('DECIMAL(38,2)', '999999999999999999999999999999999999.99'),
    properties: options('number', 'maximum: 999999999999999999999999999999999999.98'),
    expect: { 'a.maximum': { outcome: 'failed', measured: '999999999999999999999999999999999999.99' } },
  },
  {
    says: 'years beyond four digits and before Christ are ordered in time',
    ...one('DATE', '2001-01-01', '10000-01-01', '0044-03-15 (BC)'),
    properties: options('date', 'minimum: "2000-01-01", maximum: "2030-01-01"'),
    expect: {
      'a.minimum': { outcome: 'failed', measured: '-0043-03-15' },
      'a.maximum': { outcome: 'failed', measured: '+10000-01-01' },
    },
  },
  {
    says: 'the same of timestamps',
    ...one('TIMESTAMP', '294000-01-01 00:00:00', '0044-03-15 (BC) 00:00:00'),
    properties: options('timestamp', 'minimum: "2000-01-01T00:00:00Z", maximum: "2030-01-01T00:00:00Z"'),
    expect: {
      'a.minimum': { outcome: 'failed', measured: '-0043-03-15T00:00:00.000000Z' },
      'a.maximum': { outcome: 'failed', measured: '+294000-01-01T00:00:00.000000Z' },
    },
  },
  {
    says: 'an endless day is later than every bound, a beginningless one earlier',
    ...one('DATE', 'infinity', '-infinity'),
    properties: options('date', 'minimum: "2000-01-01", maximum: "2030-01-01"'),
    expect: {
      'a.minimum': { outcome: 'failed', measured: '-infinity' },
      'a.maximum': { outcome: 'failed', measured: 'infinity' },
    },
  },
  {
    says: 'a bound has the precision of the column',
    ...one('FLOAT', '0.2'),
    properties: options('number', 'minimum: 0.2, maximum: 0.2'),
    expect: { 'a.minimum': { outcome: 'passed' }, 'a.maximum': { outcome: 'passed' } },
  },
  {
    says: 'but no more than that',
    ...one('FLOAT', '0.20000002'),
    properties: options('number', 'maximum: 0.2'),
    expect: { 'a.maximum': { outcome: 'failed' } },
  },
  {
    says: 'NaN is outside every range, also between values that fit',
    ...one('DOUBLE', 1, 'NaN', null),
    properties: options('number', 'minimum: 0, maximum: 9'),
    expect: {
      'a.minimum': { outcome: 'failed', measured: 'NaN', nulls: '1', message: '1 NaN' },
      'a.maximum': { outcome: 'failed', measured: 'NaN' },
    },
  },
  {
    says: 'infinities are ordinary extremes',
    ...one('DOUBLE', '-Infinity', 'Infinity', 1),
    properties: options('number', 'minimum: 0, maximum: 9'),
    expect: {
      'a.minimum': { outcome: 'failed', measured: '-Infinity' },
      'a.maximum': { outcome: 'failed', measured: 'Infinity' },
    },
  },
  {
    says: 'doubles are compared with the decimal that the contract writes',
    ...one('DOUBLE', '0.1', '0.3'),
    properties: options('number', 'minimum: 0.1, maximum: 0.3'),
    expect: {
      'a.minimum': { outcome: 'passed', measured: '0.1' },
      'a.maximum': { outcome: 'passed', measured: '0.3' },
    },
  },
  {
    says: 'a column without a value holds none outside',
    ...one('BIGINT', null, null),
    properties: options('integer', 'minimum: 0'),
    expect: {
      'a.minimum': { outcome: 'passed', measured: null, nulls: '2', message: 'no value (2 rows, 2 nulls)' },
    },
  },
  {
    says: 'no rows hold none outside',
    ...one('BIGINT'),
    properties: options('integer', 'minimum: 0'),
    expect: { 'a.minimum': { outcome: 'passed', measured: null } },
  },
  {
    says: 'days are compared as days',
    ...one('DATE', '2001-01-01', '2001-12-31'),
    properties: options('date', 'minimum: "2001-01-01", maximum: "2001-12-30"'),
    expect: {
      'a.minimum': { outcome: 'passed', measured: '2001-01-01' },
      'a.maximum': { outcome: 'failed', measured: '2001-12-31' },
    },
  },
  {
    says: 'instants are compared to the microsecond',
    ...one('TIMESTAMP', '2001-01-01 00:00:00.000001', '2001-01-01 00:00:00.000002'),
    properties: options(
      'timestamp',
      'minimum: "2001-01-01T00:00:00.000001Z", exclusiveMaximum: "2001-01-01T00:00:00.000002Z"',
    ),
    expect: {
      'a.minimum': { outcome: 'passed', measured: '2001-01-01T00:00:00.000001Z' },
      'a.exclusiveMaximum': { outcome: 'failed' },
    },
  },
  {
    says: 'a bound in another zone is the same instant',
    ...one('TIMESTAMPTZ', '2001-01-01 01:00:00+01'),
    properties: options('timestamp', 'timezone: true, minimum: "2001-01-01T02:00:00+02:00"'),
    expect: { 'a.minimum': { outcome: 'passed' } },
  },
  {
    says: 'truth values have no order',
    ...one('BOOLEAN', true),
    properties: options('integer', 'minimum: 0'),
    expect: {
      'a.minimum': {
        outcome: 'notEvaluated',
        reason: 'unbound',
        message: 'column "a" is BOOLEAN, which has no order',
      },
    },
  },
  {
    says: 'a bound that is no number cannot be held against numbers',
    ...one('BIGINT', 1),
    properties: options('date', 'minimum: "2001-01-01"'),
    expect: {
      'a.minimum': {
        outcome: 'notEvaluated',
        reason: 'unbound',
        message: 'the bound 2001-01-01 is no number',
      },
    },
  },
  {
    says: 'cells of a CSV that do not convert are no extremes',
    columns: {},
    rows: [],
    csv: 'a\nx\n5\n',
    properties: options('integer', 'minimum: 0, maximum: 4'),
    expect: {
      'a.minimum': { outcome: 'passed', measured: '5' },
      'a.maximum': { outcome: 'failed', measured: '5' },
    },
  },
];
