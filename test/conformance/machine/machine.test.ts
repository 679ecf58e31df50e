import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { factsOf } from '../../../lib/core/publish/query-facts.ts';
import { openDynamoLedger } from '../../../lib/platform/aws/open-ledger.ts';
import { synthesised } from '../../infra/deployed.ts';
import { edgesOf, grantedOf, machineOf, type TemplateMachine } from '../../infra/machine-of.ts';
import { makeEnvironment, stackClients } from '../stack/seed.ts';
import { trinoStatement } from '../stack/trino-statement.ts';
import { type Called, recordCalls } from './calls.ts';
import { makeListeners } from './listeners.ts';
import { type Execution, execute, type Handler, invoke, loadHandlers } from './world.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const NAME = 'machine';
const DATASET = 'aviation/flights';
const ENVIRONMENT = `apiVersion: sluice/v1
name: ${NAME}
platform: aws
region: us-east-1
lake: s3://sluice-${NAME}/lake/
results: s3://sluice-${NAME}/results/
`;

const address = inject('stack');
const walked = new Set<string>();
let called: Called;
let granted: ReadonlyMap<string, ReadonlySet<string>>;
let machine: TemplateMachine;
let handlers: ReadonlyMap<string, Handler>;

beforeAll(async () => {
  const contracts = mkdtempSync(join(tmpdir(), 'sluice-machine-'));
  cpSync(join(PROJECT, 'contracts/aviation'), join(contracts, 'aviation'), { recursive: true });
  writeFileSync(join(contracts, `${NAME}.environment.yaml`), ENVIRONMENT);
  const raw = join(contracts, 'aviation/flights_raw.odcs.yaml');
  const server = `  - server: ${NAME}\n    type: s3\n    environment: ${NAME}\n    location: s3://sluice-${NAME}/raw/flights-3m.parquet\n    format: parquet\n`;
  writeFileSync(raw, readFileSync(raw, 'utf8').replace('\nschema:', `\n${server}schema:`));
  const { templates, problem } = synthesised(contracts, NAME);
  expect(problem).toBeUndefined();
  const template = templates.get(`sluice-${NAME}-aviation`);
  if (template === undefined) throw new Error([...templates.keys()].join(', '));
  machine = machineOf(template);
  granted = grantedOf(template);
  called = recordCalls();
  await makeEnvironment(address, NAME, ['aviation']);
  const clients = stackClients(address);
  const Body = readFileSync(join(PROJECT, 'node_modules/vega-datasets/data/flights-3m.parquet'));
  await clients.s3.send(
    new PutObjectCommand({ Bucket: `sluice-${NAME}`, Key: 'raw/flights-3m.parquet', Body }),
  );
  clients.close();
  const topic = await makeListeners(address, `sluice-${NAME}`);
  handlers = await loadHandlers(machine, {
    contracts,
    workgroup: 'primary',
    results: `s3://sluice-${NAME}/results/`,
    topic,
    bus: `sluice-${NAME}`,
  });
}, 300_000);

async function run(
  name: string,
  input: unknown,
  around?: (name: string, call: () => Promise<unknown>) => Promise<unknown>,
): Promise<Execution> {
  const execution = await execute(machine.definition, handlers, {
    name,
    input,
    ...(around === undefined ? {} : { around }),
  });
  for (const edge of execution.edges) walked.add(edge);
  expect(execution.largestState).toBeLessThan(8192);
  return execution;
}

const published = async (): Promise<readonly string[]> => {
  const sql = `SELECT DISTINCT cast(flight_date AS varchar) FROM hive.sluice_${NAME}_aviation.flights ORDER BY 1`;
  return (await trinoStatement(address.endpoints.trino, sql)).map(([day]) => String(day));
};

describe('the machine of the template', () => {
  test('publishes what passes and keeps out what fails', async () => {
    const execution = await run('by-hand-1', { start: '2001-02-26', end: '2001-03-01' });
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(execution.edges.at(-1)).toBe('each window -> done');
    expect(execution.edges).toContain('how did it end? -> rejected');
    expect(await published()).toEqual(['2001-02-26', '2001-02-28']);
    const ledger = openDynamoLedger({ ...address, ledgerTable: `sluice-${NAME}` });
    const runs = await factsOf(ledger, { kind: 'run', dataset: DATASET });
    expect(runs.map((r) => r.body.state)).toEqual(['started', 'finished']);
    expect(runs[1]?.body.summary).toMatchObject({ published: 2, rejected: 1 });
    await ledger.close();
  });

  test('sends no query for what was judged before', async () => {
    const execution = await run('by-hand-2', { start: '2001-02-26', end: '2001-03-01' });
    expect(execution.status).toBe('SUCCEEDED');
    expect(await published()).toEqual(['2001-02-26', '2001-02-28']);
  });

  test('goes through the window that a schedule asks for', async () => {
    const execution = await run('scheduled', { scheduledTime: '2001-03-02T06:00:00Z' });
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.edges).toContain('how did it end? -> passed');
    expect(await published()).toEqual(['2001-02-26', '2001-02-28', '2001-03-01']);
  });

  test('fails on an input that says no window, and by name', async () => {
    const execution = await run('no-window', { start: '2001-02-26' });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
    expect(execution.cause).toMatch(/SLU-208/);
  });

  test('a function that dies once is called again, and nothing is done twice', async () => {
    const died = new Set<string>();
    const execution = await run('dying', { start: '2001-03-02', end: '2001-03-03' }, async (name, call) => {
      const answer = await call();
      if (died.has(name)) return answer;
      died.add(name);
      throw Object.assign(new Error('the answer is lost'), { name: 'Lambda.Unknown' });
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(died.size).toBe(10);
    const ledger = openDynamoLedger({ ...address, ledgerTable: `sluice-${NAME}` });
    const partition = { kind: 'receipt', dataset: DATASET } as const;
    const receipts = (await factsOf(ledger, partition)).filter(
      (r) => r.body.partition.flight_date === '2001-03-02',
    );
    expect(receipts).toHaveLength(1);
    await ledger.close();
  });

  test('an execution that is stopped leaves nothing running and its dataset free', async () => {
    const stopped = await run('stopped', { start: '2001-03-05', end: '2001-03-06' }, async (name, call) => {
      const answer = await call();
      // while its query runs
      if (name === 'measure') throw Object.assign(new Error('somebody stopped it'), { name: 'Aborted' });
      return answer;
    });
    expect(stopped.status).toBe('FAILED');
    const abandon = handlers.get('abandon');
    if (abandon === undefined) throw new Error('no function abandons');
    const detail = { name: 'stopped', status: 'ABORTED', error: null, cause: null };
    const answer = await invoke('abandon', abandon, { detail });
    expect(answer).toMatchObject({ abandoned: expect.stringMatching(/^\d{8}T/) });
    const after = await run('after-stopped', { start: '2001-03-05', end: '2001-03-06' });
    expect(after.status).toBe('SUCCEEDED');
    expect(await published()).toContain('2001-03-05');
  });

  test('a query that fails on the side of Athena is asked again, in a run of its own', async () => {
    let failed = false;
    const execution = await run('anew', { start: '2001-03-07', end: '2001-03-08' }, async (name, call) => {
      const answer = await call();
      if (name !== 'measure' || failed) return answer;
      failed = true;
      throw Object.assign(new Error('INTERNAL_ERROR_QUERY_ENGINE'), { name: 'QueryFailed' });
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.edges.filter((e) => e === 'begin -> ended before?')).toHaveLength(2);
    expect(await published()).toContain('2001-03-07');
  });

  test('goes through a backfill of 182 days in two windows', async () => {
    const execution = await run('backfill', { start: '2001-01-01', end: '2001-07-02' });
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.edges.filter((e) => e === 'each window -> begin')).toHaveLength(2);
    expect(await published()).toHaveLength(178);
  }, 600_000);
});

test('every edge of the template was walked, but for those that are named here', () => {
  const open = [...edgesOf(machine.definition)].filter((edge) => !walked.has(edge)).sort();
  expect(open).toEqual([
    'ended before? -> already done',
    'how did it end? -> not committed',
    'how did it end? -> outcome unknown',
  ]);
});

/** What Athena and Lambda do in a function's name, which no client of the function asks for. */
const IN_ITS_NAME = new Set([
  'glue:BatchCreatePartition', // of a query's own table
  'glue:BatchGetPartition',
  'glue:CreatePartition',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitions',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:ListBucket', // without it S3 calls a missing object a forbidden one
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** What a function does only in runs that are not walked here, and why it may. */
const SELDOM: Readonly<Record<string, readonly string[]>> = {
  // events of an earlier run that nobody took then
  abandon: ['events:PutEvents'],
  // it shows readers again what was published, after somebody changed the table or a run died
  prepare: ['glue:BatchDeletePartition', 'glue:BatchUpdatePartition', 'glue:CreateTable', 'glue:UpdateTable'],
  // a partition that is published again, one that is taken back, a table without partitions
  publish: ['glue:BatchDeletePartition', 'glue:BatchUpdatePartition', 'glue:UpdateTable'],
  // queries of an attempt that did not end
  transform: ['athena:StopQueryExecution'],
  measure: ['athena:StopQueryExecution'],
  sample: ['athena:StopQueryExecution'],
  judge: ['dynamodb:Query'],
};

describe('the role of each function', () => {
  test('allows all that it was seen to call', () => {
    const missing = [...called].map(([name, actions]) => [
      name,
      [...actions].filter((a) => granted.get(name)?.has(a) !== true),
    ]);
    expect(Object.fromEntries(missing.filter(([, actions]) => actions?.length !== 0))).toEqual({});
    expect(called.size).toBe(11);
  });

  test('allows nothing that it never called, but for what is named here', () => {
    const never = [...granted].map(([name, actions]) => [
      name,
      [...actions]
        .filter((a) => called.get(name)?.has(a) !== true && !IN_ITS_NAME.has(a))
        .filter((a) => SELDOM[name]?.includes(a) !== true)
        .sort(),
    ]);
    expect(Object.fromEntries(never.filter(([, actions]) => actions?.length !== 0))).toEqual({});
  });
});
