import { expect, inject, test } from 'vitest';
import { addressesOfOwners } from './stack/testing/processes.ts';
import { trinoStatement } from './stack/trino-statement.ts';

const { endpoints } = inject('stack');
const sql = (statement: string) => trinoStatement(endpoints.trino, statement);

async function bucket(name: string): Promise<string> {
  const { status } = await fetch(`${endpoints.s3}/${name}`, { method: 'PUT' });
  expect(status).toBe(200);
  return `s3://${name}`;
}

/** Asks one of moto's services that speak JSON. */
async function aws(service: string, target: string, input: object): Promise<unknown> {
  const credential = `Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(endpoints.glue, {
    method: 'POST',
    headers: { 'x-amz-target': target, authorization: `AWS4-HMAC-SHA256 ${credential}` },
    body: JSON.stringify(input),
  });
  expect(response.status).toBe(200);
  return response.json();
}

test('every endpoint answers', async () => {
  expect(await sql('SELECT 1')).toEqual([[1]]);
  expect((await fetch(`${endpoints.icebergRest}/v1/config`)).status).toBe(200);
  expect(await aws('dynamodb', 'DynamoDB_20120810.ListTables', {})).toHaveProperty('TableNames');
  expect(await aws('glue', 'AWSGlue.GetDatabases', {})).toHaveProperty('DatabaseList');
  expect((await fetch(endpoints.s3)).status).toBe(200);
});

test('a Hive table in Glue and S3 goes through Trino and back', async () => {
  const root = await bucket('stack-hive');
  await sql(`CREATE SCHEMA hive.stack_hive WITH (location = '${root}/db')`);
  await sql(`CREATE TABLE hive.stack_hive.t (n bigint, word varchar, day date)
    WITH (format = 'PARQUET', partitioned_by = ARRAY['day'], external_location = '${root}/t')`);
  await sql(`INSERT INTO hive.stack_hive.t VALUES (1, 'a', DATE '2001-01-01'), (2, NULL, DATE '2001-01-02')`);
  expect(await sql('SELECT n, word, day FROM hive.stack_hive.t ORDER BY n')).toEqual([
    [1, 'a', '2001-01-01'],
    [2, null, '2001-01-02'],
  ]);
  const input = { DatabaseName: 'stack_hive', TableName: 't' };
  const found = (await aws('glue', 'AWSGlue.GetPartitions', input)) as {
    readonly Partitions: readonly { readonly Values: readonly string[] }[];
  };
  expect(found.Partitions.map((p) => p.Values).sort()).toEqual([['2001-01-01'], ['2001-01-02']]);
  expect(await (await fetch(`${endpoints.s3}/stack-hive?list-type=2`)).text()).toMatch(
    /<Key>t\/day=2001-01-02\//,
  );
});

test('a write of more than 100 partitions is refused, as on Athena', async () => {
  const root = await bucket('stack-limit');
  await sql(`CREATE SCHEMA hive.stack_limit WITH (location = '${root}/db')`);
  await sql(`CREATE TABLE hive.stack_limit.t (n bigint, p bigint)
    WITH (format = 'PARQUET', partitioned_by = ARRAY['p'], external_location = '${root}/t')`);
  const insert = (count: number) =>
    sql(`INSERT INTO hive.stack_limit.t SELECT x, x FROM UNNEST(sequence(1, ${count})) AS s(x)`);
  await expect(insert(101)).rejects.toThrow(/HIVE_TOO_MANY_OPEN_PARTITIONS.*100/);
  await insert(100);
  expect(await sql('SELECT count(*) FROM hive.stack_limit.t')).toEqual([[100]]);
});

test.each([
  ['iceglue', 'stack-iceglue'],
  ['icerest', 'stack-icerest'],
])('an Iceberg table goes through the catalog %s and back', async (catalog, name) => {
  const schema = `${catalog}.${name.replace('-', '_')}`;
  await sql(`CREATE SCHEMA ${schema} WITH (location = '${await bucket(name)}/db')`);
  await sql(`CREATE TABLE ${schema}.t (n bigint, day date) WITH (partitioning = ARRAY['day'])`);
  await sql(`INSERT INTO ${schema}.t VALUES (1, DATE '2001-01-01'), (2, DATE '2001-01-02')`);
  await sql(`MERGE INTO ${schema}.t t USING (VALUES (2, DATE '2001-01-02')) s(n, day) ON t.n = s.n
    WHEN MATCHED THEN UPDATE SET n = 3`);
  expect(await sql(`SELECT n FROM ${schema}.t ORDER BY n`)).toEqual([[1], [3]]);
  expect(await sql(`SELECT count(*) FROM ${schema}."t$snapshots"`)).toEqual([[3]]);
});

test('the hive catalog shows the Iceberg tables of Glue, as AwsDataCatalog does', async () => {
  const root = await bucket('stack-single');
  await sql(`CREATE SCHEMA iceglue.stack_single WITH (location = '${root}/db')`);
  await sql('CREATE TABLE iceglue.stack_single.t AS SELECT 7 AS n');
  expect(await sql('SELECT n FROM hive.stack_single.t')).toEqual([[7]]);
});

test('the REST catalog answers 409 to a commit whose assertion is stale', async () => {
  await sql(`CREATE SCHEMA icerest.stack_stale WITH (location = '${await bucket('stack-stale')}/db')`);
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

test('nothing of the stack listens beyond 127.0.0.1', () => {
  const ports = [...new Set(Object.values(endpoints).map((url) => Number(new URL(url).port)))];
  const addresses = addressesOfOwners(ports);
  expect(addresses.length).toBeGreaterThanOrEqual(ports.length);
  expect([...new Set(addresses)]).toEqual(['0100007F']); // as /proc/net/tcp writes 127.0.0.1
});
