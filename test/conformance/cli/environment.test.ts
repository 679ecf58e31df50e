import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DeletePartitionCommand, DeleteTableCommand } from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import type { RunPlan } from '../../../lib/steps/plan/plan-run.ts';
import { runFolder } from '../../../lib/steps/state/bodies.ts';
import type { RunOutcome } from '../../../lib/steps/state/outcome.ts';
import { type Ended, Workplace } from '../../cli/sluice.ts';
import { makeEnvironment, stackClients } from '../stack/seed.ts';
import { trinoStatement } from '../stack/trino-statement.ts';

const TABLE = 'sluice_stack_aviation.flights';
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

test('a rejected day is approved, and taken back, by the same words as on this machine', async () => {
  expect(sluice('path', 'aviation/flights')).toMatchObject({ code: 0, stdout: `${TABLE}\n` });
  const before = Object.keys(await readers()).sort();
  const day = ['--partition', 'flight_date=2001-02-27'];
  const past = JSON.parse(sluice('history', 'aviation/flights', ...day, '--format', 'json').stdout);
  const { runId } = past.find((fact: { kind: string }) => fact.kind === 'judgement');
  const approved = sluice('approve', runId, ...day, '--reason', 'one typing error');
  expect(approved, approved.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('one typing error'),
  });
  expect(Object.keys(await readers()).sort()).toEqual([...before, '2001-02-27'].sort());

  const back = sluice('rollback', 'aviation/flights', ...day);
  expect(back.stderr).toContain('--withdraw');
  expect(back.code).toBe(2);
  const withdrawn = sluice('rollback', 'aviation/flights', ...day, '--withdraw');
  expect(withdrawn, withdrawn.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('withdrawn'),
  });
  expect(Object.keys(await readers()).sort()).toEqual(before);
}, 300_000);

test('the doctor finds what was changed by hand, and repairs it: a partition, and the whole table', async () => {
  const before = await readers();
  const healthy = sluice('doctor');
  expect(healthy, healthy.stdout + healthy.stderr).toMatchObject({ code: 0 });
  for (const part of ['lake', 'workgroup', 'databases', 'ledger', 'schedules', 'aviation/flights'])
    expect(healthy.stdout).toMatch(new RegExp(`^[✓!] ${part} `, 'm'));
  expect(healthy.stdout).toContain(`table ${TABLE} shows 2 partitions, as published`);

  const clients = stackClients(address);
  const [DatabaseName = '', TableName = ''] = TABLE.split('.');
  const breaks = [
    () => {
      const PartitionValues = ['2001-02-26'];
      return clients.glue.send(new DeletePartitionCommand({ DatabaseName, TableName, PartitionValues }));
    },
    () => clients.glue.send(new DeleteTableCommand({ DatabaseName, Name: TableName })),
  ];
  try {
    for (const harm of breaks) {
      await harm();
      const found = sluice('doctor', 'aviation/flights');
      expect(found).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/✗ aviation\/flights +readers see/),
      });
      const repaired = sluice('doctor', 'aviation/flights', '--repair');
      expect(repaired, repaired.stdout + repaired.stderr).toMatchObject({ code: 0 });
      expect(repaired.stdout).toContain('repaired: readers see again what was published');
      expect(await readers()).toEqual(before);
    }
  } finally {
    clients.close();
  }
  expect(sluice('doctor').code).toBe(0);
}, 300_000);

test('what an environment lacks is said by the doctor part by part, and nothing is made', () => {
  const file = join(place.contracts, 'other.environment.yaml');
  const stack = readFileSync(join(place.contracts, 'stack.environment.yaml'), 'utf8');
  writeFileSync(file, stack.replace('name: stack', 'name: other').replaceAll('sluice-stack', 'sluice-other'));
  const { code, stdout } = place.sluice('doctor', '--env', 'other', '--format', 'json');
  expect(code).toBe(1);
  const said = JSON.parse(stdout).probes.filter((p: { state: string }) => p.state === 'problem');
  expect(said.map((p: { says: string }) => p.says)).toEqual(
    expect.arrayContaining([
      'there is no bucket sluice-other',
      'there is no workgroup sluice-other in us-east-1',
      'there is no Glue database sluice_other in us-east-1',
      'there is no table sluice-other in us-east-1',
    ]),
  );
});

test('half a year is two runs: what one write and one publish take, and the rest', () => {
  const planned = sluice('plan', 'aviation/flights', '--format', 'json');
  expect(planned.code, planned.stderr).toBe(0);
  const plans: readonly RunPlan[] = JSON.parse(planned.stdout);
  expect(plans.map((p) => p.partitions)).toEqual([100, 82]);
  expect(plans[1]?.window.start).toBe(plans[0]?.window.end);
}, 300_000);
