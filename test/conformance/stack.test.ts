import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetDatabasesCommand, GetPartitionsCommand } from '@aws-sdk/client-glue';
import { ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, expect, inject, test } from 'vitest';
import { makeBucket, makeDatabase, makeEnvironment, stackClients } from './stack/seed.ts';
import { addressesOfOwners } from './stack/testing/processes.ts';
import { trinoStatement } from './stack/trino-statement.ts';

const stack = inject('stack');
const { endpoints } = stack;
const clients = stackClients(stack);
afterAll(() => clients.close());
const sql = (statement: string, session?: string) => trinoStatement(endpoints.trino, statement, session);

test('every endpoint answers', async () => {
  expect(await sql('SELECT 1')).toEqual([[1]]);
  expect((await fetch(`${endpoints.icebergRest}/v1/config`)).status).toBe(200);
  expect((await clients.dynamodb.send(new ListTablesCommand())).TableNames).toBeDefined();
  expect((await clients.glue.send(new GetDatabasesCommand())).DatabaseList).toBeDefined();
  expect((await clients.s3.send(new ListBucketsCommand())).Buckets).not.toEqual([]);
  const athena = new AthenaClient({ ...stack, endpoint: endpoints.athena });
  const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: 'sluice-stack' }));
  expect(WorkGroup?.Configuration?.EnforceWorkGroupConfiguration).toBe(true);
  athena.destroy();
});

test('a Hive table in Glue and S3 goes through Trino and back', async () => {
  const root = await makeBucket(clients, 'stack-hive');
  await makeDatabase(clients, 'stack_hive', root);
  await sql(`CREATE TABLE hive.stack_hive.t (n bigint, word varchar, day date)
    WITH (format = 'PARQUET', partitioned_by = ARRAY['day'], external_location = '${root}/t')`);
  await sql(`INSERT INTO hive.stack_hive.t VALUES (1, 'a', DATE '2001-01-01'), (2, NULL, DATE '2001-01-02')`);
  expect(await sql('SELECT n, word, day FROM hive.stack_hive.t ORDER BY n')).toEqual([
    [1, 'a', '2001-01-01'],
    [2, null, '2001-01-02'],
  ]);
  const { Partitions } = await clients.glue.send(
    new GetPartitionsCommand({ DatabaseName: 'stack_hive', TableName: 't' }),
  );
  expect(Partitions?.map((p) => p.Values?.[0]).sort()).toEqual(['2001-01-01', '2001-01-02']);
  const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket: 'stack-hive' }));
  expect(Contents?.map((o) => /^t\/(day=[^/]+)\//.exec(o.Key ?? '')?.[1]).sort()).toEqual([
    'day=2001-01-01',
    'day=2001-01-02',
  ]);
});

test('a write of more than 100 partitions is refused, as on Athena', async () => {
  const root = await makeBucket(clients, 'stack-limit');
  await makeDatabase(clients, 'stack_limit', root);
  await sql(`CREATE TABLE hive.stack_limit.t (n bigint, p bigint)
    WITH (format = 'PARQUET', partitioned_by = ARRAY['p'], external_location = '${root}/t')`);
  const insert = (count: number) =>
    sql(`INSERT INTO hive.stack_limit.t SELECT x, x FROM UNNEST(sequence(1, ${count})) AS s(x)`);
  await expect(insert(101)).rejects.toThrow(/HIVE_TOO_MANY_OPEN_PARTITIONS.*100/);
  await insert(100);
  expect(await sql('SELECT count(*) FROM hive.stack_limit.t')).toEqual([[100]]);
});

test('a Hive timestamp in microseconds is read to the millisecond, as on Athena, unless a session asks for more', async () => {
  const root = await makeBucket(clients, 'stack-time');
  await makeDatabase(clients, 'stack_time', root);
  const precise = 'hive.timestamp_precision=MICROSECONDS';
  await sql(
    `CREATE TABLE hive.stack_time.t (at timestamp) WITH (format = 'PARQUET', external_location = '${root}/t')`,
  );
  await sql("INSERT INTO hive.stack_time.t VALUES TIMESTAMP '1969-12-31 23:59:59.123956'", precise);
  expect(await sql('SELECT at FROM hive.stack_time.t', precise)).toEqual([['1969-12-31 23:59:59.123956']]);
  expect(await sql('SELECT at FROM hive.stack_time.t')).toEqual([['1969-12-31 23:59:59.124']]);
});

test.each([
  ['iceglue', 'stack-iceglue'],
  ['icerest', 'stack-icerest'],
])('an Iceberg table goes through the catalog %s and back', async (catalog, name) => {
  const schema = `${catalog}.${name.replace('-', '_')}`;
  await sql(`CREATE SCHEMA ${schema} WITH (location = '${await makeBucket(clients, name)}/db')`);
  await sql(`CREATE TABLE ${schema}.t (n bigint, day date) WITH (partitioning = ARRAY['day'])`);
  await sql(`INSERT INTO ${schema}.t VALUES (1, DATE '2001-01-01'), (2, DATE '2001-01-02')`);
  await sql(`MERGE INTO ${schema}.t t USING (VALUES (2, DATE '2001-01-02')) s(n, day) ON t.n = s.n
    WHEN MATCHED THEN UPDATE SET n = 3`);
  expect(await sql(`SELECT n FROM ${schema}.t ORDER BY n`)).toEqual([[1], [3]]);
  expect(await sql(`SELECT count(*) FROM ${schema}."t$snapshots"`)).toEqual([[3]]);
});

test('the hive catalog shows the Iceberg tables of Glue, as AwsDataCatalog does', async () => {
  await makeDatabase(clients, 'stack_single', await makeBucket(clients, 'stack-single'));
  await sql('CREATE TABLE iceglue.stack_single.t AS SELECT 7 AS n');
  expect(await sql('SELECT n FROM hive.stack_single.t')).toEqual([[7]]);
});

test('the REST catalog answers 409 to a commit whose assertion is stale', async () => {
  await sql(
    `CREATE SCHEMA icerest.stack_stale WITH (location = '${await makeBucket(clients, 'stack-stale')}/db')`,
  );
  await sql('CREATE TABLE icerest.stack_stale.t AS SELECT 1 AS n');
  await sql('INSERT INTO icerest.stack_stale.t VALUES 2');
  const url = `${endpoints.icebergRest}/v1/namespaces/stack_stale/tables/t`;
  const text = await (await fetch(url)).text();
  // as text: snapshot ids are beyond 2^53
  const uuid = /"table-uuid":"([^"]+)"/.exec(text)?.[1];
  const current = /"current-snapshot-id":(\d+)/.exec(text)?.[1];
  const first = [...text.matchAll(/"snapshot-id":(\d+)/g)].map((m) => m[1]).find((id) => id !== current);
  const setMainBack = (asserted: string | undefined) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"requirements": [{"type": "assert-table-uuid", "uuid": "${uuid}"},
        {"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": ${asserted}}],
        "updates": [{"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": ${first}}]}`,
    });
  expect((await setMainBack(first)).status).toBe(409);
  expect(await sql('SELECT n FROM icerest.stack_stale.t ORDER BY n')).toEqual([[1], [2]]);
  expect((await setMainBack(current)).status).toBe(200);
  expect(await sql('SELECT n FROM icerest.stack_stale.t')).toEqual([[1]]);
});

test('an environment has its bucket, its databases and its ledger made', async () => {
  await makeEnvironment(stack, 'made', ['some-domain']);
  const { DatabaseList } = await clients.glue.send(new GetDatabasesCommand());
  const { TableNames } = await clients.dynamodb.send(new ListTablesCommand());
  expect(TableNames).toContain('sluice-made');
  expect(DatabaseList?.map((d) => d.Name)).toEqual(
    expect.arrayContaining(['sluice_made', 'sluice_made_some_domain']),
  );
});

test('nothing of the stack listens beyond 127.0.0.1', () => {
  const ports = [...new Set(Object.values(endpoints).map((url) => Number(new URL(url).port)))];
  const addresses = addressesOfOwners(ports);
  expect(addresses.length).toBeGreaterThanOrEqual(ports.length);
  expect([...new Set(addresses)]).toEqual(['0100007F']); // as /proc/net/tcp writes 127.0.0.1
});
