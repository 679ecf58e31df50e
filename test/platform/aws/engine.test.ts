import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateTableCommand, DeleteTableCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { Scalar } from '../../../lib/core/values/scalar.ts';
import { athenaEngine } from '../../../lib/platform/aws/engine/athena-engine.ts';
import { awsFault, cut, mocked } from './mocked.ts';

const QUERY = { id: 'q', table: { table: 'stg_r_1' }, sql: 'SELECT count(*) AS m0 FROM "stg_r_1"' };

const started = (mock = mocked()) => {
  mock.athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'id-1' });
  mock.s3.on(GetObjectCommand).rejects(awsFault('NoSuchKey', 404));
  mock.s3.on(PutObjectCommand).resolves({});
  return { ...mock, engine: athenaEngine(mock.context) };
};

const execution = (found: Partial<QueryExecution>): { QueryExecution: QueryExecution } => ({
  QueryExecution: { QueryExecutionId: 'id-1', Query: QUERY.sql, WorkGroup: 'sluice-test', ...found },
});

test('a start is sent again with the same token after a lost answer, and the token is no text of the query', async () => {
  const { athena, engine } = started();
  athena
    .on(StartQueryExecutionCommand)
    .rejectsOnce(awsFault('TooManyRequestsException'))
    .rejectsOnce(cut())
    .resolves({ QueryExecutionId: 'id-1' });
  expect(await engine.start(QUERY, 'run-1/stg/sql')).toEqual({ queryId: 'id-1' });
  const inputs = athena.commandCalls(StartQueryExecutionCommand).map((c) => c.args[0].input);
  expect(inputs).toHaveLength(3);
  expect(new Set(inputs.map((i) => i.ClientRequestToken)).size).toBe(1);
  expect(inputs[0]).toEqual({
    QueryString: QUERY.sql,
    ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    WorkGroup: 'sluice-test',
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'staging' },
  });
  await engine.start(QUERY, 'run-2/stg/sql');
  const [, , , other] = athena.commandCalls(StartQueryExecutionCommand);
  expect(other?.args[0].input.ClientRequestToken).not.toBe(inputs[0]?.ClientRequestToken);
});

test('looks at a query more and more rarely, however often it is asked', async () => {
  const { athena, engine, slept } = started();
  athena.on(GetQueryExecutionCommand).resolves(execution({ Status: { State: 'RUNNING' } }));
  for (let i = 0; i < 10; i++) expect(await engine.poll({ queryId: 'id-1' })).toEqual({ state: 'running' });
  expect(slept.map(Math.round)).toEqual([100, 150, 225, 338, 506, 759, 1139, 1709, 2000]);
});

test('says what a query read: what Athena charges for, and rows of the files, as often as they are named', async () => {
  const { athena, glue, engine } = started();
  athena.on(GetQueryExecutionCommand).resolves(
    execution({
      Query: 'SELECT 1 FROM "stg_r_1" UNION ALL SELECT 2 FROM stg_r_1',
      Status: { State: 'SUCCEEDED' },
      Statistics: { DataScannedInBytes: 1234 },
    }),
  );
  glue
    .on(GetTableCommand)
    .resolves({ Table: { Name: 'stg_r_1', Parameters: { 'sluice.rows': '9007199254740993' } } });
  const stats = { rowsScanned: '18014398509481986', bytesScanned: '1234' };
  expect(await engine.poll({ queryId: 'id-1' })).toEqual({ state: 'succeeded', stats });
  expect(glue.commandCalls(GetTableCommand)).toHaveLength(1);
});

const failed = (reason: string, category?: number, more: Partial<QueryExecution['Status']> = {}) =>
  execution({
    Status: {
      State: 'FAILED',
      StateChangeReason: reason,
      ...(category === undefined ? {} : { AthenaError: { ErrorCategory: category, Retryable: false } }),
      ...more,
    },
  });

test.each([
  ['statement', failed('SYNTAX_ERROR: line 1:8: mismatched input', 2)],
  ['statement', failed('DIVISION_BY_ZERO: Division by zero', 2)],
  [
    'statement',
    failed(
      "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved or requester is not authorized to access",
      2,
    ),
  ],
  ['statement', failed('INVALID_CAST_ARGUMENT: Cannot cast AccessDenied to INT', 2)],
  ['platform', failed('TABLE_NOT_FOUND: line 1:15: Table does not exist', 2)],
  ['platform', failed('HIVE_BAD_DATA: Malformed Parquet file', 2)],
  ['platform', failed('PERMISSION_DENIED: Access Denied', 2)],
  ['platform', failed('Insufficient permissions to execute the query', 2)],
  ['platform', failed('EXCEEDED_MEMORY_LIMIT: Query exceeded per-node limit', 2)],
  ['platform', failed('GENERIC_INTERNAL_ERROR: nullpointer', 1)],
  ['platform', failed('ICEBERG_COMMIT_ERROR: try again', 2)],
  ['platform', failed('Query exhausted resources at this scale factor', 1)],
  ['platform', failed('something', 3)],
  ['platform', failed('SYNTAX_ERROR: said without a category')],
  [
    'platform',
    failed('SYNTAX_ERROR: that Athena would run again', 2, {
      AthenaError: { ErrorCategory: 2, Retryable: true },
    }),
  ],
  ['platform', execution({ Status: { State: 'FAILED' } })],
])('%s is at fault: %j', async (cause, answer) => {
  const { athena, engine } = started();
  athena.on(GetQueryExecutionCommand).resolves(answer);
  expect(await engine.poll({ queryId: 'id-1' })).toMatchObject({ state: 'failed', cause });
});

test('a query that the workgroup cut off says so', async () => {
  const { athena, engine } = started();
  const reason = 'Query cancelled! : Bytes scanned limit was exceeded.';
  athena
    .on(GetQueryExecutionCommand)
    .resolves(execution({ Status: { State: 'CANCELLED', StateChangeReason: reason } }));
  expect(await engine.poll({ queryId: 'id-1' })).toEqual({
    state: 'failed',
    cause: 'platform',
    message: 'it read more bytes than the workgroup sluice-test allows for one query, and was cancelled',
  });
});

test('a write into too many partitions says so', async () => {
  const { athena, glue, engine } = started();
  const reason = 'HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/buckets';
  athena.on(GetQueryExecutionCommand).resolves(failed(reason, 2));
  glue.on(DeleteTableCommand).resolves({});
  const queryId = JSON.stringify({ kind: 'write', id: 'id-1', table: 'cand_x' });
  expect(await engine.poll({ queryId })).toEqual({
    state: 'failed',
    cause: 'statement',
    message: 'it writes more than 100 partitions, which Athena does not do in one query',
  });
  expect(glue.commandCalls(DeleteTableCommand).map((c) => c.args[0].input.Name)).toEqual(['cand_x']);
});

test.each([
  [
    ': Hive partition keys can only contain printable ASCII characters (0x20 - 0x7E). Invalid value: 5A C3 BC',
    '"Zü"',
  ],
  [': Hive partition keys can only contain printable ASCII characters (0x20 - 0x7E)', 'a text'],
])('a write of a partition value that is not ASCII is at fault itself (%s)', async (words, value) => {
  const { athena, glue, engine } = started();
  athena.on(GetQueryExecutionCommand).resolves(failed(`HIVE_INVALID_PARTITION_VALUE${words}`, 2));
  glue.on(DeleteTableCommand).resolves({});
  const queryId = JSON.stringify({ kind: 'write', id: 'id-1', table: 'cand_x' });
  expect(await engine.poll({ queryId })).toEqual({
    state: 'failed',
    cause: 'statement',
    message: `it writes ${value} as the value of a partition, and Athena writes partitions of printable ASCII characters only`,
  });
});

test('a partition value that cannot be read is the platform, not the statement', async () => {
  const { athena, engine } = started();
  const reason = "HIVE_INVALID_PARTITION_VALUE: Invalid partition value 'x' for DATE partition key: day";
  athena.on(GetQueryExecutionCommand).resolves(failed(reason, 2));
  const queryId = JSON.stringify({ kind: 'query', id: 'id-1' });
  expect(await engine.poll({ queryId })).toEqual({ state: 'failed', cause: 'platform', message: reason });
});

test('a statement that Athena does not even start is at fault itself, in this and in another process', async () => {
  const { athena, engine, context } = started();
  const refusal = Object.assign(awsFault('InvalidRequestException', 400, 'line 1:1: mismatched input.'), {
    AthenaErrorCode: 'MALFORMED_QUERY',
  });
  athena.on(StartQueryExecutionCommand).rejects(refusal);
  const ref = JSON.parse(JSON.stringify(await engine.start(QUERY, 't')));
  const state = { state: 'failed', cause: 'statement', message: 'line 1:1: mismatched input' };
  expect(await athenaEngine(context).poll(ref)).toEqual(state);
  await engine.stop(ref);
  expect(athena.commandCalls(StopQueryExecutionCommand)).toHaveLength(0);
});

test('another token for the same text is the fault of the platform', async () => {
  const { athena, engine } = started();
  const refusal = Object.assign(awsFault('InvalidRequestException'), {
    AthenaErrorCode: 'IDEMPOTENT_PARAMETER_MISMATCH',
  });
  athena.on(StartQueryExecutionCommand).rejects(refusal);
  await expect(engine.start(QUERY, 't')).rejects.toMatchObject({ issue: { code: 'SLU-561' }, exitCode: 3 });
});

const INFO = [
  { Name: 'n', Type: 'bigint' },
  { Name: 's', Type: 'varchar' },
];
const header = { Data: [{ VarCharValue: 'n' }, { VarCharValue: 's' }] };
const page = (rows: readonly (string | undefined)[][], NextToken?: string, first = false) => ({
  ResultSet: {
    ResultSetMetadata: { ColumnInfo: INFO },
    Rows: [
      ...(first ? [header] : []),
      ...rows.map((r) => ({ Data: r.map((v) => (v === undefined ? {} : { VarCharValue: v })) })),
    ],
  },
  ...(NextToken === undefined ? {} : { NextToken }),
});

async function read(mock: ReturnType<typeof started>) {
  const rows: Readonly<Record<string, Scalar>>[] = [];
  for await (const row of mock.engine.rows({ queryId: 'id-1' })) rows.push(row);
  return rows;
}

test('pages follow their token, one that is empty too; a page is asked for again when its answer is cut', async () => {
  const mock = started();
  mock.athena.on(GetQueryResultsCommand, { NextToken: undefined }).resolves(page([], 'a', true));
  mock.athena
    .on(GetQueryResultsCommand, { NextToken: 'a' })
    .rejectsOnce(cut())
    .resolves(page([['9007199254740993', undefined]], 'b'));
  mock.athena.on(GetQueryResultsCommand, { NextToken: 'b' }).resolves(page([['1', '']]));
  expect(await read(mock)).toEqual([
    { n: { type: 'integer', value: '9007199254740993' }, s: { type: 'null' } },
    { n: { type: 'integer', value: '1' }, s: { type: 'string', value: '' } },
  ]);
});

test.each([
  ['no columns', { ResultSet: { Rows: [header] } }, 'it names no columns'],
  ['no header', page([['1', 'a']]), 'its first row does not name the columns'],
  ['no row at all', page([]), 'its first row does not name the columns'],
  ['a row that is too short', page([['1']], undefined, true), 'a row has more or fewer cells'],
])('an answer with %s is no result', async (_, answer, why) => {
  const mock = started();
  mock.athena.on(GetQueryResultsCommand).resolves(answer);
  await expect(read(mock)).rejects.toThrow(why);
});

test('an answer without a state, or without an id, makes no sense', async () => {
  const { athena, engine } = started();
  athena.on(GetQueryExecutionCommand).resolves({ QueryExecution: { QueryExecutionId: 'id-1' } });
  await expect(engine.poll({ queryId: 'id-1' })).rejects.toMatchObject({ issue: { code: 'SLU-582' } });
  athena.on(StartQueryExecutionCommand).resolves({});
  await expect(engine.start(QUERY, 't')).rejects.toThrow('it names no query');
});

test('stopping what has ended is no error, and stopping without permission is one', async () => {
  const { athena, engine } = started();
  athena.on(StopQueryExecutionCommand).rejects(awsFault('InvalidRequestException'));
  await engine.stop({ queryId: 'id-1' });
  athena.on(StopQueryExecutionCommand).rejects(awsFault('AccessDeniedException', 403));
  await expect(engine.stop({ queryId: 'id-1' })).rejects.toMatchObject({ issue: { code: 'SLU-560' } });
});

const WRITE = {
  id: 'run-1',
  sql: 'SELECT n, s FROM stg_r_1',
  source: { table: 'stg_r_1' },
  target: '.sluice/runs/aviation/flights/run-1/1',
  partitionedBy: ['S'],
  filePrefix: 'run-1',
};

test('a write is the same one for its token, also once its end is known, and in another process', async () => {
  const { athena, glue, s3, engine, context } = started();
  const kept = new Map<string, Uint8Array>();
  s3.on(PutObjectCommand).callsFake(({ Key, Body }) => {
    kept.set(Key, Body);
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const body = kept.get(Key);
    if (body === undefined) throw awsFault('NoSuchKey', 404);
    return { Body: { transformToByteArray: async () => body } };
  });
  athena.on(GetQueryExecutionCommand).resolves(execution({ Status: { State: 'SUCCEEDED' } }));
  athena.on(GetQueryResultsCommand).resolves(page([], undefined, true));
  glue.on(CreateTableCommand).resolves({});
  glue.on(DeleteTableCommand).resolves({});
  s3.on(ListObjectsV2Command).resolves({});
  const ref = await engine.write(WRITE, 'run-1/write/1');
  expect([...kept.keys()]).toEqual([
    expect.stringMatching(/^p\/aviation\/flights\/runs\/run-1\/1\.write-\w+\.json$/),
  ]);
  expect(await engine.poll(ref)).toMatchObject({ state: 'succeeded' });
  s3.on(ListObjectsV2Command).resolves({
    Contents: [{ Key: 'p/aviation/flights/runs/run-1/1/s=x/f', Size: 1 }],
  });
  expect(await athenaEngine(context).write(WRITE, 'run-1/write/1')).toEqual(ref);
  expect(glue.commandCalls(CreateTableCommand)).toHaveLength(1);
  // another attempt in the same folder is one too many
  await expect(engine.write(WRITE, 'run-1/write/2')).rejects.toMatchObject({ issue: { code: 'SLU-567' } });
});

test('a write whose table was created by a lost answer goes on with it, and does not look at its folder', async () => {
  const { athena, glue, s3, engine } = started();
  athena.on(GetQueryExecutionCommand).resolves(execution({ Status: { State: 'SUCCEEDED' } }));
  athena.on(GetQueryResultsCommand).resolves(page([], undefined, true));
  glue.on(CreateTableCommand).rejectsOnce(cut()).rejects(awsFault('AlreadyExistsException'));
  const { queryId } = await engine.write(WRITE, 'run-1/write/1');
  expect(JSON.parse(queryId)).toEqual({
    kind: 'write',
    id: 'id-1',
    table: expect.stringMatching(/^cand_run_1_/),
  });
  expect(s3.commandCalls(ListObjectsV2Command)).toHaveLength(0);
  const [, created] = glue.commandCalls(CreateTableCommand);
  expect(created?.args[0].input.TableInput).toMatchObject({
    StorageDescriptor: {
      Columns: [{ Name: 'n', Type: 'bigint' }],
      Location: 's3://lake/p/aviation/flights/runs/run-1/1/',
    },
    PartitionKeys: [{ Name: 's', Type: 'string' }],
  });
  const sql = athena.commandCalls(StartQueryExecutionCommand).map((c) => c.args[0].input.QueryString);
  expect(sql).toEqual([
    'SELECT * FROM (\nSELECT n, s FROM stg_r_1\n) AS candidate LIMIT 0',
    expect.stringMatching(
      /^INSERT INTO "cand_run_1_\w+" \("n", "s"\)\nSELECT "n", "s" FROM \(\nSELECT n, s FROM stg_r_1\n\) AS candidate$/,
    ),
  ]);
});
