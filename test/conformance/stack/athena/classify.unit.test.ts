import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import { lex } from './lex.ts';

const kind = (sql: string): string | undefined => {
  const found = classify(lex(sql));
  return found && `${found.type} ${found.substatement} ${found.grammar} ${found.file}`;
};

test.each([
  ['SELECT 1', 'DML SELECT trino csv'],
  ['-- CREATE\n/* DROP */ (SELECT 1)', 'DML SELECT trino csv'],
  ['WITH a AS (SELECT 1) SELECT * FROM a', 'DML SELECT trino csv'],
  ['VALUES(1)', 'DML SELECT trino csv'],
  ['TABLE t', 'DML SELECT trino csv'],
  ['EXPLAIN (TYPE IO) SELECT 1', 'DML EXPLAIN trino txt'],
  ['INSERT INTO t SELECT 1', 'DML INSERT trino companion'],
  ['MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE', 'DML MERGE trino csv'],
  ['DELETE FROM t', 'DML DELETE trino csv'],
  ['CREATE TABLE t AS SELECT 1 AS n', 'DDL CREATE_TABLE_AS_SELECT trino table'],
  ["CREATE TABLE t WITH (format = 'ORC') AS (VALUES 1)", 'DDL CREATE_TABLE_AS_SELECT trino table'],
  ['CREATE TABLE t (n int)', 'DDL CREATE_TABLE hive txt'],
  ['CREATE EXTERNAL TABLE t (n int)', 'DDL CREATE_TABLE hive txt'],
  ['CREATE OR REPLACE VIEW v AS SELECT 1', 'DDL CREATE_VIEW trino txt'],
  ['CREATE SCHEMA s', 'DDL CREATE_DATABASE hive txt'],
  ['drop table t', 'DDL DROP_TABLE hive txt'],
  ["ALTER TABLE t ADD IF NOT EXISTS PARTITION (p = '1')", 'DDL ALTER_TABLE_ADD_PARTITION hive txt'],
  ["ALTER TABLE t PARTITION (p = '1') SET LOCATION 's3://b/'", 'DDL ALTER_TABLE_SET_LOCATION hive txt'],
  ['MSCK REPAIR TABLE t', 'DDL MSCK_REPAIR hive txt'],
  ['SHOW PARTITIONS t', 'UTILITY SHOW_PARTITIONS hive txt'],
  ['SHOW FUNCTIONS', 'UTILITY SHOW_FUNCTIONS trino csv'],
  ['DESC t', 'UTILITY DESCRIBE_TABLE hive txt'],
])('%s is %s', (sql, expected) => {
  expect(kind(sql)).toBe(expected);
});

test.each([
  '',
  '-- nothing',
  'SET SESSION x = 1',
  'CALL system.rollback()',
  'CREATE OR REPLACE TABLE t AS SELECT 1',
  'SHOW STATS FOR t',
  'constructor',
])('%s is none of Athena', (sql) => {
  expect(kind(sql)).toBeUndefined();
});
