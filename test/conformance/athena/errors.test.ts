import { createHash } from 'node:crypto';
import {
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, refusal, rig } from './athena.ts';

let athena: Rig;
beforeAll(async () => {
  athena = await rig('errors');
});
afterAll(() => athena.close());

const refused = { name: 'InvalidRequestException', status: 400 };
const malformed = { ...refused, code: 'MALFORMED_QUERY' };

test.each([
  [
    'COLUMN_NOT_FOUND',
    'SELECT x FROM (VALUES 1) t(y)',
    /^COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved or requester is not authorized/,
    1006,
  ],
  [
    'TABLE_NOT_FOUND',
    'SELECT * FROM nowhere',
    /^TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.athena_errors.nowhere' does not exist/,
    1301,
  ],
  [
    'SCHEMA_NOT_FOUND',
    'SELECT * FROM nobody.nowhere',
    /^SCHEMA_NOT_FOUND: line 1:15: Schema 'nobody' does not exist/,
    1301,
  ],
  ['TYPE_MISMATCH', "SELECT 1 + 'a'", /^TYPE_MISMATCH: line 1:10: /, 1002],
  ['DIVISION_BY_ZERO', 'SELECT 1 / (SELECT 0)', /^DIVISION_BY_ZERO: /, 1001],
  ['INVALID_CAST_ARGUMENT', "SELECT CAST('a' AS integer)", /^INVALID_CAST_ARGUMENT: /, 1100],
  ['FUNCTION_NOT_FOUND', 'SELECT nosuch(1)', /^FUNCTION_NOT_FOUND: line 1:8: /, 1303],
])('%s fails the query as a user error that no retry mends', async (_name, sql, reason, type) => {
  const { Status, StatementType } = await athena.run(sql);
  expect(StatementType).toBe('DML');
  expect(Status).toMatchObject({ State: 'FAILED', StateChangeReason: expect.stringMatching(reason) });
  expect(Status?.AthenaError).toEqual({
    ErrorCategory: 2,
    ErrorType: type,
    Retryable: false,
    ErrorMessage: Status?.StateChangeReason,
  });
});

test('positions count the text that the client sent, whatever was put before or into it', async () => {
  const shifted = await athena.run("SELECT 0.5, 0.25, '?', x FROM (VALUES 1) t(y) WHERE y = ?", {
    ExecutionParameters: ['1'],
  });
  expect(shifted.Status?.StateChangeReason).toMatch(/^COLUMN_NOT_FOUND: line 1:24: /);
});

test.each([
  ['SELEC 1', "line 1:1: mismatched input 'SELEC'. Expecting: 'ALTER', "],
  ['SELECT * FROM', "line 1:14: mismatched input '<EOF>'. Expecting: "],
  ['SELECT 0.5,\n  FROM t', "line 2:3: mismatched input 'FROM'. Expecting: "],
  [
    'SELECT * FROM `t`',
    'line 1:15: backquoted identifiers are not supported; use double quotes to quote identifiers',
  ],
  ['SELECT 1; SELECT 2', 'Only one sql statement is allowed. Got: SELECT 1; SELECT 2'],
  ['GRANT SELECT ON t TO u', 'Queries of this type are not supported'],
  ['SHOW SESSION', 'Queries of this type are not supported'],
  ['CREATE OR REPLACE TABLE t AS SELECT 1 AS n', 'Queries of this type are not supported'],
  [
    "UNLOAD (SELECT 1) TO 's3://b/x/' WITH (format = 'PARQUET')",
    'UNLOAD is not imitated by this Athena server',
  ],
])('%s is refused before there is a query', async (sql, message) => {
  const before = (await athena.faults.counts()).started.length;
  expect(await refusal(athena.start(sql))).toEqual({
    ...malformed,
    message: expect.stringContaining(message),
  });
  expect((await athena.faults.counts()).started).toHaveLength(before);
});

test('a statement may end with a semicolon', async () => {
  expect(await athena.rows('SELECT 1 AS n ;\n -- done')).toEqual([['n'], ['1']]);
});

test('a query of 262,144 bytes runs, a longer one is refused, by characters and by bytes', async () => {
  // No two alike, so that nothing on the way makes it short again.
  const wide = Array.from(
    { length: 3900 },
    (_, i) => `'${createHash('sha256').update(String(i)).digest('hex')}'`,
  );
  const of = (length: number): string => `SELECT 1 AS n WHERE '' NOT IN (${wide.join()})`.padEnd(length, ' ');
  const query = await athena.run(of(262_144));
  expect(query.Status).toMatchObject({ State: 'SUCCEEDED' });
  expect(query.Query).toHaveLength(262_144);
  expect(await refusal(athena.start(of(262_145)))).toEqual({
    ...refused,
    code: 'INVALID_INPUT',
    message: expect.stringContaining(
      "'queryString' failed to satisfy constraint: Member must have length less than or equal to 262144",
    ),
  });
  const bytes = await refusal(athena.start(`SELECT 1 --${'é'.repeat(131_080)}`));
  expect(bytes.message).toBe('queryString exceeds maximum allowed length 262144');
});

test('an unknown query is refused by every operation that asks for one', async () => {
  const QueryExecutionId = '00000000-0000-0000-0000-000000000000';
  const unknown = {
    ...refused,
    code: 'QUERY_EXECUTION_NOT_FOUND',
    message: `QueryExecution ${QueryExecutionId} was not found`,
  };
  expect(await refusal(athena.client.send(new GetQueryExecutionCommand({ QueryExecutionId })))).toEqual(
    unknown,
  );
  expect(await refusal(athena.client.send(new GetQueryResultsCommand({ QueryExecutionId })))).toEqual(
    unknown,
  );
  const id = await athena.start('SELECT 1 AS n');
  const batch = new BatchGetQueryExecutionCommand({ QueryExecutionIds: [id, QueryExecutionId] });
  const { QueryExecutions, UnprocessedQueryExecutionIds } = await athena.client.send(batch);
  expect(QueryExecutions?.map((each) => each.QueryExecutionId)).toEqual([id]);
  expect(UnprocessedQueryExecutionIds?.map((each) => each.QueryExecutionId)).toEqual([QueryExecutionId]);
});

test('results of a query that failed are refused', async () => {
  const { QueryExecutionId } = await athena.run('SELECT * FROM nowhere');
  expect(await refusal(athena.results(QueryExecutionId ?? ''))).toEqual({
    ...refused,
    code: 'INVALID_QUERY_EXECUTION_STATE',
    message: 'Query did not finish successfully. Final query state: FAILED',
  });
});

test('a catalog that Athena does not have fails what reads from it', async () => {
  const { Status } = await athena.run('SELECT 1', {
    QueryExecutionContext: { Catalog: 'icerest', Database: 'x' },
  });
  expect(Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason: "CATALOG_NOT_FOUND: Catalog 'icerest' does not exist",
  });
  const named = await athena.run('SELECT * FROM system.runtime.nodes');
  expect(named.Status?.StateChangeReason).toBe(
    "CATALOG_NOT_FOUND: line 1:15: Catalog 'system' does not exist",
  );
});

test('awsdatacatalog names the catalog in the text too, in any case', async () => {
  const sql = `SELECT count(*) AS n FROM "AwsDataCatalog".information_schema.tables WHERE table_schema = 'nobody'`;
  expect(await athena.rows(sql)).toEqual([['n'], ['0']]);
});

test('a workgroup that is not there is refused', async () => {
  const gone = { ...refused, code: 'INVALID_INPUT', message: 'WorkGroup is not found.' };
  expect(await refusal(athena.start('SELECT 1', { WorkGroup: 'nobody' }))).toEqual(gone);
  expect(await refusal(athena.client.send(new GetWorkGroupCommand({ WorkGroup: 'nobody' })))).toEqual(gone);
});

test('a query without a place for its results, or with one that is none, is refused', async () => {
  const bare = new StartQueryExecutionCommand({ QueryString: 'SELECT 1' });
  expect(await refusal(athena.client.send(bare))).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/^No output location provided\./),
  });
  const at = (OutputLocation: string) =>
    refusal(athena.start('SELECT 1', { ResultConfiguration: { OutputLocation } }));
  expect((await at('not-s3')).message).toBe('outputLocation is not a valid S3 path.');
  expect((await at('s3://athena-no-such-bucket/x/')).message).toBe(
    'Unable to verify/create output bucket athena-no-such-bucket',
  );
});

test('parameters are short, and only where Athena takes them', async () => {
  const long = await refusal(athena.start('SELECT ?', { ExecutionParameters: [`'${'x'.repeat(1023)}'`] }));
  expect(long).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining("'executionParameters'"),
  });
  expect(
    await athena.rows('SELECT length(?) AS n', { ExecutionParameters: [`'${'x'.repeat(1022)}'`] }),
  ).toEqual([['n'], ['1022']]);
  const merge = 'MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND t.b = ? THEN DELETE';
  expect(await refusal(athena.start(merge, { ExecutionParameters: ['1'] }))).toMatchObject(malformed);
});

test('a schema that is not there fails what reads from it, the one of the context too', async () => {
  const { Status } = await athena.run('SELECT * FROM t', { QueryExecutionContext: { Database: 'nobody' } });
  expect(Status?.StateChangeReason).toBe("SCHEMA_NOT_FOUND: line 1:15: Schema 'nobody' does not exist");
});

test('an engine that is down is a failure of the service, not of a query', async () => {
  const down = await rig('down', { trinoUrl: 'http://127.0.0.1:9' });
  expect(await refusal(down.start('SELECT 1'))).toMatchObject({
    name: 'InternalServerException',
    status: 500,
  });
  expect((await down.faults.counts()).started).toEqual([]);
  await down.close();
});

test('views are made, read and dropped', async () => {
  await athena.run('DROP VIEW IF EXISTS seen');
  expect(await athena.run('CREATE VIEW seen AS SELECT 1 AS n')).toMatchObject({
    SubstatementType: 'CREATE_VIEW',
    Status: { State: 'SUCCEEDED' },
  });
  expect(await athena.rows('SELECT n FROM seen')).toEqual([['n'], ['1']]);
  expect((await athena.rows('SHOW CREATE VIEW seen'))[0]?.[0]).toMatch(/^CREATE VIEW /);
  expect((await athena.run('DROP VIEW seen')).Status?.State).toBe('SUCCEEDED');
});
