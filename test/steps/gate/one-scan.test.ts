import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract, Dataset } from '../../../lib/core/contract/model.ts';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import type { QueryRef } from '../../../lib/core/ports.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import type { QueryProfile } from '../../../lib/platform/local/duckdb/profile.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { checkData } from '../../../lib/steps/check/check-data.ts';
import { datasetIn } from '../check/judge-files.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const FLIGHTS = join(PROJECT, 'node_modules/vega-datasets/data/flights-3m.parquet');
const NOW = '2030-01-01T00:00:00Z';

const root = mkdtempSync(join(tmpdir(), 'sluice-one-scan-'));
const folder = join(root, 'flights');
let contract: Contract;
let dataset: Dataset;
let rows: bigint;

beforeAll(async () => {
  const file = join(PROJECT, 'contracts/aviation/flights.odcs.yaml');
  ({ contract, dataset } = datasetIn(readFileSync(file, 'utf8'), file));
  const connection = await (await DuckDBInstance.create()).connect();
  const days = `SELECT date::DATE AS flight_date, * FROM read_parquet('${FLIGHTS}') WHERE date < '2001-01-08'`;
  await connection.run(`COPY (${days}) TO '${folder}' (FORMAT parquet, PARTITION_BY (flight_date))`);
  const counted = await connection.runAndReadAll(
    `SELECT count(*) FROM read_parquet('${folder}/**/*.parquet')`,
  );
  rows = BigInt(String(counted.getRows()[0]?.[0]));
  connection.closeSync();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function judge(
  judged: Dataset,
  withoutProofs = true,
): Promise<{ verdict: Verdict; profiles: readonly (QueryProfile | undefined)[]; sql: readonly string[] }> {
  const duck = createDuckDb({ root, profile: true });
  const lake = localLake(root);
  const refs: QueryRef[] = [];
  const sql: string[] = [];
  const start: typeof duck.engine.start = async (query, token) => {
    const ref = await duck.engine.start(query, token);
    refs.push(ref);
    sql.push(query.sql);
    return ref;
  };
  const ports = { catalog: duck.catalog, engine: { ...duck.engine, start }, lake };
  try {
    const request = {
      contract,
      dataset: judged,
      path: folder,
      format: 'parquet' as const,
      now: NOW,
      withoutProofs,
    };
    const result = await checkData(request, ports, () => NOW);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return { verdict: result.value, profiles: refs.map((r) => duck.profileOf(r)), sql };
  } finally {
    await duck.close();
    await lake.close();
  }
}

test("all rules of the flights together are one query, and by the engine's own profile one scan of each row once", async () => {
  const { profiles, verdict } = await judge(dataset);
  expect(profiles).toHaveLength(1);
  expect(profiles[0]?.scans).toHaveLength(1);
  expect(profiles[0]?.rowsRead).toBe(rows);
  expect(verdict.partitions.map((p) => p.decision)).toEqual(Array(7).fill('publish'));
});

test('each check alone gives the numbers that it gives in the fused scan', async () => {
  const fused = (await judge(dataset)).verdict;
  for (const rule of dataset.rules) {
    const alone = (await judge({ ...dataset, rules: [rule] })).verdict;
    for (const [i, partition] of alone.partitions.entries()) {
      const same = fused.partitions[i]?.checks.find((c) => c.id === rule.id);
      expect(partition.checks).toEqual([same]);
    }
  }
});

test('what footers prove is not asked for, is the same, and says so', async () => {
  const [asked, proved] = [await judge(dataset), await judge(dataset, false)];
  await expect(`${proved.sql.join('\n;\n')}\n`).toMatchFileSnapshot(
    '../../core/sql/golden/flights-unproven.duckdb.golden.sql',
  );
  expect(proved.profiles[0]?.scans).toHaveLength(1);
  expect(proved.profiles[0]?.rowsRead).toBe(rows);
  const plain = ({ verdict }: typeof asked) =>
    verdict.partitions.map((p) => ({ ...p, checks: p.checks.map(({ by: _, ...check }) => check) }));
  expect(plain(proved)).toEqual(plain(asked));
  const by = proved.verdict.partitions[0]?.checks.filter((c) => c.by === 'proof').map((c) => c.id);
  expect(by).toEqual([
    'delay.minimum',
    'delay.maximum',
    'distance.minimum',
    'distance.maximum',
    'date-nulls',
    'delay-nulls',
    'distance-nulls',
    'origin-nulls',
    'destination-nulls',
    'rows',
    'date.freshness',
  ]);
});

test('the fused query of the flights is this one', async () => {
  const { sql } = await judge(dataset);
  await expect(`${sql.join('\n;\n')}\n`).toMatchFileSnapshot(
    '../../core/sql/golden/flights.duckdb.golden.sql',
  );
});

test('a rule whose SQL the engine cannot run is named and blocks; every other rule is still judged', async () => {
  const query = 'SELECT max(CAST(origin AS DATE)) FROM {object}';
  const broken = dataset.rules.find((r) => r.id === 'delay-mean');
  if (broken === undefined) throw new Error('no rule delay-mean');
  const engine = { engine: 'duckdb' };
  const opaque = 'SELECT sum(x) FROM (SELECT CAST(origin AS INTEGER) AS x FROM {object}) AS t';
  for (const text of [query, opaque]) {
    const rule = { ...broken, ...engine, id: 'broken', arguments: { query: text } };
    const { verdict } = await judge({ ...dataset, rules: [...dataset.rules, rule] });
    for (const { checks, decision } of verdict.partitions) {
      const outcomes = Object.fromEntries(checks.map((c) => [c.id, c.outcome]));
      expect(outcomes.broken).toBe('notEvaluated');
      expect(decision).toBe('reject');
      expect(checks.filter((c) => c.outcome !== 'passed').map((c) => c.id)).toEqual(['broken']);
    }
  }
});
