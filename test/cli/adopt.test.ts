import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outside } from '../platform/local/duckdb/files.ts';
import { FOUR_DAYS, publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
let table: string;
beforeEach(() => {
  place = new SmallPipeline();
  table = join(place.root, 'old');
});
afterEach(() => place.remove());

/** A table as somebody else kept it: four days, the second of which breaks a rule. */
async function writeTable(columns = 'value'): Promise<void> {
  mkdirSync(table, { recursive: true });
  const days = FOUR_DAYS.map(
    ({ day }, i) => `SELECT DATE '${day}' AS day, ${i === 1 ? 101 : 50}::BIGINT AS ${columns} FROM range(3)`,
  );
  await outside(
    `COPY (${days.join(' UNION ALL ')}) TO '${table}' (FORMAT parquet, PARTITION_BY (day), OVERWRITE_OR_IGNORE)`,
  );
}

const adopt = (...options: readonly string[]) => place.sluice('adopt', 'small/days', table, ...options);

test('what lies there becomes the first snapshots, and the report says what the rules make of it', async () => {
  await writeTable();
  const ended = adopt();
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('4 adopted, 1 of them would have been rejected');
  expect(ended.stdout).toContain('day=2001-01-02 adopted, would have been rejected');
  expect(ended.stdout).toContain('value.maximum');
  expect(await place.visible()).toEqual(Object.fromEntries(FOUR_DAYS.map((d) => [d.day, 3])));
  const history = place.sluice('history', 'small/days', '--partition', 'day=2001-01-02').stdout;
  expect(history).toContain('adopt by');
  expect(history).toContain('judged reject');
});

test('a page of it is written at once, with rows that the rules would have kept out', async () => {
  await writeTable();
  const file = join(place.root, 'adopted.html');
  expect(adopt('--report', file).code).toBe(0);
  const page = readFileSync(file, 'utf8');
  expect(page).toContain('value: largest value is 101, expected at most 100');
  expect(page).toContain('the worst first');
});

test('the gate goes on from there: good days stay, a bad one stays as it is and is told, rollback knows it', async () => {
  await writeTable();
  adopt();
  place.edit('small/days.pipeline.yaml', '{ sql: days.sql }', `{ location: "${table}" }`);
  const next = place.outcome();
  expect(publications(next)).toEqual({
    '2001-01-01': 'unchanged',
    '2001-01-02': 'kept',
    '2001-01-03': 'unchanged',
    '2001-01-04': 'unchanged',
  });
  expect(next.summary.queries).toBe(0);
  place.edit('small/days.pipeline.yaml', `{ location: "${table}" }`, '{ sql: days.sql }');
  await place.write(FOUR_DAYS.map((d) => ({ ...d, rows: 4 })));
  expect(place.outcome().summary.published).toBe(4);
  expect(place.sluice('rollback', 'small/days', '--partition', 'day=2001-01-02').code).toBe(0);
  expect((await place.visible())['2001-01-02']).toBe(3);
});

test('a table that is gated already is not adopted over', async () => {
  await writeTable();
  adopt();
  const again = adopt();
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('SLU-551');
});

test('the folder that readers read is not moved under their feet', async () => {
  await writeTable();
  mkdirSync(join(place.root, 'lake/small'), { recursive: true });
  renameSync(table, join(place.root, 'lake/small/days'));
  table = join(place.root, 'lake/small/days');
  const ended = adopt();
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-530');
  expect(existsSync(join(table, 'day=2001-01-01'))).toBe(true);
});

test.each([
  ['a folder that is not there', ['small/days', 'nowhere'], 'SLU-603'],
  ['a contract that is not there', ['small/nothing', '.'], 'SLU-'],
  ['a way that does not exist', ['small/days', '.', '--take', 'steal'], 'SLU-612'],
])('%s is refused in one sentence', async (_, operands, code) => {
  await writeTable();
  const ended = place.sluice('adopt', ...operands);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(code);
});
