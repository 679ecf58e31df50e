import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestOf } from '../../../lib/cli/request.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { planRun, type RunPlan } from '../../../lib/steps/plan/plan-run.ts';
import type { RunRequest } from '../../../lib/steps/state/request.ts';
import { SmallPipeline } from '../../cli/small-pipeline.ts';
import { outside } from '../../platform/local/duckdb/files.ts';

const place = new SmallPipeline();
const lake = localLake(place.root);
const ledger = openLedger(join(place.root, 'ledger.sqlite'));

beforeAll(async () => {
  const rows =
    "SELECT TIMESTAMP '2001-01-01' + INTERVAL (i) SECOND AS at, hash(i) AS value FROM range(900000) r(i)";
  const path = join(place.source, 'all.parquet');
  await outside(`COPY (${rows}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 900000)`);
});
afterAll(async () => {
  await ledger.close();
  await lake.close();
  place.remove();
});

async function planned(request: RunRequest, dialect: 'duckdb' | 'trino'): Promise<RunPlan> {
  const plan = await planRun(request, { lake, ledger, engine: { name: dialect, dialect } });
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}

test('ten days of flights cost two queries and the one that asks for columns, ten megabytes at least each', async () => {
  const contracts = resolve(import.meta.dirname, '../../../contracts');
  const window = { start: '2001-01-01', end: '2001-01-11' };
  const request = requestOf('aviation/flights', { contracts, root: place.root, ...window });
  const { cost, source } = await planned(request, 'trino');
  expect(cost).toMatchObject({ usdPerTb: '5', isWithinBudget: true });
  const [write, fused, ...more] = cost.estimate.lines;
  expect(more).toEqual([]);
  // every column is asked for: all of the file, and its footer for each part
  expect(Number(write?.bytes)).toBeGreaterThanOrEqual(Number(source.bytes));
  expect(Number(write?.bytes)).toBeLessThan(Number(source.bytes) + 200_000);
  expect(write?.usd).toBe('0.00012');
  expect(fused).toMatchObject({ kind: 'fused', isGuess: true, usd: '0.000085' });
  expect(cost.estimate.usd).toBe('0.000205');
});

test('a query of one column reads that of the source on Athena, and whole files here', async () => {
  place.sql('SELECT CAST(at AS DATE) AS day, 1 AS value FROM {source} WHERE at >= {windowStart}');
  const request = requestOf('small/days', { contracts: place.contracts, root: place.root });
  const there = await planned(request, 'trino');
  const all = Number(there.source.bytes);
  expect(all).toBeGreaterThan(7_200_000);
  expect(Number(there.cost.estimate.lines[0]?.bytes)).toBeLessThan(0.8 * all);
  const here = await planned(request, 'duckdb');
  expect(here.cost.estimate.lines[0]).toMatchObject({ kind: 'write', bytes: String(all), usd: '0' });
});

test('placed candidates are weighed as they lie, each partition by its own files', async () => {
  place.edit(
    'small/days.pipeline.yaml',
    /candidate: .*/,
    'candidate: { location: "placed/{yyyy}-{MM}-{dd}" }',
  );
  const size = 'SELECT 1::BIGINT AS value FROM range(9)';
  for (const day of ['2001-01-01', '2001-01-03']) {
    await outside(`COPY (${size}) TO '${join(place.root, `placed-${day}.parquet`)}' (FORMAT parquet)`);
    await lake.copy(join(place.root, `placed-${day}.parquet`), `placed/${day}/a.parquet`);
  }
  const request = requestOf('small/days', { contracts: place.contracts, root: place.root });
  const { cost, source } = await planned(request, 'trino');
  expect(cost.estimate.lines.map((l) => [l.kind, l.isGuess ?? false])).toEqual([['fused', false]]);
  expect(cost.estimate.bytes).toBe(source.bytes);
  expect(cost.estimate.usd).toBe('0.00005');
});
