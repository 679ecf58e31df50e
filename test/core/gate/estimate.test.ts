import { expect, test } from 'vitest';
import { prepareChecks } from '../../../lib/core/gate/bind.ts';
import { billingOf } from '../../../lib/core/gate/cost.ts';
import {
  estimateOf,
  estimateScans,
  estimateWrite,
  groupStatements,
} from '../../../lib/core/gate/estimate.ts';
import { planGate } from '../../../lib/core/gate/plan.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { datasetOf, schemaOf } from './contract-text.ts';

const MB = 1_000_000;
const dataset = datasetOf({
  properties: `[
    { name: d, logicalType: date, partitioned: true, partitionKeyPosition: 1 },
    { name: a, logicalType: integer, required: true },
    { name: b, logicalType: integer, logicalTypeOptions: { minimum: 0 } },
    { name: c, logicalType: integer }]`,
  quality: `[
    { id: twice, type: sql, query: "SELECT count(*) FROM {object} x JOIN {object} y ON x.c = y.c", mustBe: 3 },
    { id: star, type: sql, query: "SELECT count(*) FROM (SELECT DISTINCT * FROM {object}) s", mustBe: 3 }]`,
  settings: '[{ property: sluice.granularity, value: P1D }]',
});
const FILES = { sizeBytes: 111 * MB, fixedBytes: MB, columnBytes: { a: 10 * MB, b: 20 * MB, c: 80 * MB } };
const day = (value: string) => ({ d: { type: 'string', value } as const });
const DAYS = [day('2001-01-01'), day('2001-01-02'), day('2001-01-03')];

function planned(dialect: 'duckdb' | 'trino', known: readonly string[] = [], partitions = DAYS) {
  const checks = prepareChecks(dataset);
  if (!checks.ok) throw new Error(JSON.stringify(checks.error));
  const schema = schemaOf({ d: 'date', a: 'integer', b: 'integer', c: 'integer' });
  return planGate({
    dataset,
    checks: checks.value,
    schema,
    partitions,
    table: 'candidate',
    dialect: { duckdb, trino }[dialect],
    known: new Set(known),
  });
}
const estimated = (dialect: 'duckdb' | 'trino', known?: readonly string[], partitions?: typeof DAYS) =>
  estimateScans(planned(dialect, known, partitions), FILES, billingOf(dialect));

test('on Athena a scan reads the columns that it needs, and each partition its own files', () => {
  const [fused, twice, star, ...more] = estimated('trino');
  expect(fused).toMatchObject({ kind: 'fused', times: 1, bytes: String(31 * MB), usd: '0.000155' });
  expect(twice).toMatchObject({ kind: 'opaque', times: 3, rules: ['twice'], bytes: String(162 * MB) });
  // at most 10 MB of each query come on top
  expect(twice?.usd).toBe('0.00096');
  expect(star).toMatchObject({ rules: ['star'], bytes: String(111 * MB) });
  expect(more).toEqual([]);
});

test('the rules of a scan are named by the weight of their columns', () => {
  expect(estimated('trino')[0]?.rules.slice(0, 2)).toEqual(['b.minimum', 'a.required']);
});

test('DuckDB is said to read whole files, all of them for each partition of a query of its own', () => {
  expect(estimated('duckdb').map((l) => [l.kind, l.times, l.bytes, l.usd])).toEqual([
    ['fused', 1, String(111 * MB), '0'],
    ['opaque', 3, String(3 * 2 * 111 * MB), '0'],
    ['opaque', 3, String(3 * 111 * MB), '0'],
  ]);
});

test('what is known costs nothing', () => {
  const all = planned('trino').metrics.map((m) => m.id);
  expect(estimated('trino', all)).toEqual([]);
  const rows = all.filter((id) => !id.startsWith('query:'));
  expect(estimated('trino', rows).map((l) => l.kind)).toEqual(['opaque', 'opaque']);
  expect(estimateOf([])).toEqual({ bytes: '0', usd: '0', lines: [] });
});

test('a partition more never costs less', () => {
  for (const dialect of ['duckdb', 'trino'] as const) {
    const [few, many] = [DAYS.slice(0, 2), DAYS].map((days) => estimateOf(estimated(dialect, [], days)));
    expect(Number(few?.usd)).toBeLessThanOrEqual(Number(many?.usd));
    expect(BigInt(few?.bytes ?? 0) <= BigInt(many?.bytes ?? 0)).toBe(true);
  }
});

test('a write reads its source as often as it names it, and on Athena asks for its columns first', () => {
  const read = { times: 2, columns: ['A', 'c'] };
  expect(estimateWrite(read, FILES, billingOf('trino'))).toEqual({
    kind: 'write',
    times: 1,
    rules: [],
    bytes: String(182 * MB),
    usd: '0.00096',
  });
  expect(estimateWrite({ times: 1, columns: 'all' }, FILES, billingOf('trino')).bytes).toBe(String(111 * MB));
  expect(estimateWrite(read, FILES, billingOf('duckdb'))).toMatchObject({
    bytes: String(222 * MB),
    usd: '0',
  });
});

test('the column that partitions are told apart by is read too, where it is in the files', () => {
  const files = { ...FILES, columnBytes: { ...FILES.columnBytes, d: 5 * MB } };
  const [fused, twice] = estimateScans(planned('trino'), files, billingOf('trino'));
  expect(fused?.bytes).toBe(String(36 * MB));
  expect(twice?.bytes).toBe(String((162 + 10) * MB));
});

test('statements are one line of an estimate where they differ in their partition alone', () => {
  const { statements } = planned('trino');
  const [fused] = statements.filter((s) => s.kind === 'fused');
  if (fused === undefined) throw new Error('no scan is planned');
  // as where one scan is too long for the engine
  const second = { ...fused, id: `${fused.id}, second part` };
  expect(groupStatements({ statements: [fused, second] })).toEqual([[fused], [second]]);
  const groups = groupStatements({ statements });
  expect(groups.map((same) => [same[0]?.kind, same.length])).toEqual([
    ['fused', 1],
    ['opaque', 3],
    ['opaque', 3],
  ]);
});
