import { GetTablesCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WriteSpec } from '../../../lib/core/ports.ts';
import type { Scalar } from '../../../lib/core/values/scalar.ts';
import { type AwsWorld, makeWorld } from './world.ts';

let world: AwsWorld;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const scalar = (type: Exclude<Scalar['type'], 'null'>, value: string): Scalar => ({ type, value });
const NOTHING: Scalar = { type: 'null' };

/** Athena remembers tokens for longer than a test runs. */
const token = (step: string): string => `${world.config.ledgerTable}/${step}`;

const query = (sql: string) => ({ id: 'q', table: { table: '' }, sql });

test('every kind of value arrives as it is, beyond 2^53 and with null beside the empty text', async () => {
  const [row] = await world.ask(`SELECT
    9223372036854775807 AS big, CAST('12345678901234567890123456789012345.678' AS DECIMAL(38, 3)) AS exact,
    1e10 AS d, -0e0 AS zero, nan() AS nan, -infinity() AS inf, REAL '0.1' AS narrow,
    '' AS empty, CAST(NULL AS VARCHAR) AS nothing, 'a "b", c' AS quoted, U&'\\00e9\\+01F600' AS letters, true AS yes,
    DATE '1969-12-31' AS day, TIMESTAMP '1969-12-31 23:59:59.123456' AS at,
    TIMESTAMP '2001-02-27 10:00:00 +02:00' AS zoned, DATE '12001-01-01' AS late, TINYINT '-3' AS tiny`);
  expect(row).toEqual({
    big: scalar('integer', '9223372036854775807'),
    exact: scalar('decimal', '12345678901234567890123456789012345.678'),
    d: scalar('double', '10000000000'),
    zero: scalar('double', '0'),
    nan: scalar('double', 'NaN'),
    inf: scalar('double', '-Infinity'),
    narrow: scalar('double', String(Math.fround(0.1))),
    empty: scalar('string', ''),
    nothing: NOTHING,
    quoted: scalar('string', 'a "b", c'),
    letters: scalar('string', 'é😀'),
    yes: scalar('boolean', 'true'),
    day: scalar('string', '1969-12-31'),
    at: scalar('timestamp', '1969-12-31T23:59:59.123456Z'),
    zoned: scalar('timestamp', '2001-02-27T08:00:00.000000Z'),
    late: scalar('string', '+12001-01-01'),
    tiny: scalar('integer', '-3'),
  });
});

test('a result of several pages comes whole, and its header in none of them', async () => {
  const rows = await world.ask('SELECT n FROM UNNEST(sequence(1, 2345)) AS t (n) ORDER BY n');
  expect(rows.map((r) => r.n)).toEqual(
    Array.from({ length: 2345 }, (_, i) => scalar('integer', String(i + 1))),
  );
});

test('the same token is the same query; another run asks anew', async () => {
  const one = await world.engine.start(query('SELECT random() AS r'), token('run-1/step'));
  const again = await world.engine.start(query('SELECT random() AS r'), token('run-1/step'));
  const other = await world.engine.start(query('SELECT random() AS r'), token('run-2/step'));
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

test.each([
  ['a column that is not there', 'SELECT nowhere FROM (VALUES 1) AS t (n)', /nowhere/],
  ['a division by zero', 'SELECT 1 / n FROM (VALUES 0) AS t (n)', /zero/i],
  ['a cell that does not convert', "SELECT CAST(n AS INTEGER) FROM (VALUES 'x') AS t (n)", /x/],
  ['no SQL at all', 'SELECT FROM WHERE', /mismatched|unexpected|syntax/i],
])('%s is the fault of the statement', async (_, sql, message) => {
  const state = await world.ended(await world.engine.start(query(sql), token(`fault/${sql}`)));
  expect(state).toMatchObject({ state: 'failed', cause: 'statement' });
  expect(state.state === 'failed' && state.message).toMatch(message);
});

test('a table that was taken away is the fault of the platform: no verdict follows from it', async () => {
  const sql = 'SELECT count(*) FROM "stg_gone"';
  const state = await world.ended(await world.engine.start(query(sql), token('gone')));
  expect(state).toMatchObject({ state: 'failed', cause: 'platform' });
});

test('a query that is stopped ends as failed, and stopping it again is no error', async () => {
  const sql =
    'SELECT count(*) FROM UNNEST(sequence(1, 9000)) AS a (x), UNNEST(sequence(1, 9000)) AS b (y), UNNEST(sequence(1, 9000)) AS c (z)';
  const ref = await world.engine.start(query(sql), token('long'));
  expect(await world.engine.poll(ref)).toEqual({ state: 'running' });
  await world.engine.stop(ref);
  const state = await world.ended(ref);
  expect(state).toMatchObject({ state: 'failed', cause: 'platform' });
  expect(state.state === 'failed' && state.message).toMatch(/^it was cancelled: /);
  await world.engine.stop(ref);
});

test('a statement that is longer than Athena takes is refused in one sentence', async () => {
  const sql = `SELECT '${'x'.repeat(262_144)}'`;
  await expect(world.engine.start(query(sql), token('longest'))).rejects.toThrow(
    'A statement has 262153 bytes; Athena takes at most 262144.',
  );
});

const write = (id: string, sql: string, more: Partial<WriteSpec> = {}): WriteSpec => ({
  id,
  sql,
  source: { table: '' },
  target: `.sluice/runs/aviation/flights/${id}/1`,
  partitionedBy: ['day'],
  filePrefix: id,
  ...more,
});

const DAYS = `SELECT DATE '2001-01-01' AS day, CAST(1 AS SMALLINT) AS "Id", 'a' AS place, CAST(1.5 AS DECIMAL(12, 2)) AS price,
  ARRAY[CAST(ROW(1, 'x') AS ROW(n INTEGER, "Text" VARCHAR))] AS things, TIMESTAMP '2001-02-27 10:00:00.5 +02:00' AS at
  UNION ALL SELECT DATE '2001-01-02', 2, NULL, NULL, NULL, NULL`;

test('a candidate lies in Hive folders below its target, and the table that wrote it is gone', async () => {
  const ref = await world.engine.write(write('w1', DAYS), token('w1/write'));
  expect(await world.engine.write(write('w1', DAYS), token('w1/write'))).toEqual(ref);
  expect(await world.ended(ref)).toMatchObject({ state: 'succeeded', stats: { rowsScanned: '0' } });
  const files = await world.lake.list('.sluice/runs/aviation/flights/w1/1');
  expect(files.map((f) => /\/1\/([^/]+)\//.exec(f.path)?.[1])).toEqual(['day=2001-01-01', 'day=2001-01-02']);
  const columns = [
    { name: 'id', type: { kind: 'integer', bits: 16, signed: true } as const },
    { name: 'place', type: { kind: 'string' } as const },
    { name: 'at', type: { kind: 'timestamp', zoned: false } as const },
    { name: 'price', type: { kind: 'decimal', precision: 12, scale: 2 } as const },
  ].map((c) => ({ ...c, typeName: '', from: 'file' as const }));
  const { table } = await world.catalog.stage({
    dataset: 'aviation/flights',
    runId: 'w1',
    attempt: 1,
    format: 'parquet',
    files: files.map(({ path }) => ({ path, partition: {} })),
    columns,
  });
  expect(await world.ask(`SELECT id, place, at, price FROM ${table} ORDER BY id`)).toEqual([
    {
      id: scalar('integer', '1'),
      place: scalar('string', 'a'),
      at: scalar('timestamp', '2001-02-27T08:00:00.500000Z'),
      price: scalar('decimal', '1.50'),
    },
    { id: scalar('integer', '2'), place: NOTHING, at: NOTHING, price: NOTHING },
  ]);
  await world.catalog.drop({ table });
  const { TableList } = await world.clients.glue.send(
    new GetTablesCommand({ DatabaseName: world.config.databases.staging }),
  );
  expect(TableList).toEqual([]);
});

test('a table without partitions is written as it is, and one without rows has no files', async () => {
  const one = await world.engine.write(
    write('w2', 'SELECT 1 AS n', { partitionedBy: [] }),
    token('w2/write'),
  );
  expect(await world.ended(one)).toEqual({
    state: 'succeeded',
    stats: { rowsScanned: '0', bytesScanned: '0' },
  });
  expect(await world.lake.list('.sluice/runs/aviation/flights/w2/1')).toHaveLength(1);
  const none = await world.engine.write(
    write('w3', "SELECT n, 'x' AS day FROM (VALUES 1) AS t (n) WHERE n > 1"),
    token('w3/write'),
  );
  expect(await world.ended(none)).toMatchObject({ state: 'succeeded' });
  expect(await world.lake.list('.sluice/runs/aviation/flights/w3/1')).toEqual([]);
});

test('a candidate query that cannot run fails as a statement', async () => {
  for (const [id, sql, message] of [
    ['w4', 'SELECT nowhere FROM (VALUES 1) AS t (n)', /nowhere/],
    ['w5', 'SELECT 1 AS n', /^it gives no column day/],
  ] as const) {
    const state = await world.ended(await world.engine.write(write(id, sql), token(`${id}/write`)));
    expect(state).toMatchObject({ state: 'failed', cause: 'statement' });
    expect(state.state === 'failed' && state.message).toMatch(message);
  }
});

test('what Athena cannot write is refused before anything is written', async () => {
  const refused = (id: string, sql: string, more: Partial<WriteSpec> = {}) =>
    expect(world.engine.write(write(id, sql, more), token(`${id}/write`))).rejects;
  await refused('w6', DAYS, { partitions: 101 }).toThrow('writes at most 100 partitions, not 101');
  await refused('w7', "SELECT TIME '01:02:03' AS at, 'x' AS day").toThrow('The column at has the type time');
  await refused('w8', `SELECT 1 AS a, 2 AS "A", 'x' AS day`).toThrow('upper and lower case only: a, A');
  await world.lake.put('.sluice/runs/aviation/flights/w9/1/orphan', new Uint8Array([1]));
  await refused('w9', DAYS).toThrow('orphan is there already');
});
