import { GetPartitionCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, refusal, rig } from './athena.ts';

let athena: Rig;
beforeAll(async () => {
  athena = await rig('ddl');
  for (const table of ['flights', 'lines', 'plain', 'old']) await athena.run(`DROP TABLE IF EXISTS ${table}`);
  await athena.run('DROP DATABASE IF EXISTS athena_ddl_other CASCADE');
});
afterAll(() => athena.close());

const glueTable = async (name: string) =>
  (await athena.glue.send(new GetTableCommand({ DatabaseName: athena.database, Name: name }))).Table;
const locationOf = async (...values: readonly string[]) => {
  const key = { DatabaseName: athena.database, TableName: 'flights', PartitionValues: [...values] };
  return (await athena.glue.send(new GetPartitionCommand(key))).Partition?.StorageDescriptor?.Location;
};
const reasonOf = async (sql: string) => (await athena.run(sql)).Status?.StateChangeReason;
const malformed = { name: 'InvalidRequestException', status: 400, code: 'MALFORMED_QUERY' };

test('CREATE EXTERNAL TABLE writes what Athena writes to Glue', async () => {
  const query = await athena.run(`CREATE EXTERNAL TABLE IF NOT EXISTS \`flights\` (
      \`origin\` string COMMENT 'where from', delay int, price decimal(10, 2), tags array<string>, at struct<lat:double,lon:double>
    ) COMMENT 'on time or not' PARTITIONED BY (flight_date date, carrier string) STORED AS PARQUET
    LOCATION 's3://${athena.bucket}/flights/' TBLPROPERTIES ('parquet.compression' = 'ZSTD', "owner"='it''s ours')`);
  expect(query).toMatchObject({
    StatementType: 'DDL',
    SubstatementType: 'CREATE_TABLE',
    Status: { State: 'SUCCEEDED' },
  });
  expect(query.ResultConfiguration?.OutputLocation).toMatch(/\.txt$/);
  const table = await glueTable('flights');
  expect(table).toMatchObject({
    TableType: 'EXTERNAL_TABLE',
    Description: 'on time or not',
    Parameters: { EXTERNAL: 'TRUE', 'parquet.compression': 'ZSTD', owner: "it's ours" },
    PartitionKeys: [
      { Name: 'flight_date', Type: 'date' },
      { Name: 'carrier', Type: 'string' },
    ],
    StorageDescriptor: {
      Location: `s3://${athena.bucket}/flights/`,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    },
  });
  expect(table?.StorageDescriptor?.Columns?.map((c) => [c.Name, c.Type, c.Comment])).toEqual([
    ['origin', 'string', 'where from'],
    ['delay', 'int', undefined],
    ['price', 'decimal(10,2)', undefined],
    ['tags', 'array<string>', undefined],
    ['at', 'struct<lat:double,lon:double>', undefined],
  ]);
  expect((await athena.results(query.QueryExecutionId ?? '')).ResultSet?.Rows).toEqual([]);
});

test('a table that is there fails CREATE, and not with IF NOT EXISTS', async () => {
  const sql = (absent: string) =>
    `CREATE EXTERNAL TABLE ${absent} flights (n int) LOCATION 's3://${athena.bucket}/x/'`;
  const query = await athena.run(sql(''));
  expect(query.Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason:
      'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. AlreadyExistsException(message:Table flights already exist)',
    AthenaError: { ErrorCategory: 2, ErrorType: 1006, ErrorMessage: 'Table flights already exists.' },
  });
  const results = await athena.results(query.QueryExecutionId ?? '');
  expect(results.ResultSet?.Rows).toEqual([]);
  expect((await athena.run(sql('IF NOT EXISTS'))).Status?.State).toBe('SUCCEEDED');
});

test('partitions are added, found, moved and dropped in Glue', async () => {
  const add = `ALTER TABLE flights ADD IF NOT EXISTS
    PARTITION (flight_date = '2001-02-27', carrier = 'AA') LOCATION 's3://${athena.bucket}/runs/1/'
    PARTITION (carrier = 'U/A', flight_date = '2001-02-28')`;
  expect(await athena.run(add)).toMatchObject({
    SubstatementType: 'ALTER_TABLE_ADD_PARTITION',
    Status: { State: 'SUCCEEDED' },
  });
  expect(await athena.rows('SHOW PARTITIONS flights')).toEqual([
    ['flight_date=2001-02-27/carrier=AA'],
    ['flight_date=2001-02-28/carrier=U%2FA'],
  ]);
  expect(await locationOf('2001-02-27', 'AA')).toBe(`s3://${athena.bucket}/runs/1/`);
  expect(await locationOf('2001-02-28', 'U/A')).toBe(
    `s3://${athena.bucket}/flights/flight_date=2001-02-28/carrier=U%2FA`,
  );
  const again = "ALTER TABLE flights ADD PARTITION (flight_date = '2001-02-27', carrier = 'AA')";
  expect(await reasonOf(again)).toMatch(/AlreadyExistsException\(message:Partition already exists/);
  expect(await reasonOf("ALTER TABLE flights ADD PARTITION (flight_date = '2001-02-27')")).toMatch(
    /partition columns$/,
  );

  const move = `ALTER TABLE flights PARTITION (flight_date = '2001-02-27', carrier = 'AA') SET LOCATION 's3://${athena.bucket}/runs/2/'`;
  expect(await athena.run(move)).toMatchObject({
    SubstatementType: 'ALTER_TABLE_SET_LOCATION',
    Status: { State: 'SUCCEEDED' },
  });
  expect(await locationOf('2001-02-27', 'AA')).toBe(`s3://${athena.bucket}/runs/2/`);

  const drop = "ALTER TABLE flights DROP PARTITION (flight_date = '2001-02-28')";
  expect(await athena.run(drop)).toMatchObject({
    SubstatementType: 'ALTER_TABLE_DROP_PARTITION',
    Status: { State: 'SUCCEEDED' },
  });
  expect(await athena.rows('SHOW PARTITIONS flights')).toEqual([['flight_date=2001-02-27/carrier=AA']]);
  expect(await reasonOf(drop)).toMatch(/^FAILED: SemanticException \[Error 10006\]: Partition not found/);
  expect((await athena.run(drop.replace('DROP', 'DROP IF EXISTS'))).Status?.State).toBe('SUCCEEDED');
});

test('MSCK REPAIR TABLE finds folders of partitions, and leaves the hidden ones', async () => {
  const put = (Key: string) =>
    athena.s3.send(new PutObjectCommand({ Bucket: athena.bucket, Key, Body: '1\n' }));
  await put('lines/day=2001-02-27/kind=a%3Ab/x.txt');
  await put('lines/day=2001-02-28/kind=c/x.txt');
  await put('lines/_tmp/kind=c/x.txt');
  await put('lines/day=2001-03-01/other=c/x.txt');
  const create = `CREATE EXTERNAL TABLE lines (n int) PARTITIONED BY (day string, kind string)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://${athena.bucket}/lines/'`;
  await athena.run(create);
  const repair = await athena.run('MSCK REPAIR TABLE lines');
  expect(repair).toMatchObject({
    StatementType: 'DDL',
    SubstatementType: 'MSCK_REPAIR',
    Status: { State: 'SUCCEEDED' },
  });
  const found = ['day=2001-02-27/kind=a%3Ab', 'day=2001-02-28/kind=c'];
  const lines = (await athena.results(repair.QueryExecutionId ?? '')).ResultSet?.Rows?.map(
    (row) => row.Data?.[0]?.VarCharValue,
  );
  expect(lines).toEqual([
    `Partitions not in metastore:\tlines:${found[0]}\tlines:${found[1]}`,
    ...found.map((each) => `Repair: Added partition to metastore lines:${each}`),
  ]);
  expect(await athena.rows('SHOW PARTITIONS lines')).toEqual(found.map((each) => [each]));
  expect(await athena.rows("SELECT n, kind FROM lines WHERE kind = 'a:b'")).toEqual([
    ['n', 'kind'],
    ['1', 'a:b'],
  ]);
  expect(await athena.rows('MSCK REPAIR TABLE lines')).toEqual([]);
});

test('tables, columns and databases are shown without a header, as Athena pads them', async () => {
  await athena.run(
    `CREATE EXTERNAL TABLE plain (n int COMMENT 'abc') LOCATION 's3://${athena.bucket}/plain/'`,
  );
  expect(await athena.rows("SHOW TABLES LIKE 'pl*'")).toEqual([['plain']]);
  expect(await athena.rows(`SHOW TABLES IN ${athena.database} 'p.*'`)).toEqual([['plain']]);
  expect(await athena.rows('DESCRIBE plain')).toEqual([
    [`n${' '.repeat(19)}\tint${' '.repeat(17)}\tabc${' '.repeat(17)}`],
  ]);
  expect(await athena.rows('SHOW COLUMNS IN plain')).toEqual([[`n${' '.repeat(19)}`]]);
  const described = await athena.rows('DESCRIBE flights');
  expect(described.map(([line]) => line?.split('\t')[0]?.trim())).toEqual([
    ...['origin', 'delay', 'price', 'tags', 'at', 'flight_date', 'carrier'],
    ...['', '# Partition Information', '# col_name', '', 'flight_date', 'carrier'],
  ]);
  expect(await reasonOf('SHOW PARTITIONS plain')).toMatch(/Table plain is not a partitioned table$/);
  expect(await athena.rows(`SHOW DATABASES LIKE '${athena.database}'`)).toEqual([[athena.database]]);
  expect(await athena.run('SHOW TABLES')).toMatchObject({
    StatementType: 'UTILITY',
    SubstatementType: 'SHOW_TABLES',
  });
  expect(await refusal(athena.start('DESCRIBE nowhere'))).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/^Entity Not Found \(Service: AmazonDataCatalog; Status Code: 400;/),
  });
});

test('properties and columns are changed where they are', async () => {
  expect((await athena.run("ALTER TABLE plain SET TBLPROPERTIES ('owner' = 'us')")).Status?.State).toBe(
    'SUCCEEDED',
  );
  expect(
    (await athena.run('ALTER TABLE plain ADD COLUMNS (s string, m map<string,int>)')).Status?.State,
  ).toBe('SUCCEEDED');
  const table = await glueTable('plain');
  expect(table?.Parameters).toMatchObject({ EXTERNAL: 'TRUE', owner: 'us' });
  expect(table?.StorageDescriptor?.Columns?.map((c) => c.Type)).toEqual(['int', 'string', 'map<string,int>']);
  expect(await athena.rows('SHOW TBLPROPERTIES plain')).toContainEqual(['owner\tus']);
});

test('databases are made and dropped, tables and all only with CASCADE', async () => {
  expect((await athena.run('CREATE DATABASE athena_ddl_other')).SubstatementType).toBe('CREATE_DATABASE');
  expect(await reasonOf('CREATE SCHEMA athena_ddl_other')).toMatch(
    /Database athena_ddl_other already exists\)$/,
  );
  await athena.run(`CREATE EXTERNAL TABLE athena_ddl_other.t (n int) LOCATION 's3://${athena.bucket}/t/'`);
  expect(await reasonOf('DROP DATABASE athena_ddl_other')).toMatch(/is not empty/);
  expect((await athena.run('DROP DATABASE athena_ddl_other CASCADE')).Status?.State).toBe('SUCCEEDED');
  expect(await reasonOf('SHOW TABLES IN athena_ddl_other')).toMatch(
    /Database does not exist: athena_ddl_other$/,
  );
});

test('DROP TABLE takes the table out of Glue and leaves its files', async () => {
  await athena.s3.send(new PutObjectCommand({ Bucket: athena.bucket, Key: 'old/x.txt', Body: '7\n' }));
  const create = `CREATE EXTERNAL TABLE old (n int) LOCATION 's3://${athena.bucket}/old/'`;
  await athena.run(create);
  expect(await athena.run('DROP TABLE old')).toMatchObject({
    SubstatementType: 'DROP_TABLE',
    Status: { State: 'SUCCEEDED' },
  });
  expect((await athena.run('DROP TABLE old')).Status).toMatchObject({
    StateChangeReason: 'FAILED: SemanticException [Error 10001]: Table not found athena_ddl.old',
    AthenaError: { ErrorCategory: 2, ErrorType: 1301 },
  });
  expect((await athena.run('DROP TABLE IF EXISTS old')).Status?.State).toBe('SUCCEEDED');
  await athena.run(create);
  expect(await athena.rows('SELECT n FROM old')).toEqual([['n'], ['7']]);
});

test.each([
  ['DROP TABLE "flights"', `line 1:12: no viable alternative at input 'DROP TABLE "flights"'`],
  [
    'CREATE EXTERNAL TABLE "t" (n int)',
    `line 1:23: no viable alternative at input 'CREATE EXTERNAL TABLE "t"'`,
  ],
  ['CREATE TABLE t (n int)', 'No location was specified for table. An S3 location must be specified'],
  [
    "CREATE TABLE t (n int NOT NULL) LOCATION 's3://b/t/'",
    "line 1:23: no viable alternative at input 'CREATE TABLE t (n int NOT'",
  ],
  ['ALTER TABLE flights DROP COLUMN delay', "line 1:26: mismatched input 'COLUMN' expecting 'PARTITION'"],
  [
    'ALTER TABLE flights EXECUTE optimize',
    "line 1:21: no viable alternative at input 'ALTER TABLE flights EXECUTE'",
  ],
  ['DESCRIBE hive.athena_ddl.flights', 'Unsupported DDL with 2 catalogs'],
  ['MSCK REPAIR TABLE a.b.c.d', 'Invalid table name a.b.c.d'],
  ['SHOW CREATE TABLE flights', 'Queries of this type are not supported'],
])('%s is refused before there is a query', async (sql, message) => {
  expect(await refusal(athena.start(sql))).toEqual({
    ...malformed,
    message: expect.stringContaining(message),
  });
});

test('a type that Hive does not have fails when it runs', async () => {
  const query = await athena.run(`CREATE EXTERNAL TABLE bad (n text) LOCATION 's3://${athena.bucket}/bad/'`);
  expect(query.Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 1, ErrorType: 1003 } });
});
