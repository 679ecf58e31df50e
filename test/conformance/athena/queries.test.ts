import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, rig } from './athena.ts';

let athena: Rig;
beforeAll(async () => {
  athena = await rig('queries');
});
afterAll(() => athena.close());

const VALUES = `SELECT CAST(NULL AS varchar) AS nothing, '' AS empty, 'it''s "so"' AS text, 9223372036854775807 AS big,
  1e20 AS large, 1.5e0 AS plain, nan() AS nan, infinity() AS inf, REAL '1.1' AS small,
  DECIMAL '12345678901234567890.1230' AS exact, true AS yes, X'0102ff' AS bytes,
  DATE '2001-02-27' AS day, TIMESTAMP '2001-02-27 00:00:00.000' AS at, TIMESTAMP '1969-12-31 23:59:59.123456' AS micros,
  ARRAY[1, NULL, 3] AS list, MAP(ARRAY[10, 9], ARRAY['a', 'b']) AS dict, MAP(ARRAY['k', 'j'], ARRAY[1, 2]) AS words,
  CAST(ROW(1, 'x') AS ROW(id integer, name varchar)) AS named, ROW(1, 2) AS pair, ARRAY[ARRAY[1], ARRAY[2, 3]] AS nested`;

test('values read as Athena writes them, under a row of their names', async () => {
  const [names, values] = await athena.rows(VALUES);
  expect(names?.slice(0, 4)).toEqual(['nothing', 'empty', 'text', 'big']);
  expect(values).toEqual([
    null,
    '',
    'it\'s "so"',
    '9223372036854775807',
    '1.0E20',
    '1.5',
    'NaN',
    'Infinity',
    '1.1',
    '12345678901234567890.1230',
    'true',
    '01 02 ff',
    '2001-02-27',
    '2001-02-27 00:00:00.000',
    '1969-12-31 23:59:59.123456',
    '[1, null, 3]',
    '{9=b, 10=a}',
    '{j=2, k=1}',
    '{id=1, name=x}',
    '{1, 2}',
    '[[1], [2, 3]]',
  ]);
});

test('columns are described with the digits that Athena gives', async () => {
  const id = await athena.start(
    "SELECT 1 AS i, BIGINT '1' AS b, DECIMAL '1.50' AS d, 'ab' AS t, REAL '1' AS r, DATE '2001-01-01' AS y",
  );
  await athena.finished(id);
  const info = (await athena.results(id)).ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  const told = info.map((c) => [
    c.Name,
    c.Type,
    c.Precision,
    c.Scale,
    c.CaseSensitive,
    c.Nullable,
    c.CatalogName,
  ]);
  expect(told).toEqual([
    ['i', 'integer', 10, 0, false, 'UNKNOWN', 'hive'],
    ['b', 'bigint', 19, 0, false, 'UNKNOWN', 'hive'],
    ['d', 'decimal', 3, 2, false, 'UNKNOWN', 'hive'],
    ['t', 'varchar', 2, 0, true, 'UNKNOWN', 'hive'],
    ['r', 'float', 17, 0, false, 'UNKNOWN', 'hive'],
    ['y', 'date', 0, 0, false, 'UNKNOWN', 'hive'],
  ]);
});

test('a bare decimal literal is a double, as Athena reads it', async () => {
  expect(
    await athena.rows("SELECT typeof(0.5) AS bare, typeof(DECIMAL '0.5') AS said, 'x 0.5' AS text"),
  ).toEqual([
    ['bare', 'said', 'text'],
    ['double', 'decimal(1,1)', 'x 0.5'],
  ]);
});

test('a query is told with its kind, times, bytes and place of results', async () => {
  const query = await athena.run('SELECT 1 AS n', {
    QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: athena.database },
  });
  expect(query).toMatchObject({
    StatementType: 'DML',
    SubstatementType: 'SELECT',
    WorkGroup: 'primary',
    Query: 'SELECT 1 AS n',
    QueryExecutionContext: { Catalog: 'awsdatacatalog', Database: athena.database },
    ResultConfiguration: { OutputLocation: `s3://${athena.bucket}/results/${query.QueryExecutionId}.csv` },
    EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
    Status: { State: 'SUCCEEDED' },
    Statistics: { DataScannedInBytes: 0 },
  });
  const { SubmissionDateTime: from, CompletionDateTime: to } = query.Status ?? {};
  expect(to?.getTime()).toBeGreaterThanOrEqual(from?.getTime() ?? Number.POSITIVE_INFINITY);
  expect(query.Statistics?.TotalExecutionTimeInMillis).toBe(
    (query.Statistics?.QueryQueueTimeInMillis ?? 0) + (query.Statistics?.EngineExecutionTimeInMillis ?? 0),
  );
});

test('EXPLAIN is free DML with a line a row', async () => {
  const query = await athena.run('EXPLAIN (TYPE VALIDATE) SELECT 1');
  expect(query).toMatchObject({
    StatementType: 'DML',
    SubstatementType: 'EXPLAIN',
    Status: { State: 'SUCCEEDED' },
  });
  expect(await athena.rows('EXPLAIN (TYPE VALIDATE) SELECT 1')).toEqual([['Valid'], ['true'], ['']]);
  const id = await athena.start('EXPLAIN SELECT 1');
  await athena.finished(id);
  const results = await athena.results(id);
  expect(results.ResultSet?.Rows?.[0]?.Data?.[0]?.VarCharValue).toBe('Query Plan');
  expect(results.ResultSet?.Rows?.length).toBeGreaterThan(3);
  expect(results.UpdateCount).toBeUndefined();
});

test('parameters fill question marks: expressions as they are, anything else as text', async () => {
  const rows = await athena.rows('SELECT ? AS a, ? AS b, ? AS c', {
    ExecutionParameters: ['1 + 1', "'x'", "it's"],
  });
  expect(rows[1]).toEqual(['2', 'x', "it's"]);
});
