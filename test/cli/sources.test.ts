import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(() => place.remove());

function csvSource(...lines: readonly string[]): void {
  place.edit('small/raw.odcs.yaml', 'format: parquet', 'format: csv');
  writeFileSync(join(place.source, 'all.csv'), `${['at,value', ...lines].join('\n')}\n`);
}
const DAY = ['--start', '2001-01-01', '--end', '2001-01-02'];

test('a cell of a source that is no value of its type ends the run; it is never published as a null', () => {
  csvSource('2001-01-01 00:00:00,1', '2001-01-01 00:01:00,7;8', '2001-01-01 00:02:00,');
  const ended = place.run(...DAY);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('SLU-445');
  expect(ended.stderr).toContain('column value has the cell "7;8"');
  expect(place.sluice('path', 'small/days').code).not.toBe(0);
});

test('a cell that the pipeline does not read may hold anything', () => {
  csvSource('2001-01-01 00:00:00,1', '2001-01-01 00:01:00,2', '2001-01-02 00:00:00,none');
  expect(place.run(...DAY).code).toBe(0);
});

test('another type in the contract of a text source is another candidate', async () => {
  csvSource('2001-01-01 00:00:00,1', '2001-01-01 00:01:00,02');
  // how long a cell is: 1 as a number, 2 as a text
  place.sql('SELECT CAST(at AS DATE) AS day, length(CAST(value AS VARCHAR)) AS value FROM {source}');
  place.edit('small/days.pipeline.yaml', 'sql: days.sql', 'sql: days.sql, engine: duckdb');
  expect(place.outcome(...DAY).summary.published).toBe(1);
  expect(place.outcome(...DAY).summary).toMatchObject({ unchanged: 1, queries: 0 });
  place.edit('small/raw.odcs.yaml', 'name: value, logicalType: integer', 'name: value, logicalType: string');
  expect(place.outcome(...DAY).summary).toMatchObject({ published: 1, queries: 1 });
});

test('a table without partitions is another candidate for another window', async () => {
  place.contract([]);
  place.edit('small/days.odcs.yaml', 'sluice.granularity, value: P1D', 'sluice.unit, value: partition');
  place.edit('small/days.odcs.yaml', ', partitioned: true, partitionKeyPosition: 1', '');
  await place.write([...FOUR_DAYS, { day: '2001-01-04', rows: 1, value: 101 }]);
  const ends = ['2001-01-02', '2001-01-04', '2001-01-05', '2001-01-04'].map((end) =>
    place.outcome('--start', '2001-01-01', '--end', end),
  );
  expect(ends.map((o) => o.partitions.map((p) => p.publication))).toEqual([
    ['published'],
    ['published'],
    ['rejected'],
    ['unchanged'],
  ]);
  const [partition] = ends[1]?.verdict.partitions ?? [];
  expect(partition?.checks.find((c) => c.id === 'rows')?.measured).toEqual({ type: 'integer', value: '9' });
});

test("what is wrong with a pipeline's SQL is said by validate and plan, before anything runs", () => {
  place.sql('SELECT CAST(at AS DATE) AS day, try_cast(value AS BIGINT) AS value FROM {source}');
  for (const ended of [
    place.sluice('validate', join(place.folder, 'days.pipeline.yaml')),
    place.sluice('plan', 'small/days'),
    place.run(),
  ]) {
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/days\.pipeline\.yaml:\d+/);
    expect(ended.stderr).toContain('days.sql');
    expect(ended.stderr).toContain('candidate.engine');
  }
  expect(place.sluice('status').stdout).toBe('');
  place.edit('small/days.pipeline.yaml', 'sql: days.sql', 'sql: days.sql, engine: duckdb');
  expect(place.sluice('validate', join(place.folder, 'days.pipeline.yaml')).code).toBe(0);
});

test('a damaged published file is mended by a run that writes its day again', async () => {
  await place.write(FOUR_DAYS);
  place.outcome();
  const file = place.publishedFile('2001-01-02');
  writeFileSync(file, 'not what was published');
  const other = place.run('--start', '2001-01-04', '--end', '2001-01-05');
  expect(other.code).toBe(2);
  expect(other.stderr).toContain('SLU-505');
  const mended = place.outcome();
  expect(publications(mended)).toMatchObject({ '2001-01-01': 'unchanged', '2001-01-02': 'published' });
  expect(await place.visible()).toEqual(Object.fromEntries(FOUR_DAYS.map(({ day }) => [day, 3])));
  expect(place.run().code).toBe(0);
});

test('or it is withdrawn by a rollback', async () => {
  await place.write(FOUR_DAYS);
  place.outcome();
  writeFileSync(place.publishedFile('2001-01-02'), 'not what was published');
  const back = ['rollback', 'small/days', '--withdraw', '--partition'];
  expect(place.sluice(...back, 'day=2001-01-03').code).toBe(2);
  expect(place.sluice(...back, 'day=2001-01-02').code).toBe(0);
  expect(Object.keys(await place.visible())).toEqual(['2001-01-01', '2001-01-03', '2001-01-04']);
});
