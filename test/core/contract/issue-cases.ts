import type { IssueCode } from '../../../lib/core/contract/issue.ts';

/**
 * For every code of the reader a document that brings it about. `▸` stands just before the character where the
 * issue has to be placed; it is taken out before the document is read.
 */
export interface IssueCase {
  readonly code: IssueCode;
  readonly severity?: 'warning';
  /** Told apart in the test's name where a code has several cases. */
  readonly note?: string;
  readonly text: string;
}

const HEAD = 'apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\n';
const HEAD_30 = HEAD.replace('v3.1.0', 'v3.0.0');
const HEAD_32 = HEAD.replace('v3.1.0', 'v3.2.0');

/** A contract of one table `t`; `lines` continue the schema object. */
const table = (...lines: string[]): string =>
  `${HEAD}schema:\n  - name: t\n${lines.map((l) => `    ${l}\n`).join('')}`;
/** One property `a`; `lines` continue it. */
const property = (...lines: string[]): string =>
  table('properties:', '  - name: a', ...lines.map((l) => `    ${l}`));
const onColumn = (rule: string): string => property('quality:', `  - ${rule}`);
const onTable = (rule: string): string => table('properties: [{name: a}]', 'quality:', `  - ${rule}`);
const sla = (entry: string): string =>
  `${table('properties: [{name: at, logicalType: timestamp}]')}slaProperties:\n  - ${entry}\n`;
const setting = (entry: string): string => table('customProperties:', `  - ${entry}`);

export const ISSUE_CASES: readonly IssueCase[] = [
  { code: 'SLU-101', text: '▸' },
  { code: 'SLU-101', note: 'comments only', text: '▸# nothing\n' },
  { code: 'SLU-103', note: 'flow', text: `a: ${'['.repeat(99)}▸${'['.repeat(20_000)}` },
  { code: 'SLU-103', note: 'blocks', text: `${'- '.repeat(100)}▸${'- '.repeat(20_000)}x` },
  { code: 'SLU-103', note: 'mappings', text: `${'? '.repeat(100)}▸${'? '.repeat(20_000)}x` },
  { code: 'SLU-104', text: 'a: "▸\\q"\n' },
  { code: 'SLU-104', note: 'unknown tag', text: 'a: ▸!secret b\n' },
  { code: 'SLU-105', text: 'a:\n▸\tb: 1\n' },
  { code: 'SLU-106', text: 'a: 1\n▸---\nb: 2\n' },
  { code: 'SLU-107', text: 'a: 1\nb: 2\n▸a: 3\n' },
  { code: 'SLU-108', text: 'a: ▸*nowhere\n' },
  { code: 'SLU-109', text: 'a: &x [▸*x]\n' },
  {
    code: 'SLU-110',
    text: `▸a: &a [${'x,'.repeat(99)}x]\nb: &b [${'*a,'.repeat(99)}*a]\nc: &c [${'*b,'.repeat(99)}*b]\n`,
  },
  { code: 'SLU-111', text: 'a:\n  ▸[x, y]: 1\n' },
  { code: 'SLU-111', note: '__proto__', text: '▸__proto__: 1\n' },
  { code: 'SLU-112', text: 'a: b▸\0c\n' },
  { code: 'SLU-112', note: 'half a surrogate pair', text: 'a: ▸"\\uD800"\n' },
  { code: 'SLU-113', text: '▸hello\n' },
  { code: 'SLU-114', text: `${HEAD}▸serverz: []\n` },
  { code: 'SLU-115', text: HEAD.replace('id: x\n', '').replace('apiVersion', '▸apiVersion') },
  { code: 'SLU-115', note: 'name of a property', text: table('properties:', '  - ▸description: none') },
  { code: 'SLU-115', note: 'query', text: onTable('▸{type: sql, mustBe: 0}') },
  { code: 'SLU-115', note: 'status', severity: 'warning', text: `▸${HEAD.replace('status: active\n', '')}` },
  { code: 'SLU-116', text: HEAD.replace('version: 1.0.0', 'version: ▸1.0') },
  { code: 'SLU-117', text: property('logicalType: ▸strng') },
  {
    code: 'SLU-117',
    note: 'type of a server',
    text: `${HEAD}servers:\n  - {server: a, type: ▸locale, path: p, format: csv}\n`,
  },
  { code: 'SLU-118', text: property('logicalType: string', 'logicalTypeOptions: {minLength: ▸-1}') },
  { code: 'SLU-119', severity: 'warning', text: `${HEAD}description:\n  ▸purpse: sales\n` },
  { code: 'SLU-120', text: HEAD.replace('DataContract', '▸DataProduct') },
  { code: 'SLU-121', text: HEAD.replace('v3.1.0', '▸v2.2.2') },
  { code: 'SLU-122', text: HEAD.replace('v3.1.0', '▸v4.0.0') },
  { code: 'SLU-123', severity: 'warning', text: property('▸enum: [{value: 1}]') },
  { code: 'SLU-124', severity: 'warning', text: `${HEAD}▸dataProduct: x\n` },
  { code: 'SLU-125', severity: 'warning', text: onTable('{id: ▸a.b, metric: rowCount, mustBe: 1}') },
  { code: 'SLU-126', text: property('logicalType: integer', 'logicalTypeOptions: {minLength: ▸1}') },
  { code: 'SLU-126', note: 'no logicalType', text: property('logicalTypeOptions: {minimum: ▸1}') },
  {
    code: 'SLU-127',
    text: property('logicalType: integer', 'logicalTypeOptions: {minimum: 1, exclusiveMinimum: ▸true}'),
  },
  { code: 'SLU-130', text: `${HEAD}schema:\n  - name: t\n  - name: ▸t\n` },
  { code: 'SLU-131', text: table('properties:', '  - name: a', '  - name: ▸A') },
  {
    code: 'SLU-132',
    text: table(
      'quality:',
      '  - {id: r, metric: rowCount, mustBe: 1}',
      '  - {id: ▸r, metric: rowCount, mustBe: 2}',
    ),
  },
  { code: 'SLU-133', text: sla('{property: freshness, value: 1, unit: h, element: ▸t.ta}') },
  {
    code: 'SLU-133',
    note: 'for people',
    severity: 'warning',
    text: sla('{property: retention, value: 1, unit: y, element: ▸t.b}'),
  },
  { code: 'SLU-134', text: property('relationships: [{to: ▸b.c}]') },
  {
    code: 'SLU-135',
    text: onTable('{metric: duplicateValues, mustBe: 0, arguments: {properties: [a, ▸b]}}'),
  },
  {
    code: 'SLU-136',
    text: table(
      'properties:',
      '  - {name: a, partitioned: true, partitionKeyPosition: 1}',
      '  - {name: b, partitioned: true, partitionKeyPosition: ▸1}',
    ),
  },
  {
    code: 'SLU-136',
    note: 'not partitioned',
    severity: 'warning',
    text: property('partitionKeyPosition: ▸1'),
  },
  {
    code: 'SLU-137',
    text: table(
      'properties:',
      '  - {name: a, primaryKey: true, primaryKeyPosition: 1}',
      '  - {name: b, primaryKey: true, primaryKeyPosition: ▸1}',
    ),
  },
  { code: 'SLU-138', text: property('relationships: [{from: ▸t.a, to: t.a}]') },
  {
    code: 'SLU-138',
    note: 'lengths',
    text: table('properties: [{name: a}]', 'relationships:', '  - from: t.a', '    ▸to: [t.a]'),
  },
  { code: 'SLU-140', text: onTable('{metric: rowCount, mustBeGreaterThan: ▸many}') },
  { code: 'SLU-140', note: 'band', text: onTable('{metric: rowCount, ▸mustBeBetween: [1]}') },
  {
    code: 'SLU-141',
    text: property('logicalType: integer', 'logicalTypeOptions: {minimum: ▸10, maximum: 9.5}'),
  },
  {
    code: 'SLU-141',
    note: 'length',
    text: property('logicalType: string', 'logicalTypeOptions: {minLength: ▸3, maxLength: 2}'),
  },
  {
    code: 'SLU-141',
    note: 'dates',
    text: property(
      'logicalType: date',
      'logicalTypeOptions: {minimum: ▸"2002-01-01", maximum: "2001-01-01"}',
    ),
  },
  {
    code: 'SLU-141',
    note: 'open ends that meet',
    text: property('logicalType: number', 'logicalTypeOptions: {exclusiveMinimum: ▸1, maximum: 1}'),
  },
  { code: 'SLU-141', note: 'band', text: onTable('{metric: rowCount, ▸mustBeBetween: [9, 1]}') },
  {
    code: 'SLU-141',
    note: '3.0 operators',
    text: onTable('{rule: rowCount, mustBeGreaterThan: ▸9, mustBeLessThan: 3}').replace(HEAD, HEAD_30),
  },
  { code: 'SLU-142', text: onTable('{metric: rowCount, ▸mustBeBetween: [5, 5.0]}') },
  { code: 'SLU-143', text: onTable('{metric: rowCount, mustBeGreaterThan: 1, mustBeLessThan: ▸9}') },
  { code: 'SLU-144', text: onColumn('▸metric: nullValues') },
  { code: 'SLU-144', note: '3.0', text: onTable('▸rule: countCheck').replace(HEAD, HEAD_30) },
  { code: 'SLU-145', text: onColumn('▸{metric: invalidValues, mustBe: 0}') },
  { code: 'SLU-146', text: onTable('{metric: rowCount, mustBe: 1, unit: ▸percent}') },
  { code: 'SLU-147', text: onColumn('{metric: ▸rowCount, mustBe: 1}') },
  { code: 'SLU-147', note: 'nullValues on a table', text: onTable('{metric: ▸nullValues, mustBe: 0}') },
  {
    code: 'SLU-147',
    note: 'duplicateValues on a table without properties',
    text: onTable('{metric: ▸duplicateValues, mustBe: 0}'),
  },
  { code: 'SLU-148', text: onColumn('{metric: nullValues, mustBeLessThan: ▸0}') },
  {
    code: 'SLU-148',
    note: 'percent',
    text: onColumn('{metric: nullValues, unit: percent, mustBeGreaterThan: ▸100}'),
  },
  {
    code: 'SLU-148',
    note: 'no whole number inside',
    text: onTable('{metric: rowCount, ▸mustBeBetween: [0.2, 0.8]}'),
  },
  {
    code: 'SLU-149',
    severity: 'warning',
    text: onColumn('{metric: nullValues, unit: percent, mustBeLessOrEqualTo: ▸100}'),
  },
  {
    code: 'SLU-149',
    note: 'empty pattern',
    severity: 'warning',
    text: property('logicalType: string', 'logicalTypeOptions: {pattern: ▸""}'),
  },
  { code: 'SLU-150', text: property('logicalType: string', 'logicalTypeOptions: {pattern: ▸"[a-"}') },
  { code: 'SLU-151', text: property('logicalType: string', 'logicalTypeOptions: {pattern: ▸"^(?!x)a"}') },
  {
    code: 'SLU-152',
    text: onColumn(String.raw`{metric: invalidValues, mustBe: 0, arguments: {pattern: ▸'(a)\1'}}`),
  },
  { code: 'SLU-153', text: onColumn('{metric: invalidValues, mustBe: 0, arguments: {▸validValues: []}}') },
  { code: 'SLU-153', note: 'enum', text: property('▸enum: []').replace(HEAD, HEAD_32) },
  {
    code: 'SLU-154',
    severity: 'warning',
    text: onColumn('{metric: invalidValues, mustBe: 0, arguments: {validValues: [x, ▸x]}}'),
  },
  { code: 'SLU-155', text: property('logicalType: date', 'logicalTypeOptions: {minimum: ▸yesterday}') },
  {
    code: 'SLU-155',
    note: 'time',
    text: property('logicalType: time', 'logicalTypeOptions: {minimum: ▸"25:00"}'),
  },
  { code: 'SLU-156', text: onColumn('{metric: ▸nulValues, mustBe: 0}') },
  { code: 'SLU-157', severity: 'warning', text: onTable('{type: text, description: d, mustBe: ▸0}') },
  {
    code: 'SLU-157',
    note: 'query of a library rule',
    severity: 'warning',
    text: onTable('{metric: rowCount, mustBe: 1, query: ▸select 1}'),
  },
  { code: 'SLU-158', severity: 'warning', text: onTable('{metric: rowCount, mustBe: 1, severity: ▸loud}') },
  { code: 'SLU-159', text: onColumn('{metric: nullValues, mustBe: 0, unit: ▸promille}') },
  { code: 'SLU-160', severity: 'warning', text: onColumn('{metric: nullValues, mustBe: 0, dimension: ▸cp}') },
  { code: 'SLU-161', text: sla('{property: latency, value: 1, unit: ▸mo, element: t.at}') },
  { code: 'SLU-161', note: 'no unit', text: sla('▸{property: latency, value: 1, element: t.at}') },
  { code: 'SLU-162', text: sla('{property: latency, value: ▸soon, unit: d, element: t.at}') },
  { code: 'SLU-163', severity: 'warning', text: sla('{property: ▸latency, value: 1, unit: d}') },
  { code: 'SLU-164', text: setting('{property: sluice.granularity, value: ▸P1D}') },
  { code: 'SLU-165', text: setting('{property: ▸sluice.polcy, value: STRICT}') },
  { code: 'SLU-117', note: 'value of a setting', text: setting('{property: sluice.policy, value: ▸LAX}') },
  {
    code: 'SLU-114',
    note: 'key of a setting',
    text: setting('{property: sluice.budget, value: {▸bytesPerDay: 5}}'),
  },
  { code: 'SLU-167', text: setting('{property: ▸sluice.scope, value: table}') },
  {
    code: 'SLU-168',
    text: table(
      'customProperties:',
      '  - {property: sluice.unit, value: window}',
      '  - {property: ▸sluice.unit, value: window}',
    ),
  },
  {
    code: 'SLU-194',
    text: `${HEAD}servers:\n  - {server: a, type: kinesis}\n  - {server: ▸a, type: kinesis}\n`,
  },
];
