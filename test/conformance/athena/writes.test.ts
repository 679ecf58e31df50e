import { GetTableCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, refusal, rig } from './athena.ts';

let athena: Rig;
beforeAll(async () => {
  athena = await rig('writes', {
    workGroups: [{ name: 'strict', enforced: true, outputLocation: 's3://athena-writes/strict/' }],
  });
  for (const table of ['staged', 'feature', 'copied', 'made', 'partitioned', 'ice', 'icemade']) {
    await athena.run(`DROP TABLE IF EXISTS ${table}`);
  }
});
afterAll(() => athena.close());

const keys = async (prefix: string): Promise<readonly string[]> => {
  const list = new ListObjectsV2Command({ Bucket: athena.bucket, Prefix: prefix });
  return ((await athena.s3.send(list)).Contents ?? []).map((each) => each.Key ?? '');
};
const object = async (key: string): Promise<string> => {
  const found = await athena.s3.send(new GetObjectCommand({ Bucket: athena.bucket, Key: key }));
  return (await found.Body?.transformToString('latin1')) ?? '';
};
const succeeded = { Status: { State: 'SUCCEEDED' } };

test('a SELECT leaves its rows as CSV, NULL apart from the empty text, and their description', async () => {
  const sql = `SELECT 1 AS i, 'a"b' AS q, CAST(NULL AS varchar) AS n, '' AS e`;
  const { QueryExecutionId: id } = await athena.run(sql);
  expect(await object(`results/${id}.csv`)).toBe('"i","q","n","e"\n"1","a""b",,""\n');
  const metadata = await object(`results/${id}.csv.metadata`);
  expect(metadata).toContain('\x22\x01i\x2a\x01i\x32\x07integer\x38\x0a\x40\x00\x48\x03\x50\x00');
});

test('INSERT counts its rows, shows none, and leaves no file of rows', async () => {
  const location = `s3://${athena.bucket}/staged/`;
  const create = `CREATE EXTERNAL TABLE staged (n int, s string) PARTITIONED BY (p string) STORED AS PARQUET LOCATION '${location}'`;
  expect(await athena.run(create)).toMatchObject({
    StatementType: 'DDL',
    SubstatementType: 'CREATE_TABLE',
    ...succeeded,
  });
  const query = await athena.run("INSERT INTO staged VALUES (1, 'a', 'x'), (2, NULL, 'x'), (3, '', 'y')");
  expect(query).toMatchObject({ StatementType: 'DML', SubstatementType: 'INSERT', ...succeeded });
  const results = await athena.results(query.QueryExecutionId ?? '');
  expect(results.UpdateCount).toBe(3);
  expect(results.ResultSet?.Rows).toEqual([]);
  expect(results.ResultSet?.ResultSetMetadata?.ColumnInfo).toMatchObject([
    { Name: 'rows', Type: 'bigint', Precision: 19 },
  ]);
  expect(await keys(`results/${query.QueryExecutionId}`)).toEqual([
    `results/${query.QueryExecutionId}.metadata`,
  ]);
  expect(await athena.rows('SELECT n, s, p FROM staged ORDER BY n')).toEqual([
    ['n', 's', 'p'],
    ['1', 'a', 'x'],
    ['2', null, 'x'],
    ['3', '', 'y'],
  ]);
  const scanned = await athena.run('SELECT sum(n) AS n FROM staged');
  expect(scanned.Statistics?.DataScannedInBytes).toBeGreaterThan(0);
});

test('CTAS puts its table below the results of the query, into Glue as an external one', async () => {
  const query = await athena.run("CREATE TABLE made AS SELECT 1 AS n, 'x' AS s, DECIMAL '1.50' AS d");
  expect(query).toMatchObject({
    StatementType: 'DDL',
    SubstatementType: 'CREATE_TABLE_AS_SELECT',
    ...succeeded,
  });
  const place = `s3://${athena.bucket}/results/tables/${query.QueryExecutionId}`;
  expect(query.ResultConfiguration?.OutputLocation).toBe(place);
  const { Table } = await athena.glue.send(
    new GetTableCommand({ DatabaseName: athena.database, Name: 'made' }),
  );
  expect(Table?.StorageDescriptor?.Location).toBe(`${place}/`);
  expect(Table?.StorageDescriptor?.Columns?.map((c) => [c.Name, c.Type])).toEqual([
    ['n', 'int'],
    ['s', 'varchar(1)'],
    ['d', 'decimal(3,2)'],
  ]);
  expect((await athena.results(query.QueryExecutionId ?? '')).UpdateCount).toBe(1);
  expect(await athena.rows('SELECT * FROM made')).toEqual([
    ['n', 's', 'd'],
    ['1', 'x', '1.50'],
  ]);
  expect((await athena.run('CREATE TABLE made AS SELECT 1 AS n')).Status?.StateChangeReason).toMatch(
    /^TABLE_ALREADY_EXISTS: /,
  );
});

test('an enforced workgroup decides where results and tables go, and refuses another place', async () => {
  const more = { WorkGroup: 'strict', ResultConfiguration: { OutputLocation: 's3://nobody-looks/here/' } };
  const query = await athena.run('CREATE TABLE copied AS SELECT 1 AS n', more);
  expect(query).toMatchObject({
    WorkGroup: 'strict',
    ResultConfiguration: { OutputLocation: `s3://${athena.bucket}/strict/tables/${query.QueryExecutionId}` },
    ...succeeded,
  });
  const placed = `CREATE TABLE elsewhere WITH (external_location = 's3://${athena.bucket}/elsewhere/') AS SELECT 1 AS n`;
  expect(await refusal(athena.start(placed, more))).toMatchObject({
    name: 'InvalidRequestException',
    message: expect.stringContaining('enforces a centralized output location for all queries'),
  });
});

test('CTAS with a place, a format and partitions writes them there', async () => {
  const place = `s3://${athena.bucket}/partitioned/`;
  const options = `external_location = '${place}', format = 'ORC', partitioned_by = ARRAY['p']`;
  const sql = `CREATE TABLE partitioned WITH (${options}) AS SELECT 1 AS n, 'a b/c' AS p UNION ALL SELECT 2, 'd'`;
  expect(await athena.run(sql)).toMatchObject(succeeded);
  expect(await athena.rows('SHOW PARTITIONS partitioned')).toEqual([['p=a b%2Fc'], ['p=d']]);
  expect(await athena.rows("SELECT n FROM partitioned WHERE p = 'a b/c'")).toEqual([['n'], ['1']]);
  const unnamed = await athena.run('CREATE TABLE unnamed AS SELECT 1');
  expect(unnamed.Status).toMatchObject({
    StateChangeReason: expect.stringMatching(/^MISSING_COLUMN_NAME: /),
    AthenaError: { ErrorType: 1100 },
  });
});

test('a write of 101 partitions fails as a whole, and says why as Athena does', async () => {
  const location = `s3://${athena.bucket}/feature/`;
  await athena.run(
    `CREATE EXTERNAL TABLE feature (n int) PARTITIONED BY (p string) STORED AS PARQUET LOCATION '${location}'`,
  );
  const insert = 'INSERT INTO feature SELECT n, CAST(n AS varchar) FROM unnest(sequence(1, 101)) t(n)';
  expect((await athena.run(insert)).Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason: expect.stringMatching(
      /^HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions\/buckets/,
    ),
    AthenaError: { ErrorCategory: 2, Retryable: false },
  });
  expect(await athena.rows('SELECT count(*) AS n FROM feature')).toEqual([['n'], ['0']]);
});

test('Iceberg tables are made by DDL and by CTAS, and changed by MERGE in one snapshot', async () => {
  const location = `s3://${athena.bucket}/ice/`;
  const create = `CREATE TABLE ice (n bigint, s string, ts timestamp) PARTITIONED BY (s, day(ts), bucket(4, n)) LOCATION '${location}' TBLPROPERTIES ('table_type' = 'ICEBERG')`;
  expect(await athena.run(create)).toMatchObject({ SubstatementType: 'CREATE_TABLE', ...succeeded });
  await athena.run("INSERT INTO ice VALUES (1, 'a', TIMESTAMP '2001-02-27 00:00:00'), (2, 'b', NULL)");
  const merge = `MERGE INTO ice t USING (VALUES (BIGINT '2', 'D'), (BIGINT '3', 'I')) s(n, op) ON t.n = s.n
    WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.n, 'c', NULL)`;
  const query = await athena.run(merge);
  expect(query).toMatchObject({ StatementType: 'DML', SubstatementType: 'MERGE', ...succeeded });
  expect((await athena.results(query.QueryExecutionId ?? '')).UpdateCount).toBe(2);
  expect(await athena.rows('SELECT n FROM ice ORDER BY n')).toEqual([['n'], ['1'], ['3']]);
  expect(await athena.rows('SELECT operation FROM "ice$snapshots" ORDER BY committed_at')).toHaveLength(4);
  const made = `CREATE TABLE icemade WITH (table_type = 'ICEBERG', location = 's3://${athena.bucket}/icemade/', is_external = false, partitioning = ARRAY['s']) AS SELECT n, s FROM ice`;
  expect(await athena.run(made)).toMatchObject({ SubstatementType: 'CREATE_TABLE_AS_SELECT', ...succeeded });
  const many = `INSERT INTO icemade SELECT n, CAST(n AS varchar) FROM unnest(sequence(1, 101)) t(n)`;
  expect((await athena.run(many)).Status?.StateChangeReason).toMatch(
    /^ICEBERG_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/,
  );
  expect(await athena.run('DROP TABLE icemade')).toMatchObject({
    SubstatementType: 'DROP_TABLE',
    ...succeeded,
  });
  expect((await athena.run('SELECT * FROM icemade')).Status?.StateChangeReason).toMatch(/^TABLE_NOT_FOUND: /);
});
