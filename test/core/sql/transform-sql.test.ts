import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../lib/core/sql/dialect.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import { transformSql } from '../../../lib/core/sql/transform-sql.ts';
import { parseTransformQuery } from '../../../lib/core/sql/user-query.ts';
import { FLIGHTS_COLUMNS, TRANSFORM_COLUMNS } from './transform-columns.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const GOLDEN = join(import.meta.dirname, 'golden');

function printed(
  text: string,
  dialect: Dialect,
  columns: readonly PhysicalColumn[],
  engine?: string,
): string {
  const read = parseTransformQuery(text, { pipeline: 'p', engine });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return transformSql(read.value, dialect, columns);
}

test.each([
  ['flights', join(PROJECT, 'contracts/aviation/flights.sql'), FLIGHTS_COLUMNS, duckdb],
  ['flights', join(PROJECT, 'contracts/aviation/flights.sql'), FLIGHTS_COLUMNS, trino],
  ['transform', join(GOLDEN, 'transform.sql'), TRANSFORM_COLUMNS, duckdb],
  ['transform', join(GOLDEN, 'transform.sql'), TRANSFORM_COLUMNS, trino],
] as const)('the pipeline %s, %s, writes this on each engine', async (name, file, columns, dialect) => {
  const sql = printed(readFileSync(file, 'utf8'), dialect, columns);
  const golden = join(GOLDEN, `${name}-candidate.${dialect.name}.golden.sql`);
  await expect(`${sql}\n`).toMatchFileSnapshot(golden);
});

describe('in a pipeline, as in a rule, Trino is told', () => {
  const select = (item: string): string => {
    const sql = printed(`SELECT ${item} AS x FROM {source}`, trino, TRANSFORM_COLUMNS);
    return sql.slice('SELECT '.length, sql.indexOf(' AS "x"'));
  };

  test.each([
    ['that a written fraction is a decimal', 'amount * 0.5', `("amount" * DECIMAL '0.5')`],
    ['that a timestamp has microseconds', 'CAST(written AS TIMESTAMP)', 'CAST("written" AS TIMESTAMP(6))'],
    [
      'which number is the largest',
      'max(RATIO)',
      'CASE WHEN bool_or(is_nan("RATIO")) THEN nan() ELSE max("RATIO") END',
    ],
    ['that whole numbers do not overflow', 'sum(seats)', 'sum(CAST("seats" AS DECIMAL(38, 0)))'],
    ['what a text beside a day means', `birthday >= '2001-01-01'`, `("birthday" >= DATE '2001-01-01')`],
    [
      'what a text beside the window means',
      `'2001-01-01T00:00:00Z' < {windowEnd}`,
      `(TIMESTAMP '2001-01-01 00:00:00.000000' < {windowEnd})`,
    ],
  ])('%s', (_, item, expected) => {
    expect(select(item)).toBe(expected);
  });

  test('nothing, where the pipeline names its engine', () => {
    const text = 'SELECT amount * 0.5 AS x FROM {source}';
    expect(printed(text, trino, TRANSFORM_COLUMNS, 'athena')).toBe(
      'SELECT ("amount" * 0.5) AS "x" FROM {source} AS "object"',
    );
  });
});

test('a sum of whole numbers stays whole in the file that DuckDB writes', async () => {
  const sql = printed('SELECT sum(seats) AS n, sum(ratio) AS r FROM {source}', duckdb, TRANSFORM_COLUMNS);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE t AS SELECT 9007199254740993 AS seats, 0.5::DOUBLE AS ratio');
  const result = await connection.runAndReadAll(`DESCRIBE ${sql.replace('{source}', 't')}`);
  expect(result.getRows().map((row) => row[1])).toEqual(['DECIMAL(38,0)', 'DOUBLE']);
  instance.closeSync();
});
