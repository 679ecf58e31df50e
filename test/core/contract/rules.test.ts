import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Contract, Dataset, Rule } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';

function contract(text: string, file = 'f.odcs.yaml'): Contract {
  const result = readContract(text, file);
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value.contract;
}
const fixture = (name: string): Contract =>
  contract(readFileSync(new URL(`../../fixtures/contracts/${name}`, import.meta.url), 'utf8'), name);
function dataset(from: Contract, name: string): Dataset {
  const found = from.datasets.find((d) => d.name === name);
  if (!found) throw new Error(`no dataset ${name}`);
  return found;
}
function rule(from: Dataset, id: string): Rule {
  const found = from.rules.find((r) => r.id === id);
  if (!found) throw new Error(`no rule ${id} among ${from.rules.map((r) => r.id).join(' ')}`);
  return found;
}

const HEAD = 'apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\n';
const table = (body: string): Dataset => dataset(contract(`${HEAD}schema:\n  - ${body}\n`), 't');
const shop = fixture('every-element.odcs.yaml');
const lines = dataset(shop, 'order_lines');
const old = dataset(fixture('version-30.odcs.yaml'), 'orders');

test('the contract keeps its identity, its servers as written and its file', () => {
  expect(shop).toMatchObject({
    id: 'bookshop-orders',
    name: 'orders',
    version: '2.1.0',
    apiVersion: 'v3.2.0',
    status: 'active',
  });
  expect(shop.servers.map((s) => [s.server, s.type, s.environment])).toEqual([
    ['laptop', 'local', 'local'],
    ['warehouse', 'athena', 'prod'],
    ['old', 'postgres', undefined],
  ]);
  expect(shop.servers[0]?.properties).toMatchObject({
    path: 'lake/sales/orders',
    format: 'parquet',
    encoding: 'utf-8',
  });
  expect(contract(HEAD, 'contracts/a/flights.odcs.yaml').name).toBe('flights');
});

test('columns carry physical names, types and nesting', () => {
  expect(lines.physicalName).toBe('order_lines_v2');
  expect(lines.columns[0]).toMatchObject({
    name: 'order_id',
    physicalName: 'ORDER_ID',
    logicalType: 'string',
    physicalType: 'VARCHAR',
    required: true,
    classification: 'internal',
  });
  expect(lines.columns.find((c) => c.name === 'address')?.properties?.[0]).toMatchObject({
    name: 'street',
    required: true,
  });
  expect(lines.columns.find((c) => c.name === 'authors')?.items).toMatchObject({ logicalType: 'string' });
});

test('partition columns come in the order of their positions', () => {
  expect(lines.partitionedBy).toEqual(['shop', 'sold_on']);
});

test('every column demands to be present and of its type', () => {
  expect(rule(lines, 'order_id.present')).toMatchObject({
    kind: 'columnPresent',
    column: 'ORDER_ID',
    severity: 'error',
    arguments: {},
  });
  expect(rule(lines, 'order_id.type')).toMatchObject({
    kind: 'columnType',
    arguments: { logicalType: 'string', physicalType: 'VARCHAR', options: { minLength: 6 } },
  });
  expect(lines.rules.filter((r) => r.kind === 'columnPresent')).toHaveLength(lines.columns.length);
  expect(table('{name: t, properties: [{name: a}]}').rules.map((r) => r.id)).toEqual([
    'a.present',
    'extraColumns',
  ]);
});

test('required, unique, enum and the primary key become rules', () => {
  expect(rule(lines, 'order_id.required')).toMatchObject({ kind: 'required', column: 'ORDER_ID' });
  expect(rule(lines, 'isbn.unique')).toMatchObject({ kind: 'unique', column: 'isbn' });
  expect(rule(lines, 'edition.enum')).toMatchObject({
    kind: 'enum',
    arguments: { values: ['1', '2'], logicalType: 'integer' },
  });
  expect(rule(lines, 'primaryKey')).toMatchObject({
    kind: 'primaryKey',
    arguments: { columns: ['line_no', 'ORDER_ID'] },
  });
});

test('columns beside the contract warn, unless they are rejected', () => {
  expect(rule(lines, 'extraColumns')).toMatchObject({ severity: 'error' });
  expect(rule(dataset(shop, 'books'), 'extraColumns')).toMatchObject({
    severity: 'warning',
    arguments: { columns: ['isbn', 'edition'] },
  });
});

test.each([
  ['line_no.minimum', 'range', 'mustBeGreaterOrEqualTo', '1'],
  ['line_no.exclusiveMaximum', 'range', 'mustBeLessThan', '10000000000000000001'],
  ['quantity.exclusiveMinimum', 'range', 'mustBeGreaterThan', '0'],
  ['quantity.maximum', 'range', 'mustBeLessOrEqualTo', '99.5'],
  ['sold_on.minimum', 'range', 'mustBeGreaterOrEqualTo', '2001-01-01'],
  ['opens.maximum', 'range', 'mustBeLessOrEqualTo', '22:00:00'],
  ['order_id.minLength', 'length', 'mustBeGreaterOrEqualTo', '6'],
  ['authors.maxItems', 'length', 'mustBeLessOrEqualTo', '20'],
])('the bound %s is a %s with %s %s', (id, kind, op, value) => {
  expect(rule(lines, id)).toMatchObject({ kind, thresholds: [{ op, values: [value] }] });
});

test('patterns, formats and divisors keep their text', () => {
  expect(rule(lines, 'order_id.pattern').arguments).toEqual({ pattern: '^[A-Z]{2}\\d+$' });
  expect(rule(lines, 'isbn.format')).toMatchObject({
    kind: 'format',
    arguments: { format: 'hostname', logicalType: 'string' },
  });
  expect(rule(lines, 'line_no.multipleOf').arguments).toEqual({ divisor: '0.10' });
  expect(rule(lines, 'authors.minItems').arguments).toEqual({ of: 'list' });
});

test('a format that no value can be held to is for people, not a check that always passes', () => {
  expect(rule(lines, 'sold_on.format').kind).toBe('text');
  expect(rule(lines, 'line_no.format').kind).toBe('text');
});

test('options that no check evaluates are kept as unsupported, idle ones are not', () => {
  const unsupported = lines.rules.filter((r) => r.kind === 'unsupportedOption').map((r) => r.id);
  expect(unsupported).toEqual([
    'address.minProperties',
    'address.maxProperties',
    'address.required',
    'authors.uniqueItems',
    'embedding.dimensions',
    'embedding.elementType',
    'embedding.normalized',
  ]);
  const zone = table(
    '{name: t, properties: [{name: a, logicalType: timestamp, logicalTypeOptions: {timezone: true, defaultTimezone: Europe/Berlin}}]}',
  );
  expect(zone.rules.filter((r) => r.kind === 'unsupportedOption').map((r) => r.id)).toEqual([
    'a.defaultTimezone',
  ]);
  const idle = table(
    '{name: t, properties: [{name: a, logicalType: array, logicalTypeOptions: {uniqueItems: false, minItems: 0}}]}',
  );
  expect(idle.rules.map((r) => r.id)).toEqual(['a.present', 'a.type', 'extraColumns']);
});

test('in 3.0 a boolean makes the bound beside it exclusive', () => {
  expect(rule(old, 'amount.minimum').thresholds).toEqual([{ op: 'mustBeGreaterThan', values: ['0'] }]);
  expect(rule(old, 'amount.maximum').thresholds).toEqual([{ op: 'mustBeLessOrEqualTo', values: ['100'] }]);
  expect(rule(old, 'day.maximum').thresholds).toEqual([{ op: 'mustBeLessThan', values: ['2100-01-01'] }]);
  expect(old.rules.filter((r) => r.id.includes('exclusive'))).toEqual([]);
});

test('the metrics of 3.0 are read under their names of today', () => {
  expect(rule(old, 'amount.nullValues').thresholds).toEqual([{ op: 'mustBe', values: ['0'] }]);
  expect(rule(old, 'amount.duplicateValues')).toMatchObject({
    unit: 'percent',
    arguments: { properties: ['amount'] },
  });
  expect(rule(old, 'unit.invalidValues')).toMatchObject({
    arguments: { validValues: ['pounds', '1.50'] },
    thresholds: [{ op: 'mustBe', values: ['0'] }],
  });
  expect(rule(old, 'unit.invalidValues#2').arguments).toEqual({ pattern: '^[a-z]+$' });
});

test('in 3.0 several operators of one rule all apply', () => {
  expect(rule(old, 'rowCount').thresholds).toEqual([
    { op: 'mustBeGreaterThan', values: ['5'] },
    { op: 'mustBeLessOrEqualTo', values: ['900'] },
  ]);
});

test('library rules carry metric, arguments, thresholds in the digits of the file, unit and dimension', () => {
  expect(rule(lines, 'enough-rows')).toMatchObject({
    kind: 'rowCount',
    severity: 'warning',
    dimension: 'coverage',
    thresholds: [{ op: 'mustBeBetween', values: ['1', '100000'] }],
  });
  expect(rule(lines, 'order_id.missingValues')).toMatchObject({
    column: 'ORDER_ID',
    unit: 'percent',
    arguments: { missingValues: [null, '', 'n/a', '1.50'] },
    thresholds: [{ op: 'mustBeLessThan', values: ['0.1'] }],
  });
  expect(rule(lines, 'isbn.nullValues')).toMatchObject({
    severity: 'error',
    thresholds: [{ op: 'mustNotBe', values: ['7'] }],
  });
  expect(rule(lines, 'isbn.invalidValues').arguments).toEqual({ validValues: ['a', 'b'], pattern: '^[ab]$' });
});

test('duplicateValues names physical columns, and on a property that property', () => {
  expect(rule(lines, 'one line a position')).toMatchObject({
    kind: 'duplicateValues',
    name: 'one line a position',
    arguments: { properties: ['ORDER_ID', 'line_no'] },
  });
  expect(rule(lines, 'isbn.duplicateValues').arguments).toEqual({ properties: ['isbn'] });
});

test('settings of a rule are read from its customProperties', () => {
  expect(rule(lines, 'one line a position')).toMatchObject({ scope: 'table', where: 'quantity > 0' });
  expect(rule(lines, 'sql')).toMatchObject({
    engine: 'trino',
    arguments: { query: 'SELECT SUM(quantity) FROM {object}' },
    thresholds: [{ op: 'mustBeBetween', values: ['0', '1e6'], open: true }],
  });
  expect(rule(lines, 'enough-rows').scope).toBe('partition');
});

test('custom rules, words for people and relationships are kept, not dropped', () => {
  expect(rule(lines, 'custom')).toMatchObject({
    kind: 'custom',
    arguments: { engine: 'soda', implementation: { checks: ['schema'] } },
  });
  expect(rule(lines, 'text')).toMatchObject({
    kind: 'text',
    description: 'Prices were agreed with the publisher.',
  });
  expect(rule(lines, 'isbn.relationship').arguments).toEqual({ type: 'foreignKey', to: 'books.isbn' });
  expect(lines.rules.filter((r) => r.kind === 'relationship')).toHaveLength(4);
  const words = table('{name: t, properties: [{name: a}], quality: [{description: Agreed by all.}]}');
  expect(rule(words, 'text')).toMatchObject({ kind: 'text', description: 'Agreed by all.' });
});

test('demands of nested properties are kept as nested', () => {
  const nested = lines.rules
    .filter((r) => r.kind === 'nested')
    .map((r) => [r.column, r.arguments.path, r.arguments.keyword]);
  expect(nested).toEqual([
    ['address', 'address.street', 'required'],
    ['address', 'address.street', 'quality[0]'],
    ['address', 'address.street', 'logicalTypeOptions.maxLength'],
    ['authors', 'authors[]', 'unique'],
    ['prices', 'prices.value', 'logicalTypeOptions.minimum'],
  ]);
});

test('ages with an element become freshness and latency, other SLAs are for people', () => {
  expect(rule(lines, 'sla-latency')).toMatchObject({
    kind: 'latency',
    column: 'sold_at',
    arguments: { element: 'sold_at', value: '1.50', unit: 'd' },
  });
  expect(rule(lines, 'sold_at.freshness').arguments).toEqual({ element: 'sold_at', value: '2', unit: 'h' });
  expect(rule(lines, 'sold_on.freshness').kind).toBe('freshness');
  expect(rule(lines, 'retention')).toMatchObject({
    kind: 'slaForPeople',
    arguments: { property: 'retention', value: '3', unit: 'y' },
  });
  expect(rule(lines, 'generalAvailability').kind).toBe('slaForPeople');
  expect(rule(old, 'day.latency')).toMatchObject({
    kind: 'latency',
    arguments: { element: 'day', value: '4', unit: 'days' },
  });
});

test('settings come from the dataset, then the contract, then careful defaults', () => {
  expect(lines.settings).toMatchObject({
    policy: 'ALWAYS',
    publisher: 'glue-partition',
    granularity: 'P1D',
    onMissingPartition: 'skip',
    unit: 'window',
    extraColumns: 'reject',
    budget: { bytesPerRun: 5_000_000_000, usdPerRun: 0.05 },
  });
  expect(lines.settings.at['sluice.policy']?.line).toBe(85);
  expect(dataset(shop, 'books').settings).toMatchObject({ onMissingPartition: 'reject' });
  const { at, ...defaults } = table('{name: t}').settings;
  expect(defaults).toEqual({
    policy: 'STRICT',
    publisher: 'local',
    onMissingPartition: 'reject',
    unit: 'partition',
    extraColumns: 'warn',
    retention: { versions: 3, duration: 'P1D' },
  });
  expect(at).toEqual({});
});

test('ids that somebody wrote come first; a generated id that meets one is numbered', () => {
  const both = table(
    '{name: t, properties: [{name: a, required: true, quality: [{id: a.required, metric: nullValues, mustBe: 0}]}]}',
  );
  expect(rule(both, 'a.required').kind).toBe('nullValues');
  expect(rule(both, 'a.required#2').kind).toBe('required');
});

test('ids are unique in every dataset', () => {
  for (const name of ['every-element.odcs.yaml', 'version-30.odcs.yaml', 'flights.odcs.yaml']) {
    for (const { rules } of fixture(name).datasets) {
      expect(new Set(rules.map((r) => r.id)).size).toBe(rules.length);
    }
  }
});

test.each([
  ['info', 'warning'],
  ['Warn', 'warning'],
  ['trivial', 'warning'],
  ['error', 'error'],
  ['loud', 'error'],
])('the severity %s is a %s', (word, severity) => {
  const rules = table(
    `{name: t, properties: [{name: a}], quality: [{id: r, metric: rowCount, mustBe: 1, severity: ${word}}]}`,
  );
  expect(rule(rules, 'r').severity).toBe(severity);
});

test('every rule stands at a line of the file', () => {
  for (const { rules } of shop.datasets) for (const r of rules) expect(r.at.line, r.id).toBeGreaterThan(1);
});

test('the hash changes with the last digit of a threshold, and not with order, comments or quotes', () => {
  const sha = (text: string): string =>
    contract(`${HEAD}schema:\n  - name: t\n    quality:\n      - ${text}\n`).sha256;
  const one = sha('{metric: rowCount, mustBe: 10000000000000000001}');
  expect(sha('{mustBe: 10000000000000000001, metric: "rowCount"} # same')).toBe(one);
  expect(sha('{metric: rowCount, mustBe: 10000000000000000002}')).not.toBe(one);
  expect(sha('{metric: rowCount, mustBe: 10}')).toBe(sha('{metric: rowCount, mustBe: 10.0}'));
});

test('a sql rule may compare with true and false, a library rule may not', () => {
  const sql = table(
    '{name: t, properties: [{name: a}], quality: [{type: sql, query: SELECT 1, mustBe: true}]}',
  );
  expect(rule(sql, 'sql').thresholds).toEqual([{ op: 'mustBe', values: ['true'] }]);
});
