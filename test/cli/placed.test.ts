import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outside } from '../platform/local/duckdb/files.ts';
import { publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
let job: string;
beforeEach(() => {
  place = new SmallPipeline();
  job = join(place.root, 'job');
  location('{yyyy}/{MM}/{dd}');
});
afterEach(() => place.remove());

const DAYS = ['2001-01-01', '2001-01-02', '2001-01-03', '2001-01-04'];

/** The pipeline gates what lies there instead of writing by SQL. */
function location(pattern: string, more = ''): void {
  place.pipeline('enforce');
  place.edit('small/days.pipeline.yaml', 'source: { dataset: small/raw, version: 1.0.0 }\n', '');
  place.edit('small/days.pipeline.yaml', '{ sql: days.sql }', `{ location: "${job}/${pattern}"${more} }`);
}

/** What another job writes: a file of three rows, with the columns that the SELECT gives. */
async function write(path: string, columns = '50::BIGINT AS value', rows = 3): Promise<string> {
  const file = join(job, path);
  mkdirSync(join(file, '..'), { recursive: true });
  await outside(`COPY (SELECT ${columns} FROM range(${rows})) TO '${file}' (FORMAT parquet)`);
  return file;
}

const slashed = (day: string): string => day.replaceAll('-', '/');

async function writeDays(name = 'part-0.parquet'): Promise<void> {
  for (const day of DAYS) await write(`${slashed(day)}/${name}`);
}

test('what another job wrote is judged and published; a day that comes late is taken alone', async () => {
  await writeDays();
  rmSync(join(job, '2001/01/04'), { recursive: true });
  await write('2001/01/02/part-0.parquet', '101::BIGINT AS value');
  const first = place.outcome();
  expect(publications(first)).toEqual({
    '2001-01-01': 'published',
    '2001-01-02': 'rejected',
    '2001-01-03': 'published',
    '2001-01-04': 'rejected',
  });
  await write('2001/01/02/part-0.parquet');
  await write('2001/01/04/part-0.parquet', '7::BIGINT AS value', 2);
  const late = place.outcome();
  expect(late.summary).toMatchObject({ published: 2, unchanged: 2 });
  expect(late.verdict.stats.rowsScanned).toBe('5');
  expect(await place.visible()).toEqual({
    '2001-01-01': 3,
    '2001-01-02': 3,
    '2001-01-03': 3,
    '2001-01-04': 2,
  });
  expect(place.outcome().summary).toMatchObject({ unchanged: 4, queries: 0 });
});

test('what was taken stays as it was judged, whatever the job does with its files afterwards', async () => {
  await writeDays();
  place.outcome();
  const file = join(job, '2001/01/01/part-0.parquet');
  expect(statSync(file).mode & 0o200).toBe(0o200);
  writeFileSync(file, 'not Parquet any more');
  rmSync(join(job, '2001/01/02'), { recursive: true });
  expect(await place.visible()).toEqual(Object.fromEntries(DAYS.map((d) => [d, 3])));
  // an emptied place is not news; the file that cannot be read is an error that names it
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('part-0.parquet');
  expect(await place.visible()).toEqual(Object.fromEntries(DAYS.map((d) => [d, 3])));
});

test('a job that rewrites the same bytes under other names changes nothing', async () => {
  await writeDays('a.parquet');
  place.outcome();
  rmSync(job, { recursive: true });
  await writeDays('b.parquet');
  expect(place.outcome().summary).toMatchObject({ published: 0, unchanged: 4, queries: 0 });
});

test('Hive folders below the location name the days; rows of no day stay out and are told', async () => {
  location('table');
  for (const day of DAYS) await write(`table/day=${day}/part-0.parquet`);
  await write('table/day=2000-12-31/part-0.parquet', '101::BIGINT AS value');
  await write('table/day=__HIVE_DEFAULT_PARTITION__/part-0.parquet');
  const outcome = place.outcome();
  expect(outcome.summary).toMatchObject({ published: 4, rejected: 1 });
  expect(outcome.partitions.at(-1)).toMatchObject({ partition: { day: null }, publication: 'rejected' });
  rmSync(join(job, 'table/day=__HIVE_DEFAULT_PARTITION__'), { recursive: true });
  expect(place.outcome().summary).toMatchObject({ unchanged: 4, rejected: 0 });
});

test('a day without its marker is not there yet', async () => {
  location('{yyyy}/{MM}/{dd}', ', marker: _SUCCESS');
  await writeDays();
  for (const day of DAYS.slice(0, 3)) writeFileSync(join(job, slashed(day), '_SUCCESS'), '');
  expect(place.outcome().summary).toMatchObject({ published: 3, rejected: 1 });
  writeFileSync(join(job, slashed('2001-01-04'), '_SUCCESS'), '');
  expect(place.outcome().summary).toMatchObject({ published: 1, unchanged: 3 });
});

test('only files that the pattern names are taken', async () => {
  location('{windowStart}_{windowEnd}/{yyyy}{MM}{dd}-*.parquet');
  for (const day of DAYS) await write(`2001-01-01_2001-01-05/${day.replaceAll('-', '')}-x.parquet`);
  await write('2001-01-01_2001-01-05/20010101.draft.parquet');
  expect(place.outcome().summary.published).toBe(4);
  expect((await place.visible())['2001-01-01']).toBe(3);
});

test.each([
  ['link', 'linked'],
  ['inPlace', 'inPlace'],
])('take: %s says in the receipt who else holds the files', async (take, custody) => {
  location('{yyyy}/{MM}/{dd}', `, take: ${take}`);
  await writeDays();
  expect(place.outcome().summary.published).toBe(4);
  const history = place.sluice('history', 'small/days', '--partition', 'day=2001-01-01', '--format', 'json');
  const receipt = JSON.parse(history.stdout).find((f: { kind: string }) => f.kind === 'receipt');
  expect(receipt.manifest.custody).toBe(custody);
  expect(place.sluice('history', 'small/days', '--partition', 'day=2001-01-01').stdout).toContain(
    'its writer can still change',
  );
  // the other job's files keep their permissions, and nothing of it is removed
  expect(statSync(join(job, '2001/01/01/part-0.parquet')).mode & 0o200).toBe(0o200);
  expect(await place.visible()).toEqual(Object.fromEntries(DAYS.map((d) => [d, 3])));
  // what is changed in place behind the gate's back is found by the next run
  const file = join(job, '2001/01/01/part-0.parquet');
  const bytes = readFileSync(file);
  bytes[8] = (bytes[8] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(place.sluice('doctor', 'small/days').code).toBe(1);
});

test('a copy is ours alone', async () => {
  await writeDays();
  place.outcome();
  const history = place.sluice('history', 'small/days', '--partition', 'day=2001-01-01', '--format', 'json');
  const receipt = JSON.parse(history.stdout).find((f: { kind: string }) => f.kind === 'receipt');
  expect(receipt.manifest).not.toHaveProperty('custody');
  expect(readdirSync(join(job, '2001/01/01'))).toEqual(['part-0.parquet']);
});

test.each([
  ['{year}/{MM}', 'SLU-213', '{year}'],
  ['*/{dd}', 'SLU-213', 'last name'],
  ['nowhere/{yyyy}', 'SLU-447', 'nowhere'],
  ['{yyyy}', 'SLU-448', 'several partitions'],
])('the location %s is refused', async (pattern, code, words) => {
  await writeDays();
  location(pattern);
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(code);
  expect(ended.stderr).toContain(words);
});

test('SQL needs a source', async () => {
  place.pipeline('enforce');
  place.edit('small/days.pipeline.yaml', 'source: { dataset: small/raw, version: 1.0.0 }\n', '');
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-214');
});

test('rows in the folder of another day are refused; the right day in the file is not', async () => {
  await writeDays();
  await write('2001/01/01/part-0.parquet', "DATE '2001-01-01' AS day, 50::BIGINT AS value");
  for (const day of DAYS.slice(1)) {
    await write(`${slashed(day)}/part-0.parquet`, `DATE '${day}' AS day, 50::BIGINT AS value`);
  }
  expect(place.outcome().summary.published).toBe(4);
  await write('2001/01/03/part-0.parquet', "DATE '2001-01-02' AS day, 50::BIGINT AS value");
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-449');
  expect(ended.stderr).toContain('2001-01-02');
});

test('plan tells what would be read', async () => {
  await writeDays();
  const plan = JSON.parse(place.sluice('plan', 'small/days', '--format', 'json').stdout);
  expect(plan.source).toMatchObject({ files: 4, rows: '12' });
});

test('a location that does not tell days apart is refused for one day too', async () => {
  await write('2001/01/a.parquet');
  location('{yyyy}/{MM}/*.parquet');
  const ended = place.run('--start', '2001-01-01', '--end', '2001-01-02');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-448');
});

test('a day below the place of another day is refused, whatever the window', async () => {
  await writeDays();
  location('drop/{yyyy}-{MM}-{dd}');
  await write('drop/2001-01-01/day=2001-01-01/a.parquet');
  await write('drop/2001-01-02/day=2001-01-02/a.parquet');
  await write('drop/2001-01-02/day=2001-01-01/late.parquet');
  for (const end of ['2001-01-03', '2001-01-05']) {
    const ended = place.run('--start', '2001-01-02', '--end', end);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('SLU-452');
    expect(ended.stderr).toContain('late.parquet');
  }
  // months with days below them are the place of each of their days
  location('{yyyy}/{MM}/table');
  for (const day of DAYS) await write(`2001/01/table/day=${day}/a.parquet`);
  expect(place.outcome('--start', '2001-01-01', '--end', '2001-01-02').summary.published).toBe(1);
});

test('a column that engines take for the partition is compared with the folder, however it is written', async () => {
  await writeDays();
  await write('2001/01/03/part-0.parquet', 'DATE \'1999-01-01\' AS "DAY", 50::BIGINT AS value');
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-449');
});

test('good files that come again after their place was empty are taken again', async () => {
  location('{yyyy}/{MM}/{dd}', ', take: inPlace');
  await writeDays();
  expect(place.outcome('--mode', 'shadow').summary.shadow).toBe(4);
  const file = join(job, '2001/01/02/part-0.parquet');
  const bytes = readFileSync(file);
  rmSync(file);
  expect(publications(place.outcome('--mode', 'shadow'))['2001-01-02']).toBe('shadow');
  writeFileSync(file, bytes);
  expect(place.outcome().summary).toMatchObject({ published: 4, rejected: 0 });
});

test('files judged in place are not what a pipeline that copies publishes', async () => {
  location('{yyyy}/{MM}/{dd}', ', take: inPlace');
  await writeDays();
  place.outcome('--mode', 'shadow');
  location('{yyyy}/{MM}/{dd}');
  expect(place.outcome().summary.published).toBe(4);
  const history = place.sluice('history', 'small/days', '--partition', 'day=2001-01-01', '--format', 'json');
  const receipt = JSON.parse(history.stdout).find((f: { kind: string }) => f.kind === 'receipt');
  expect(receipt.manifest).not.toHaveProperty('custody');
  expect(statSync(join(job, '2001/01/01/part-0.parquet')).nlink).toBe(1);
});

test('links: to a file they are followed, to a folder they are refused', async () => {
  location('{yyyy}/{MM}/{dd}', ', take: link');
  await writeDays();
  await write('elsewhere/a.parquet');
  rmSync(join(job, '2001/01/01/part-0.parquet'));
  symlinkSync(join(job, 'elsewhere/a.parquet'), join(job, '2001/01/01/a.parquet'));
  expect(place.outcome().summary.published).toBe(4);
  expect(await place.visible()).toEqual(Object.fromEntries(DAYS.map((d) => [d, 3])));
  symlinkSync(join(job, 'elsewhere'), join(job, '2001/01/02/more'));
  const ended = place.run();
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toContain('SLU-528');
});

test('a table whose columns grew is judged day by day with the columns of each', async () => {
  await writeDays();
  await write('2001/01/04/part-0.parquet', '50::BIGINT AS value, 1 AS more');
  const outcome = place.outcome();
  expect(outcome.summary.published).toBe(4);
  const extra = outcome.verdict.partitions.map(
    (p) => p.checks.find((c) => c.kind === 'extraColumns')?.outcome,
  );
  expect(extra.slice(0, 3)).toEqual(['passed', 'passed', 'passed']);
  expect(extra[3]).not.toBe('passed');
});

test('a location that moved away is not taken for days without news', async () => {
  await writeDays();
  place.outcome();
  location('moved/{yyyy}/{MM}/{dd}');
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-447');
});

test('two files of one name in a day cannot be published from where they lie', async () => {
  location('{yyyy}/{MM}/{dd}', ', take: inPlace');
  await writeDays();
  await write('2001/01/02/more/part-0.parquet');
  const ended = place.run();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-536');
});

test('--changed keeps windows that the location names, and goes on after one that cannot be read', async () => {
  location('{windowStart}');
  for (const day of DAYS) await write(`${day}/a.parquet`);
  for (const [i, start] of DAYS.slice(0, 3).entries())
    expect(place.run('--start', start, '--end', DAYS[i + 1] ?? '').code).toBe(0);
  writeFileSync(join(job, '2001-01-01/a.parquet'), 'broken');
  await write('2001-01-03/a.parquet', '50::BIGINT AS value', 4);
  const ended = place.run('--changed');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('2001-01-01/a.parquet');
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-02': 3, '2001-01-03': 4 });
});
