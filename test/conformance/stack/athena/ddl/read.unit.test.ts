import { expect, test } from 'vitest';
import { icebergSql } from './iceberg.ts';
import { readDdl } from './read.ts';
import { tableInput } from './storage.ts';

const table = (sql: string) => {
  const statement = readDdl(sql);
  if (statement.kind !== 'createTable') throw new Error(`not a table: ${statement.kind}`);
  return statement;
};

test('a table with everything', () => {
  const statement = table(`create external table if not exists AwsDataCatalog.\`Db\`.\`T-1\` (
      a decimal( 10 , 2 ) comment 'x\\'y', b map<string , array<int>>, c struct<d:timestamp, int:string>
    ) comment "whole" partitioned by (p date, q varchar(3) comment 'z')
    row format serde 'org.openx.data.jsonserde.JsonSerDe' with serdeproperties ('k'='v')
    stored as inputformat 'in' outputformat 'out' location 's3://b/t' tblproperties ('a'='b', 'c'='d');`);
  expect(statement).toEqual({
    kind: 'createTable',
    external: true,
    ifNotExists: true,
    name: { database: 'db', table: 't-1' },
    columns: [
      { name: 'a', type: 'decimal(10,2)', comment: "x'y" },
      { name: 'b', type: 'map<string,array<int>>' },
      { name: 'c', type: 'struct<d:timestamp,int:string>' },
    ],
    partitionColumns: [
      { name: 'p', type: 'date' },
      { name: 'q', type: 'varchar(3)', comment: 'z' },
    ],
    transforms: [],
    comment: 'whole',
    rowFormat: { serde: 'org.openx.data.jsonserde.JsonSerDe', properties: { k: 'v' } },
    storedAs: { kind: 'classes', input: 'in', output: 'out' },
    location: 's3://b/t',
    properties: { a: 'b', c: 'd' },
  });
  expect(tableInput(statement, 1_000).StorageDescriptor).toMatchObject({
    InputFormat: 'in',
    OutputFormat: 'out',
    SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe', Parameters: { k: 'v' } },
  });
});

test('rows with delimiters are text', () => {
  const statement = table(
    "CREATE EXTERNAL TABLE t (a int) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' LOCATION 's3://b/t/'",
  );
  expect(statement.rowFormat?.properties).toEqual({
    'field.delim': '\t',
    'escape.delim': '\\',
    'line.delim': '\n',
  });
  expect(tableInput(statement, 0).StorageDescriptor?.InputFormat).toBe(
    'org.apache.hadoop.mapred.TextInputFormat',
  );
});

test('an Iceberg table in the words of the engine', () => {
  const statement =
    table(`CREATE TABLE t (n int, s string COMMENT 'it''s', ts timestamp, at struct<x:float,tags:array<string>>)
    PARTITIONED BY (s, day(ts), bucket(4, n)) LOCATION 's3://b/t/' TBLPROPERTIES ('table_type'='ICEBERG', 'format'='orc')`);
  expect(icebergSql(statement, 'db')).toBe(
    `CREATE TABLE "db"."t" ("n" integer, "s" varchar COMMENT 'it''s', "ts" timestamp(6), "at" row("x" real, "tags" array(varchar))) ` +
      `WITH (location = 's3://b/t', format = 'ORC', partitioning = ARRAY['s', 'day(ts)', 'bucket(n, 4)'])`,
  );
});

test.each([
  ['DROP TABLE IF EXISTS `a`.b', { kind: 'dropTable', ifExists: true, name: { database: 'a', table: 'b' } }],
  ["SHOW TABLES IN a LIKE 'x*'", { kind: 'showTables', database: 'a', pattern: 'x*' }],
  ['SHOW SCHEMAS', { kind: 'showDatabases' }],
  ['DROP DATABASE a CASCADE', { kind: 'dropDatabase', database: 'a', ifExists: false, cascade: true }],
  [
    "ALTER TABLE t DROP IF EXISTS PARTITION (p = 'x', q = -1), PARTITION (p = 2)",
    {
      kind: 'dropPartitions',
      name: { table: 't' },
      ifExists: true,
      specs: [
        [
          ['p', 'x'],
          ['q', '-1'],
        ],
        [['p', '2']],
      ],
    },
  ],
  [
    "ALTER TABLE t SET LOCATION 's3://b/'",
    { kind: 'setLocation', name: { table: 't' }, location: 's3://b/' },
  ],
])('%s', (sql, expected) => {
  expect(readDdl(sql)).toEqual(expected);
});

test.each([
  ['DROP TABLE t PURGE', "line 1:14: extraneous input 'PURGE' expecting <EOF>"],
  ['DROP TABLE', "line 1:11: no viable alternative at input 'DROP TABLE'"],
  ['ALTER TABLE t\nRENAME TO u', "line 2:1: no viable alternative at input 'ALTER TABLE t\\nRENAME'"],
  ['ALTER TABLE t ADD COLUMN n int', "line 1:19: mismatched input 'COLUMN' expecting 'PARTITION'"],
  ["ALTER TABLE t ADD PARTITION (p => 'x')", "line 1:32: mismatched input '=>' expecting '='"],
  [
    "CREATE EXTERNAL TABLE t (n int) LOCATION 's3://b/' CLUSTERED BY (n)",
    "line 1:52: no viable alternative at input 'CREATE EXTERNAL TABLE t (n int) LOCATION 's3://b/' CLUSTERED'",
  ],
])('%s is refused: %s', (sql, message) => {
  expect(() => readDdl(sql)).toThrow(message);
});
