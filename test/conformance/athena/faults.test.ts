import { AthenaClient, GetQueryExecutionCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type Rig, refusal, rig } from './athena.ts';

let athena: Rig;
beforeAll(async () => {
  athena = await rig('faults');
});
afterEach(() => athena.faults.clear());
afterAll(() => athena.close());

const get = (id: string) => athena.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
const started = async (): Promise<readonly string[]> =>
  (await athena.faults.counts()).started.map((each) => each.sql);
const token = (name: string) => ({ ClientRequestToken: `faults/${name}`.padEnd(40, '.') });

test('calls are counted by operation, and each query that was really started is named', async () => {
  const id = await athena.start('SELECT 1 AS n', token('counts'));
  await athena.start('SELECT 1 AS n', token('counts'));
  await get(id);
  const { calls, started: queries } = await athena.faults.counts();
  expect(calls).toEqual({ StartQueryExecution: 2, GetQueryExecution: 1 });
  expect(queries).toEqual([{ id, sql: 'SELECT 1 AS n' }]);
});

test('throttling comes in both kinds, as often as it is asked for, and starts nothing', async () => {
  await athena.faults.add(
    { operation: 'StartQueryExecution', effect: { kind: 'throttle', of: 'queries' } },
    { operation: 'GetQueryExecution', times: 2, effect: { kind: 'throttle', of: 'calls' } },
  );
  expect(await refusal(athena.start('SELECT 1'))).toMatchObject({
    name: 'TooManyRequestsException',
    status: 400,
    reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
  });
  expect(await started()).toEqual([]);
  const id = await athena.start('SELECT 1');
  for (let i = 0; i < 2; i++) {
    expect(await refusal(get(id))).toMatchObject({
      name: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
    });
  }
  expect((await get(id)).QueryExecution?.QueryExecutionId).toBe(id);
});

test('the SDK itself tries again after a throttle and a 500', async () => {
  const { region, credentials } = inject('stack');
  const patient = new AthenaClient({ endpoint: athena.server.url, region, credentials, maxAttempts: 3 });
  const id = await athena.start('SELECT 1');
  await athena.faults.add(
    { effect: { kind: 'throttle', of: 'calls' } },
    { skip: 1, effect: { kind: 'internal' } },
  );
  await patient.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  expect((await athena.faults.counts()).calls.GetQueryExecution).toBe(3);
  patient.destroy();
});

test('a failure of the service is a 500 that starts nothing', async () => {
  await athena.faults.add({ effect: { kind: 'internal' } });
  expect(await refusal(athena.start('SELECT 1'))).toMatchObject({
    name: 'InternalServerException',
    status: 500,
  });
  expect(await started()).toEqual([]);
});

test('a rule fits by the text of the query, for calls about it too, and lets some pass', async () => {
  await athena.faults.add({
    sql: 'chosen',
    operation: 'GetQueryExecution',
    skip: 1,
    effect: { kind: 'internal' },
  });
  const [other, chosen] = [await athena.start("SELECT 'other'"), await athena.start("SELECT 'chosen'")];
  await get(other);
  await get(chosen);
  await get(other);
  expect(await refusal(get(chosen))).toMatchObject({ name: 'InternalServerException' });
});

test('a connection that breaks before leaves no query; after, it leaves one that the token finds again', async () => {
  await athena.faults.add({ effect: { kind: 'cut', when: 'before' } });
  await refusal(athena.start('SELECT 1 AS n', token('cut')));
  expect(await started()).toEqual([]);
  await athena.faults.add({ effect: { kind: 'cut', when: 'after' } });
  await refusal(athena.start('SELECT 1 AS n', token('cut')));
  const [query] = (await athena.faults.counts()).started;
  expect(await athena.start('SELECT 1 AS n', token('cut'))).toBe(query?.id);
  expect(await started()).toEqual(['SELECT 1 AS n']);
});

test('an answer is lost after the query ran to its end: the client waits in vain', async () => {
  await athena.faults.add({ operation: 'StartQueryExecution', effect: { kind: 'lose' } });
  const request = new StartQueryExecutionCommand({
    QueryString: 'SELECT 1 AS n',
    QueryExecutionContext: { Database: athena.database },
    ResultConfiguration: { OutputLocation: `s3://${athena.bucket}/results/` },
    ...token('lose'),
  });
  const call = athena.client.send(request, { abortSignal: AbortSignal.timeout(2000) });
  expect(await refusal(call)).toMatchObject({ name: 'AbortError' });
  const [query] = (await athena.faults.counts()).started;
  expect((await get(query?.id ?? '')).QueryExecution?.Status?.State).toBe('SUCCEEDED');
  expect(await athena.start('SELECT 1 AS n', token('lose'))).toBe(query?.id);
});

test('a delay makes the answer late', async () => {
  await athena.faults.add({ effect: { kind: 'delay', ms: 400 } });
  const before = performance.now();
  await athena.start('SELECT 1');
  expect(performance.now() - before).toBeGreaterThanOrEqual(400);
});

test.each(['before', 'after'] as const)('a query fails as chosen, %s its work', async (when) => {
  const location = `s3://${athena.bucket}/${when}/`;
  await athena.run(`DROP TABLE IF EXISTS ${when}_work`);
  await athena.run(
    `CREATE EXTERNAL TABLE ${when}_work (n int) PARTITIONED BY (p string) STORED AS PARQUET LOCATION '${location}'`,
  );
  const reason = 'ICEBERG_COMMIT_ERROR: Failed to commit the transaction during write';
  const effect = { kind: 'fail', when, category: 1, type: 233, retryable: true, reason } as const;
  await athena.faults.add({ sql: `^INSERT INTO ${when}_work`, effect });
  const values = (n: number): string => `INSERT INTO ${when}_work VALUES (${n}, 'p${n}')`;
  const { Status } = await athena.run(values(1));
  expect(Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason: reason,
    AthenaError: { ErrorCategory: 1, ErrorType: 233, Retryable: true, ErrorMessage: reason },
  });
  const there = await athena.rows(`SHOW PARTITIONS ${when}_work`);
  expect(there).toEqual(when === 'before' ? [] : [['p=p1']]);
  expect((await athena.run(values(2))).Status?.State).toBe('SUCCEEDED');
});

test('a fault that is none is refused, not ignored', async () => {
  const wrong = { effect: { kind: 'explode' } } as never;
  await expect(athena.faults.add(wrong)).rejects.toThrow('the Athena server refused the faults');
  await expect(athena.faults.add({ sql: '(', effect: { kind: 'internal' } })).rejects.toThrow(
    'regular expression',
  );
});
