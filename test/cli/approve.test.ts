import { appendFileSync, chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
let runId: string;
const DAY = 'day=2001-01-02';
const WITH_A_BAD_DAY = FOUR_DAYS.map((d) => (d.day === '2001-01-02' ? { ...d, value: 101 } : d));
const GOOD = { '2001-01-01': 3, '2001-01-03': 3, '2001-01-04': 3 };
const ALL = { ...GOOD, '2001-01-02': 3 };

beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(WITH_A_BAD_DAY);
  runId = place.outcome().runId;
});
afterEach(() => place.remove());

const approve = (...more: readonly string[]) =>
  place.sluice(
    'approve',
    runId.slice(0, 20),
    '--partition',
    DAY,
    '--reason',
    'the sensor was replaced',
    ...more,
  );

test('publishes exactly what was judged, and the receipt says who, when and why', async () => {
  const ended = approve('--format', 'json');
  expect(ended.code, ended.stderr).toBe(0);
  expect(JSON.parse(ended.stdout).receipts).toMatchObject([
    {
      partition: { day: '2001-01-02' },
      decision: 'approve',
      reason: 'the sensor was replaced',
      runId,
      cites: { judgementKey: expect.any(String) },
      contract: { version: '1.0.0' },
      by: { user: expect.any(String) },
      committedAt: expect.stringMatching(/Z$/),
    },
  ]);
  expect(await place.visible()).toEqual(ALL);
  expect(place.sluice('history', 'small/days', '--partition', DAY).stdout).toMatch(
    /approve by .*: the sensor was replaced/,
  );
  const told = place.read('../.sluice/notifications.jsonl');
  expect(told).toMatch(/"title":"small\/days \(local\): day=2001-01-02 approved"/);
  expect(told).toMatch(/"text":"by .*: the sensor was replaced"/);
  expect(told).toContain('"type":"sluice.partition.published"');
});

test('later runs leave it and do not fail for it; new data is judged anew', async () => {
  approve();
  const again = place.run('--format', 'json');
  expect(again.code).toBe(0);
  expect(publications(JSON.parse(again.stdout))).toMatchObject({ '2001-01-02': 'approved' });
  expect(place.run().stdout).toContain('day=2001-01-02 fails, and was approved');
  await place.write([{ day: '2001-01-02', rows: 1, value: 102 }], 'more');
  const late = place.run('--format', 'json');
  expect(late.code).toBe(1);
  expect(publications(JSON.parse(late.stdout))['2001-01-02']).toBe('rejected');
  expect(await place.visible()).toEqual(ALL);
});

test('is taken back by a rollback', async () => {
  approve();
  expect(place.sluice('rollback', 'small/days', '--partition', DAY, '--withdraw').code).toBe(0);
  expect(await place.visible()).toEqual(GOOD);
  expect(place.run().code).toBe(1);
});

test('is not forgotten when something newer was rolled back to it', async () => {
  approve();
  await place.write(FOUR_DAYS);
  expect(publications(place.outcome())['2001-01-02']).toBe('published');
  expect(place.sluice('rollback', 'small/days', '--partition', DAY).code).toBe(0);
  await place.write(WITH_A_BAD_DAY);
  const again = place.run('--format', 'json');
  expect(publications(JSON.parse(again.stdout))['2001-01-02']).toBe('approved');
  expect(again.code, again.stderr).toBe(0);
});

test('is refused, and nothing moves, where the files are not those that were judged', async () => {
  const folder = join(place.root, '.sluice/runs/small/days', runId, '1', DAY);
  const file = join(folder, readdirSync(folder)[0] ?? '');
  chmodSync(file, 0o644);
  appendFileSync(file, 'x');
  const ended = approve();
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('SLU-550');
  expect(ended.stderr).toContain('its files are not those that were judged');
  expect(await place.visible()).toEqual(GOOD);
});

test.each([
  ['what readers see already', ['--partition', 'day=2001-01-01', '--reason', 'x'], 'SLU-550'],
  ['a partition that the run did not judge', ['--partition', 'day=2002-01-01', '--reason', 'x'], 'SLU-609'],
  ['no reason', ['--partition', DAY, '--reason', '  '], 'SLU-612'],
])('is refused for %s', async (_, options, code) => {
  const ended = place.sluice('approve', runId, ...options);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(code);
  expect(await place.visible()).toEqual(GOOD);
});
