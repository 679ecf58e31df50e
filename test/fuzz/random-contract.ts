import fc from 'fast-check';
import { stringify } from 'yaml';
import type { PhysicalColumn, PhysicalType } from '../../lib/core/sql/physical.ts';

/** A contract of many kinds of rule over columns of hostile names, and data whose columns need not be what it says. */
export interface RandomContract {
  readonly yaml: string;
  readonly columns: readonly PhysicalColumn[];
}

const NAME = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'select',
    'Group',
    'order by',
    'x"y',
    "o'neil",
    'a.b',
    '{object}',
    'é',
    'p0',
    'm0',
    ' ',
    '%',
    '1',
  ),
  fc.constantFrom(
    '"; DROP TABLE candidate; --',
    'a\\b',
    '🙂',
    'a\tb',
    'candidate',
    '*',
    '$1',
    '?',
    'NULL',
    'a,b',
    '--',
    '/*',
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const VALUE = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom('2001-01-01', '2001-01-01T00:00:00Z', 'x', '', "o'neil", '9007199254740993', 'NaN', '1e3'),
  fc.string({ maxLength: 6 }),
  fc.boolean(),
);
const LOGICAL = fc.constantFrom(
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'timestamp',
  'time',
  'object',
  'array',
);
const THRESHOLD = fc.oneof(
  fc.record({ mustBe: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ mustBeLessThan: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ mustBeBetween: fc.constantFrom([0, 5], [1.5, 2.5], [-3, 9]) }),
  fc.record({ mustNotBe: fc.double({ min: 0, max: 9, noNaN: true }) }),
);
/** Options that fit a type, and now and then one that does not. */
const OPTIONS_OF: Readonly<Record<string, fc.Arbitrary<object>>> = {
  string: fc.record(
    {
      minLength: fc.integer({ min: 0, max: 4 }),
      maxLength: fc.integer({ min: 5, max: 99 }),
      pattern: fc.constantFrom('^[A-Z]{3}$', 'a|b', '(?i)x', "'", '\\\\', '\\d+', '^$', '.*\\.'),
      format: fc.constantFrom('email', 'uuid', 'ipv4', 'ipv6', 'hostname', 'uri'),
    },
    { requiredKeys: [] },
  ),
  integer: fc.record(
    {
      minimum: fc.integer({ min: -99, max: 0 }),
      maximum: fc.integer({ min: 1, max: 99 }),
      multipleOf: fc.constantFrom(1, 5),
    },
    { requiredKeys: [] },
  ),
  number: fc.record(
    {
      exclusiveMinimum: fc.double({ min: -99, max: 0, noNaN: true }),
      maximum: fc.constantFrom(1, 2.5, 1e9),
      multipleOf: fc.constantFrom(0.05, 2.5),
    },
    { requiredKeys: [] },
  ),
  date: fc.record(
    { minimum: fc.constantFrom('2001-01-01'), maximum: fc.constantFrom('2030-01-01') },
    { requiredKeys: [] },
  ),
  timestamp: fc.record(
    {
      exclusiveMinimum: fc.constantFrom('2001-01-01T00:00:00Z'),
      maximum: fc.constantFrom('2030-01-01T12:00:00+02:00'),
    },
    { requiredKeys: [] },
  ),
  array: fc.record({ minItems: fc.nat(2), maxItems: fc.integer({ min: 3, max: 9 }) }, { requiredKeys: [] }),
};
const WILD = fc.record(
  { minimum: VALUE, maxLength: VALUE, pattern: fc.constantFrom('[', '(?=x)', '\\1') },
  { requiredKeys: [] },
);
const optionsOf = (logicalType: string): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 30, arbitrary: OPTIONS_OF[logicalType] ?? fc.constant({}) },
    { weight: 1, arbitrary: WILD },
  );

const METRIC = fc.oneof(
  fc.record({
    metric: fc.constantFrom('nullValues', 'duplicateValues'),
    unit: fc.constantFrom('rows', 'percent'),
  }),
  fc.record({
    metric: fc.constant('missingValues'),
    arguments: fc.record({ missingValues: fc.array(VALUE, { minLength: 1, maxLength: 4 }) }),
  }),
  fc.record({
    metric: fc.constant('invalidValues'),
    arguments: fc.record({ validValues: fc.array(VALUE, { minLength: 1, maxLength: 4 }) }),
  }),
  fc.record({
    metric: fc.constant('invalidValues'),
    arguments: fc.record({ pattern: fc.constantFrom('^a', 'b$', '[x-z]') }),
  }),
);
const QUALITY = fc.tuple(METRIC, THRESHOLD).map(([metric, threshold]) => ({ ...metric, ...threshold }));

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** Queries that fit every type; the rest is what the parser of users' SQL is tested for. */
const sqlOf = (name: string): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.constantFrom(
        `SELECT count(${quoted(name)}) FROM {object}`,
        `SELECT count(*) FROM {object} WHERE ${quoted(name)} IS NULL`,
        `SELECT count(DISTINCT ${quoted(name)}) FROM {object}`,
        `SELECT count(*) FROM (SELECT ${quoted(name)} FROM {object} GROUP BY ${quoted(name)}) d`,
      ),
      THRESHOLD,
    )
    .map(([query, threshold]) => ({ type: 'sql', query, ...threshold }));

const property = (name: string): fc.Arbitrary<object> =>
  LOGICAL.chain((logicalType) =>
    fc.record(
      {
        name: fc.constant(name),
        logicalType: fc.constant(logicalType),
        logicalTypeOptions: optionsOf(logicalType),
        required: fc.boolean(),
        unique: fc.boolean(),
        primaryKey: fc.boolean(),
        classification: fc.constantFrom('public', 'restricted'),
        enum: fc.array(
          VALUE.map((value) => ({ value })),
          { minLength: 1, maxLength: 3 },
        ),
        quality: fc.array(QUALITY, { maxLength: 2 }),
      },
      { requiredKeys: ['name', 'logicalType'] },
    ),
  );

const PHYSICAL: fc.Arbitrary<PhysicalType> = fc.constantFrom<PhysicalType>(
  { kind: 'integer', bits: 64, signed: true },
  { kind: 'integer', bits: 8, signed: false },
  { kind: 'decimal', precision: 10, scale: 2 },
  { kind: 'floating', bits: 64 },
  { kind: 'floating', bits: 32 },
  { kind: 'string' },
  { kind: 'boolean' },
  { kind: 'date' },
  { kind: 'time' },
  { kind: 'timestamp', zoned: false },
  { kind: 'timestamp', zoned: true },
  { kind: 'uuid' },
  { kind: 'binary' },
  { kind: 'list', item: { kind: 'integer', bits: 64, signed: true } },
);

/** Elements of an SLA are paths: names with dots and spaces cannot be told apart in them. */
const plainNames = (names: readonly string[]): readonly string[] => {
  const plain = names.filter((n) => /^[a-z]\w*$/i.test(n)).map((n) => `t.${n}`);
  return plain.length > 0 ? plain : [''];
};

export const randomContract: fc.Arbitrary<RandomContract> = fc
  .uniqueArray(NAME, { minLength: 1, maxLength: 6, selector: (n) => n.toLowerCase() })
  .chain((names) =>
    fc.record({
      properties: fc.tuple(...names.map(property)),
      keys: fc.subarray(names),
      sql: fc.oneof(...names.map(sqlOf)),
      rows: THRESHOLD,
      sla: fc.option(
        fc.record({
          property: fc.constantFrom('freshness', 'latency'),
          value: fc.integer({ min: 0, max: 99 }),
          unit: fc.constantFrom('h', 'd', 'minutes', 's'),
          element: fc.constantFrom(...plainNames(names)),
        }),
        { nil: undefined },
      ),
      columns: fc.tuple(
        ...names.map((name) =>
          fc.record({
            name: fc.constant(name),
            type: PHYSICAL,
            there: fc.integer({ min: 0, max: 9 }),
            text: fc.boolean(),
          }),
        ),
      ),
    }),
  )
  .map(({ properties, keys, sql, rows, sla, columns }) => {
    const duplicates =
      keys.length === 0 ? [] : [{ metric: 'duplicateValues', arguments: { properties: keys }, mustBe: 0 }];
    const contract = {
      apiVersion: 'v3.2.0',
      kind: 'DataContract',
      id: 't',
      name: 't',
      version: '1.0.0',
      status: 'active',
      schema: [{ name: 't', properties, quality: [{ metric: 'rowCount', ...rows }, ...duplicates, sql] }],
      ...(sla === undefined || sla.element === '' ? {} : { slaProperties: [sla] }),
    };
    return {
      yaml: stringify(contract),
      // one column in ten is not there
      columns: columns
        .filter((c) => c.there > 0)
        .map(({ name, type, text }) => ({ name, type, typeName: type.kind, from: text ? 'text' : 'file' })),
    };
  });
