import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import { runFolder } from '../../../lib/steps/state/bodies.ts';
import type { RunOutcome } from '../../../lib/steps/state/outcome.ts';
import { type Ended, Workplace } from '../../cli/sluice.ts';
import { makeEnvironment, stackClients } from '../stack/seed.ts';
import { trinoStatement } from '../stack/trino-statement.ts';

const FLIGHTS = resolve(import.meta.dirname, '../../../node_modules/vega-datasets/data/flights-3m.parquet');
const WINDOW = ['--start', '2001-02-26', '--end', '2001-03-01'];

const address = inject('stack');
let place: Workplace;

/** As a user's shell does after `npm run stack`: the stack's file where the environment looks for it. */
beforeAll(async () => {
  place = new Workplace();
  await makeEnvironment(address, 'stack', ['aviation']);
  const clients = stackClients(address);
  const Body = readFileSync(FLIGHTS);
  await clients.s3.send(
    new PutObjectCommand({ Bucket: 'sluice-stack', Key: 'raw/flights-3m.parquet', Body }),
  );
  clients.close();
  mkdirSync(join(place.root, '.sluice'));
  const file = join(place.root, '.sluice', 'stack.json');
  writeFileSync(file, JSON.stringify(address));
  const environment = join(place.contracts, 'stack.environment.yaml');
  writeFileSync(environment, readFileSync(environment, 'utf8').replace('.sluice/stack.json', file));
});
afterAll(() => place.remove());

const sluice = (...args: readonly string[]): Ended => place.sluice(...args, '--env', 'stack');

function outcomeOf(...options: readonly string[]): RunOutcome {
  const ended = sluice('run', 'aviation/flights', ...WINDOW, '--format', 'json', ...options);
  if (ended.stdout === '') throw new Error(`exit code ${ended.code}: ${ended.stderr}`);
  return JSON.parse(ended.stdout);
}

const readers = async (): Promise<Readonly<Record<string, number>>> => {
  const sql =
    'SELECT cast(flight_date AS varchar), count(*) FROM hive.sluice_stack_aviation.flights GROUP BY 1';
  const rows = await trinoStatement(address.endpoints.trino, sql);
  return Object.fromEntries(rows.map(([day, count]) => [String(day), Number(count)]));
};

test('a window is written, judged and published by Athena, and what failed stays out', async () => {
  const first = outcomeOf();
  expect(first.summary).toMatchObject({ published: 2, rejected: 1, unchanged: 0 });
  expect(first.partitions.map((p) => [Object.values(p.partition)[0], p.publication])).toEqual([
    ['2001-02-26', 'published'],
    ['2001-02-27', 'rejected'],
    ['2001-02-28', 'published'],
  ]);
  const seen = await readers();
  expect(Object.keys(seen).sort()).toEqual(['2001-02-26', '2001-02-28']);
  const rows = first.verdict.partitions.flatMap(
    (p) => p.checks.find((c) => c.kind === 'rowCount')?.rows ?? [],
  );
  expect(Object.values(seen).map(String)).toEqual(expect.arrayContaining([rows[0], rows[2]]));

  const again = outcomeOf('--fail-on', 'never');
  expect(again.summary).toMatchObject({ published: 0, unchanged: 2 });
  expect(again.verdict.stats.queries).toBe(0);
  expect(await readers()).toEqual(seen);

  const status = JSON.parse(sluice('status', '--format', 'json').stdout);
  expect(status).toMatchObject([{ dataset: 'aviation/flights', publishedPartitions: 2 }]);
  const shown = sluice('show', first.runId).stdout;
  expect(shown).toContain('table sluice_stack_aviation.flights');

  const folder = `s3://sluice-stack/lake/${runFolder('aviation/flights', first.runId).replace(
    /^\.sluice\/runs\/(.*)\/([^/]+)$/,
    '$1/runs/$2',
  )}/1`;
  const contract = join(place.contracts, 'aviation', 'flights.odcs.yaml');
  const checked = sluice('check', folder, '--contract', contract, '--format', 'json');
  expect(checked.code, checked.stderr).toBe(1);
  const verdict: Verdict = JSON.parse(checked.stdout);
  expect(verdict.partitions.map((p) => p.decision)).toEqual(['publish', 'reject', 'publish']);
}, 600_000);

test('more partitions than one query of Athena writes are refused before anything is written', () => {
  const { code, stdout, stderr } = sluice('run', 'aviation/flights');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/SLU-564.*100 partitions, not 182/);
}, 300_000);
