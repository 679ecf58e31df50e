import { expect, test } from 'vitest';
import { bindChecks, type GateChecks, prepareChecks } from '../../../lib/core/gate/bind.ts';
import { neededMetrics, partitionColumns, planGate, sourceOf } from '../../../lib/core/gate/plan.ts';
import { unexpectedVerdict } from '../../../lib/core/gate/unexpected.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { datasetOf, schemaOf } from './contract-text.ts';

const properties = `[
  { name: d, logicalType: date, partitioned: true, partitionKeyPosition: 1 },
  { name: a, logicalType: integer, required: true, logicalTypeOptions: { minimum: 0 },
    quality: [{ id: nulls, metric: nullValues, mustBe: 0 }] },
  { name: gone, logicalType: string }]`;
const quality = `[
  { id: rows, metric: rowCount, mustBeGreaterThan: 0 },
  { id: groups, type: sql, query: "SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g", mustBe: 3 },
  { id: talk, type: text, description: about people }]`;
const settings = '[{ property: sluice.granularity, value: P1D }]';
const dataset = datasetOf({ properties, quality, settings });
const schema = schemaOf({ d: 'date', a: 'integer' });

function prepared(): GateChecks {
  const checks = prepareChecks(dataset);
  if (!checks.ok) throw new Error(JSON.stringify(checks.error));
  return checks.value;
}

const plan = (known?: ReadonlySet<string>) =>
  planGate({
    dataset,
    checks: prepared(),
    schema,
    partitions: [
      { d: { type: 'string', value: '2001-01-01' } },
      { d: { type: 'string', value: '2001-01-02' } },
    ],
    table: 'candidate',
    dialect: duckdb,
    ...(known === undefined ? {} : { known }),
  });

test('a plan says of every check where its number comes from, and why one will have none', () => {
  const checks = Object.fromEntries(plan().checks.map((c) => [c.id, c]));
  expect(checks['a.present']).toMatchObject({ by: 'schema', metrics: [], column: 'a' });
  expect(checks['a.minimum']).toMatchObject({
    by: 'scan',
    kind: 'range',
    severity: 'error',
    scope: 'partition',
  });
  expect(checks.rows).toMatchObject({ by: 'scan', metrics: ['count(*)'] });
  expect(checks.groups).toMatchObject({ by: 'query' });
  expect(checks['gone.present']).toMatchObject({ by: 'schema' });
  expect(checks['gone.type']).toMatchObject({
    by: 'none',
    metrics: [],
    why: 'column "gone" is not in the data',
  });
  expect(checks.talk).toMatchObject({ by: 'none', why: 'meant for people', expected: [] });
  expect(checks.rows).not.toHaveProperty('column');
  expect(checks['a.minimum']).not.toHaveProperty('why');
});

test('a number that several checks need is measured once, and names them all', () => {
  const shared = plan().metrics.filter((m) => m.usedBy.includes('nulls'));
  expect(shared.map((m) => [...m.usedBy].sort())).toEqual([['a.minimum', 'a.required', 'nulls']]);
  expect(shared[0]).toMatchObject({ class: 'row', columns: ['a'] });
  const ids = plan().metrics.map((m) => m.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('one fused scan grouped by partition, and one scan of each partition for any other query', () => {
  const { statements, scans, dataset: name, planVersion } = plan();
  expect(statements.map((s) => s.kind)).toEqual(['fused', 'opaque', 'opaque']);
  expect({ scans, name, planVersion }).toEqual({ scans: 3, name: 't', planVersion: 1 });
  expect(statements[0]?.sql).toMatch(
    /^SELECT\n {2}"d" AS p0,\n {2}.* AS m0,[\s\S]*\nFROM "candidate"\nGROUP BY "d"$/,
  );
  expect(statements[0]?.partitionColumns).toEqual({ p0: 'd' });
  expect(statements.map((s) => new Set(Object.values(s.metrics)).size)).toEqual([
    Object.keys(statements[0]?.metrics ?? {}).length,
    1,
    1,
  ]);
  expect(statements[1]?.sql).toContain(`WHERE "d" = CAST('2001-01-01' AS DATE)`);
  expect(new Set(statements.map((s) => s.id)).size).toBe(3);
});

test('what is known needs no query, and is still part of the plan', () => {
  const all = new Set(plan().metrics.map((m) => m.id));
  const nothing = plan(all);
  expect(nothing.statements).toEqual([]);
  expect(nothing.scans).toBe(0);
  expect(nothing.metrics).toHaveLength(all.size);
  const rest = plan(new Set([...all].filter((id) => id !== 'count(*)')));
  expect(rest.statements.map((s) => Object.values(s.metrics))).toEqual([['count(*)']]);
});

test('rows are counted whatever the rules', () => {
  expect(neededMetrics([]).map((m) => m.id)).toEqual(['count(*)']);
  expect(neededMetrics(bindChecks(prepared(), schema))[0]?.id).toBe('count(*)');
});

test('partition columns are those of the contract that are there, in its order', () => {
  const two = datasetOf({
    properties: `[{ name: x, logicalType: string, partitioned: true, partitionKeyPosition: 2 },
      { name: y, logicalType: string, partitioned: true, partitionKeyPosition: 1 }]`,
  });
  expect(partitionColumns(two, schemaOf({ x: 'string', y: 'string' })).map((c) => c.name)).toEqual([
    'y',
    'x',
  ]);
  expect(partitionColumns(two, schemaOf({ x: 'string' })).map((c) => c.name)).toEqual(['x']);
});

test('a check with one number of its own query is answered by a query', () => {
  const metric = (kind: 'row' | 'opaque') => ({ id: kind, class: kind, columns: [] });
  const judge = () => ({ result: 'passed', measured: { type: 'null' }, message: '' }) as const;
  expect(sourceOf({ metrics: [], judge, failing: () => undefined })).toBe('schema');
  expect(sourceOf({ metrics: [metric('row')], judge, failing: () => undefined })).toBe('scan');
  expect(sourceOf({ metrics: [metric('row'), metric('opaque')], judge, failing: () => undefined })).toBe(
    'query',
  );
});

test('rows of a partition that nobody expects are kept out, and counted', () => {
  const foreign = unexpectedVerdict({ values: { d: '1999-01-01' }, rows: '7' }, '2001-01-01T00:00:00Z');
  expect(foreign).toMatchObject({
    decision: 'reject',
    asOf: '2001-01-01T00:00:00Z',
    partition: { d: '1999-01-01' },
  });
  expect(foreign.checks).toMatchObject([
    {
      id: 'partition.expected',
      severity: 'error',
      outcome: 'failed',
      measured: { type: 'integer', value: '7' },
      unit: 'rows',
      rows: '7',
    },
  ]);
  expect(foreign.checks[0]?.message).toBe(
    'd=1999-01-01: 7 rows, and the window does not expect this partition',
  );
  const none = unexpectedVerdict({ values: { d: null }, rows: '1' }, '2001-01-01T00:00:00Z');
  expect(none.checks[0]?.message).toBe('d=null: 1 rows, and the partition value is null');
});
