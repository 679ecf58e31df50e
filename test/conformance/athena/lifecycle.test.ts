import { GetQueryExecutionCommand, StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type Rig, refusal, rig } from './athena.ts';

let athena: Rig;
beforeAll(async () => {
  athena = await rig('lifecycle');
});
afterEach(() => athena.faults.clear());
afterAll(() => athena.close());

const TOKEN = 'run-1/attempt-1/check-delay.minimum';
const LONG =
  'SELECT count(*) AS n FROM unnest(sequence(1, 10000)) a(x) CROSS JOIN unnest(sequence(1, 10000)) b(y) CROSS JOIN unnest(sequence(1, 1000)) c(z) WHERE (x * y + z) % 7 = 3';

const stop = (QueryExecutionId: string) =>
  athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
const stateOf = async (id: string): Promise<string | undefined> =>
  (await athena.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution?.Status
    ?.State;

/** What the engine itself says of the query. */
async function engineState(id: string): Promise<string | undefined> {
  const { endpoints } = inject('stack');
  const answer = await fetch(`${endpoints.trino}/v1/query`, { headers: { 'X-Trino-User': 'athena' } });
  const queries = (await answer.json()) as {
    readonly state: string;
    readonly session: { readonly clientTags: string[] };
  }[];
  return queries.find((query) => query.session.clientTags.includes(id))?.state;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 30));
}

test('the same token gives the same query whatever became of it, and starts nothing', async () => {
  const more = { ClientRequestToken: TOKEN };
  const id = await athena.start('SELECT 1 AS n', more);
  expect(await athena.start('SELECT 1 AS n', more)).toBe(id);
  await athena.finished(id);
  expect(await athena.start('SELECT 1 AS n', more)).toBe(id);
  expect((await athena.faults.counts()).started.map((each) => each.id)).toEqual([id]);
});

test('a failed query keeps its token too', async () => {
  const more = { ClientRequestToken: `${TOKEN}/failed` };
  const id = await athena.start('SELECT * FROM nowhere', more);
  await athena.finished(id);
  expect(await athena.start('SELECT * FROM nowhere', more)).toBe(id);
});

test.each([
  ['its text', 'SELECT 2 AS n', {}],
  ['its database', 'SELECT 1 AS n', { QueryExecutionContext: { Database: 'other' } }],
  [
    'the case of its catalog',
    'SELECT 1 AS n',
    { QueryExecutionContext: { Database: 'athena_lifecycle', Catalog: 'AWSDATACATALOG' } },
  ],
  [
    'its place of results',
    'SELECT 1 AS n',
    { ResultConfiguration: { OutputLocation: 's3://athena-lifecycle/elsewhere/' } },
  ],
])('a token that comes back with another query, by %s, is refused', async (_what, sql, change) => {
  const more = { ClientRequestToken: `${TOKEN}/mismatch` };
  await athena.start('SELECT 1 AS n', more);
  expect(await refusal(athena.start(sql, { ...more, ...change }))).toEqual({
    name: 'InvalidRequestException',
    status: 400,
    code: 'IDEMPOTENT_PARAMETER_MISMATCH',
    message: 'Idempotent parameters do not match',
  });
});

test('execution parameters are not compared: the first ones stand', async () => {
  const more = { ClientRequestToken: `${TOKEN}/parameters` };
  const id = await athena.start('SELECT ? AS n', { ...more, ExecutionParameters: ['1'] });
  expect(await athena.start('SELECT ? AS n', { ...more, ExecutionParameters: ['2'] })).toBe(id);
});

test('a statement that is refused does not use up its token', async () => {
  const more = { ClientRequestToken: `${TOKEN}/syntax` };
  await refusal(athena.start('SELEC 1', more));
  expect(await athena.rows('SELECT 1 AS n', more)).toEqual([['n'], ['1']]);
});

test.each([
  [31, 'greater than or equal to 32'],
  [129, 'less than or equal to 128'],
])('a token of %i characters is refused', async (length, rule) => {
  expect(await refusal(athena.start('SELECT 1', { ClientRequestToken: 'x'.repeat(length) }))).toMatchObject({
    code: 'INVALID_INPUT',
    message: `1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length ${rule}`,
  });
});

test.each([32, 128])('a token of %i characters is taken', async (length) => {
  await athena.finished(await athena.start('SELECT 1', { ClientRequestToken: 'x'.repeat(length) }));
});

test('a query is queued, then runs; its results are refused until it has succeeded', async () => {
  await athena.faults.add({ sql: 'slow', effect: { kind: 'hold', state: 'QUEUED', ms: 300 } });
  await athena.faults.add({ sql: 'slow', effect: { kind: 'hold', state: 'RUNNING', ms: 300 } });
  const id = await athena.start("SELECT 'slow' AS n");
  expect(await stateOf(id)).toBe('QUEUED');
  expect(await refusal(athena.results(id))).toMatchObject({
    code: 'INVALID_QUERY_EXECUTION_STATE',
    message: 'Query has not yet finished. Current state: QUEUED',
  });
  await until(async () => (await stateOf(id)) === 'RUNNING');
  expect(await refusal(athena.results(id))).toMatchObject({
    message: 'Query has not yet finished. Current state: RUNNING',
  });
  expect((await athena.finished(id)).Statistics?.QueryQueueTimeInMillis).toBeGreaterThanOrEqual(300);
});

test('stopping kills the query in the engine; its results are gone', async () => {
  const id = await athena.start(LONG);
  await until(async () => (await stateOf(id)) === 'RUNNING' && (await engineState(id)) === 'RUNNING');
  await stop(id);
  const { Status } = await athena.finished(id);
  expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Query cancelled by user' });
  expect(Status?.AthenaError).toBeUndefined();
  expect(await refusal(athena.results(id))).toMatchObject({
    code: 'RESULT_NOT_FOUND',
    message: 'Could not find results',
  });
  await until(async () => (await engineState(id)) === 'FAILED');
});

test('stopping a query that is queued keeps it from ever running', async () => {
  await athena.faults.add({ sql: 'never', effect: { kind: 'hold', state: 'QUEUED', ms: 60_000 } });
  const id = await athena.start("SELECT 'never' AS n");
  await stop(id);
  expect((await athena.finished(id)).Status?.State).toBe('CANCELLED');
  expect(await engineState(id)).toBeUndefined();
});

test('stopping what has finished changes nothing, twice', async () => {
  const { QueryExecutionId: id = '' } = await athena.run('SELECT 1 AS n');
  await stop(id);
  await stop(id);
  expect(await stateOf(id)).toBe('SUCCEEDED');
  expect((await athena.results(id)).ResultSet?.Rows).toHaveLength(2);
});
