import { type CheckCase, one } from './case.ts';

const typed = (
  says: string,
  sql: string,
  logical: string,
  outcome: 'passed' | 'failed' | 'warned',
): CheckCase => ({
  says: `${says}: ${sql} is ${outcome === 'passed' ? '' : 'not quite '}a ${logical}`,
  ...one(sql),
  properties: [`{ name: a, logicalType: ${logical} }`],
  expect: { 'a.type': { outcome } },
});

export const columnType: readonly CheckCase[] = [
  typed('whole numbers', 'BIGINT', 'integer', 'passed'),
  typed('small whole numbers', 'SMALLINT', 'integer', 'passed'),
  typed('whole numbers are numbers', 'INTEGER', 'number', 'passed'),
  typed('decimals are numbers', 'DECIMAL(10,2)', 'number', 'passed'),
  typed('doubles are numbers', 'DOUBLE', 'number', 'passed'),
  typed('doubles are no integers', 'DOUBLE', 'integer', 'failed'),
  typed('texts', 'VARCHAR', 'string', 'passed'),
  typed('numbers are no texts', 'BIGINT', 'string', 'failed'),
  typed('texts are no numbers', 'VARCHAR', 'number', 'failed'),
  typed('truth values', 'BOOLEAN', 'boolean', 'passed'),
  typed('numbers are no truth values', 'INTEGER', 'boolean', 'failed'),
  typed('days', 'DATE', 'date', 'passed'),
  typed('texts are no days', 'VARCHAR', 'date', 'failed'),
  typed('times', 'TIME', 'time', 'passed'),
  typed('instants', 'TIMESTAMP', 'timestamp', 'passed'),
  typed('lists', 'INTEGER[]', 'array', 'passed'),
  typed('structures', 'STRUCT(x INTEGER)', 'object', 'passed'),
  {
    says: 'members of an object are there, of their types',
    ...one('STRUCT(x INTEGER, y STRUCT(z VARCHAR))'),
    properties: [
      '{ name: a, logicalType: object, properties: [{ name: x, logicalType: integer }, { name: y, logicalType: object, properties: [{ name: z, logicalType: string }] }] }',
    ],
    expect: { 'a.type': { outcome: 'passed' } },
  },
  {
    says: 'an absent member and one of another type fail, however deep',
    ...one('STRUCT(x INTEGER, y STRUCT(z VARCHAR))'),
    properties: [
      '{ name: a, logicalType: object, properties: [{ name: w, logicalType: integer }, { name: y, logicalType: object, properties: [{ name: z, logicalType: date }] }] }',
    ],
    expect: { 'a.type': { outcome: 'failed', message: 'a.w is absent; a.y.z is string, expected date' } },
  },
  {
    says: 'items of an array have their type',
    ...one('VARCHAR[]'),
    properties: ['{ name: a, logicalType: array, items: { logicalType: integer } }'],
    expect: { 'a.type': { outcome: 'failed', message: 'a[] is string, expected integer' } },
  },
  {
    says: 'members of the items of an array',
    ...one('STRUCT(x INTEGER)[]'),
    properties: [
      '{ name: a, logicalType: array, items: { logicalType: object, properties: [{ name: x, logicalType: string }] } }',
    ],
    expect: { 'a.type': { outcome: 'failed', message: 'a[].x is integer (32 bits), expected string' } },
  },
  {
    says: 'an object in JSON is an object, and what is inside is said to be unchecked',
    columns: {},
    rows: [],
    json: '{"a": {"x": 1}}\n{"a": 7}\n',
    properties: ['{ name: a, logicalType: object, properties: [{ name: x, logicalType: string }] }'],
    expect: { 'a.type': { outcome: 'failed', measured: '1', message: 'such as "7"' } },
  },
  {
    says: 'what is inside an object of JSON is said to be unchecked',
    columns: {},
    rows: [],
    json: '{"a": {"x": 1}}\n{"a": null}\n',
    properties: ['{ name: a, logicalType: object, properties: [{ name: x, logicalType: string }] }'],
    expect: { 'a.type': { outcome: 'warned', message: 'what is inside is not checked: a.*' } },
  },
  {
    says: 'an array in JSON stands in brackets',
    columns: {},
    rows: [],
    json: '{"a": [1]}\n{"a": {"x": 1}}\n{"a": "[1"}\n',
    properties: ['{ name: a, logicalType: array }'],
    expect: { 'a.type': { outcome: 'failed', measured: '2' } },
  },
  {
    says: 'a zone in the data is a zone in the contract; a default zone of UTC changes nothing',
    ...one('TIMESTAMPTZ', '2001-01-01 00:00:00+00'),
    properties: [
      '{ name: a, logicalType: timestamp, logicalTypeOptions: { timezone: true, defaultTimezone: UTC } }',
    ],
    expect: { 'a.type': { outcome: 'passed' } },
  },
  {
    says: 'warns where only the time zone differs',
    ...one('TIMESTAMP', '2001-01-01'),
    properties: ['{ name: a, logicalType: timestamp, logicalTypeOptions: { timezone: true } }'],
    expect: { 'a.type': { outcome: 'warned', message: 'time zone' } },
  },
  {
    says: 'a physical type holds what fits into it: a narrower whole number',
    ...one('INTEGER', 1),
    properties: ['{ name: a, logicalType: integer, physicalType: BIGINT }'],
    expect: { 'a.type': { outcome: 'passed', expected: { op: 'type', value: 'BIGINT' } } },
  },
  {
    says: 'a wider whole number does not fit, and both are named',
    ...one('BIGINT', 1),
    properties: ['{ name: a, logicalType: integer, physicalType: INTEGER }'],
    expect: {
      'a.type': {
        outcome: 'failed',
        message: 'a: integer (64 bits), expected INTEGER',
        expected: { op: 'type', value: 'INTEGER' },
      },
    },
  },
  {
    says: 'an unsigned whole number of the same width does not fit',
    ...one('UBIGINT', 1),
    properties: ['{ name: a, physicalType: BIGINT }'],
    expect: { 'a.type': { outcome: 'failed', message: 'unsigned integer (64 bits), expected BIGINT' } },
  },
  {
    says: 'decimals keep their scale',
    ...one('DECIMAL(10,2)', 1),
    properties: ['{ name: a, physicalType: "DECIMAL(12,3)" }'],
    expect: { 'a.type': { outcome: 'failed', message: 'decimal(10,2), expected DECIMAL(12,3)' } },
  },
  {
    says: 'decimals of less precision fit',
    ...one('DECIMAL(10,2)', 1),
    properties: ['{ name: a, physicalType: "decimal(12, 2)" }'],
    expect: { 'a.type': { outcome: 'passed' } },
  },
  {
    says: 'a physical type of no known name leaves the logical one',
    ...one('BIGINT', 1),
    properties: ['{ name: a, logicalType: string, physicalType: FLURB }'],
    expect: { 'a.type': { outcome: 'failed', message: 'integer (64 bits), expected string' } },
  },
  {
    says: 'counts the cells of a CSV that are none of its type, and shows one',
    columns: {},
    rows: [],
    csv: 'a,b\n1,2001-01-01\nx,2001-01-02\n,2001-02-30\n3.5,\n',
    properties: ['{ name: a, logicalType: integer }', '{ name: b, logicalType: date }'],
    expect: {
      'a.type': {
        outcome: 'failed',
        measured: '2',
        unit: 'rows',
        message: '2 of 4 cells are not integer, such as "3.5"',
      },
      'b.type': { outcome: 'failed', measured: '1', unit: 'rows', message: '2001-02-30' },
    },
  },
  {
    says: 'passes a CSV whose cells all convert',
    columns: {},
    rows: [],
    csv: 'a\n1\n2\n',
    properties: ['{ name: a, logicalType: integer }'],
    expect: {
      'a.type': { outcome: 'passed', measured: '0', unit: 'rows', message: 'every cell is integer' },
    },
  },
  {
    says: 'counts the values of JSON Lines that are none of its type',
    columns: {},
    rows: [],
    json: '{"a": 1, "b": "x"}\n{"a": "two", "b": "y"}\n{"a": null, "b": "z"}\n',
    properties: ['{ name: a, logicalType: integer }', '{ name: b, logicalType: string }'],
    expect: { 'a.type': { outcome: 'failed', measured: '1' }, 'b.type': { outcome: 'passed' } },
  },
];
