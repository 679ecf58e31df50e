import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ports } from '../../../lib/core/ports.ts';
import { transformSql } from '../../../lib/core/sql/transform-sql.ts';
import { parseTransformQuery } from '../../../lib/core/sql/user-query.ts';
import { describeFiles } from '../../../lib/steps/files/describe.ts';
import { DIALECTS } from '../../../lib/steps/gate/statements.ts';
import { HEAD } from '../../contract-head.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import { openWorld, type World } from '../verdict/world.ts';

const SOURCE = `SELECT * FROM (VALUES
  (1, 0.10::DECIMAL(12, 2), 'NaN'::DOUBLE, 9007199254740993, DATE '2001-01-01', '2001-01-01 00:00:00.000001', TIMESTAMP '2001-01-01 10:00:00'),
  (2, 2.50, 0.25, 5, DATE '1969-12-31', '2001-01-01 00:00:00', TIMESTAMP '2001-01-01 11:00:00'),
  (3, -7.25, 0.1, NULL, NULL, '1999-12-31 23:59:59.5', TIMESTAMP '2001-01-02 00:00:00'),
  (4, NULL, 'Infinity', -2, DATE '2000-02-29', NULL, NULL)
) v(id, amount, ratio, seats, day, written, "at")`;

const QUERIES = {
  'numbers of every kind': `SELECT id, amount * 0.5 AS half, amount > 0.25 AS large, ratio > 1 AS beyond,
    ratio IN (0.1, 0.25) AS listed, ceil(seats) AS seats, CASE ratio WHEN 0.25 THEN 'a' ELSE 'b' END AS said FROM {source}`,
  'what is summed up': `SELECT count(*) AS n, sum(seats) AS seats, sum(amount * 0.1) AS tenth, max(ratio) AS largest,
    avg(amount) AS mean, min(ratio) AS smallest FROM {source}`,
  'days and instants': `SELECT id, CAST(written AS TIMESTAMP) > TIMESTAMP '2001-01-01 00:00:00' AS after,
    CAST(at AS TIMESTAMP) AS at, hour(day) AS hour, day + INTERVAL '36' HOUR AS later, {windowEnd} AS until FROM {source}
    WHERE (day >= '1969-12-31' OR day IS NULL) AND (at < {windowEnd} OR at IS NULL)`,
} as const;

let world: World;
beforeAll(async () => {
  world = await openWorld('candidates');
  await world.write('source/a.parquet', SOURCE);
});
afterAll(() => world.close());

const { dataset } = datasetIn(`${HEAD}    properties: [{ name: id, logicalType: integer }]\n`);

/** Writes the candidate as a run does; its files by their paths in the lake. */
async function candidate(text: string, target: string, ports: Pick<Ports, 'engine' | 'catalog' | 'lake'>) {
  const { engine, catalog, lake } = ports;
  const files = await lake.list('source');
  const read = parseTransformQuery(text, { pipeline: 'p' });
  const described = await describeFiles(
    { path: 'source', files, format: 'parquet', dataset, partitionedBy: [] },
    lake,
  );
  if (!read.ok || !described.ok) throw new Error(JSON.stringify([read, described]));
  const { columns } = described.value;
  const spec = { dataset: 'a/b', runId: target, attempt: 1, format: 'parquet' as const, columns };
  const source = await catalog.stage({ ...spec, files: described.value.files });
  const sql = transformSql(read.value, DIALECTS[engine.dialect], columns)
    .replaceAll('{source}', source.table)
    .replaceAll('{windowEnd}', "TIMESTAMP '2001-01-03 00:00:00.000000'");
  const place = { source, target: `runs/${target}`, partitionedBy: [], filePrefix: 'f' };
  const query = await engine.write({ id: target, sql, ...place }, target);
  for (;;) {
    const state = await engine.poll(query);
    if (state.state === 'failed') throw new Error(`${state.message}\n${sql}`);
    if (state.state === 'succeeded') break;
    await delay(5);
  }
  await catalog.drop(source);
  return lake.list(place.target);
}

/** Rows of files of either lake; numbers as numbers, whatever digits an engine gives their type. */
async function rowsOf(
  lake: Ports['lake'],
  files: readonly { path: string; sizeBytes: number }[],
  to: string,
) {
  for (const [i, { path, sizeBytes }] of files.entries()) {
    const file = join(world.root, 'read', to, `${i}.parquet`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await lake.readRange(path, 0, sizeBytes));
  }
  const found = await world.duckdb.runAndReadAll(
    `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('${join(world.root, 'read', to)}/*.parquet')`,
  );
  const number = (cell: unknown): unknown =>
    typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) && cell.length < 16 ? Number(cell) : cell;
  return found
    .getRows()
    .map((row) => JSON.stringify(row.map(number)))
    .sort();
}

test.each(Object.entries(QUERIES))('%s: both engines write the same candidate', async (name, text) => {
  const id = name.replaceAll(' ', '');
  const [here, there] = [
    await candidate(text, `local${id}`, world.local),
    await candidate(text, `aws${id}`, world.aws),
  ];
  const local = await rowsOf(world.local.lake, here, `local${id}`);
  expect(local.length).toBeGreaterThan(0);
  expect(await rowsOf(world.aws.lake, there, `aws${id}`)).toEqual(local);
});
