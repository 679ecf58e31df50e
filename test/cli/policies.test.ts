import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(() => place.remove());

const BAD_SECOND = FOUR_DAYS.map((d) => (d.day === '2001-01-02' ? { ...d, value: 101 } : d));
const ALL = { '2001-01-01': 3, '2001-01-02': 3, '2001-01-03': 3, '2001-01-04': 3 };
const { '2001-01-02': _, ...WITHOUT_SECOND } = ALL;

test('with unit partition a bad day stays out alone', async () => {
  await place.write(BAD_SECOND);
  const ended = place.run();
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('value.maximum');
  expect(await place.visible()).toEqual(WITHOUT_SECOND);
});

test('with unit window a bad day keeps all others out, and they are let in once it is mended', async () => {
  place.contract(['{ property: sluice.unit, value: window }']);
  await place.write(BAD_SECOND);
  const first = place.run('--format', 'json');
  expect(first.code).toBe(1);
  expect(publications(JSON.parse(first.stdout))).toEqual({
    '2001-01-01': 'heldBack',
    '2001-01-02': 'rejected',
    '2001-01-03': 'heldBack',
    '2001-01-04': 'heldBack',
  });
  expect(place.sluice('path', 'small/days').code).not.toBe(0);
  await place.write(FOUR_DAYS);
  expect(place.run().code).toBe(0);
  expect(await place.visible()).toEqual(ALL);
});

test('ALWAYS publishes a bad day, marked, and says so', async () => {
  place.contract(['{ property: sluice.policy, value: ALWAYS }']);
  await place.write(BAD_SECOND);
  const text = place.run().stdout;
  expect(text).toContain('4 published, 1 of them with failures, 0 rejected');
  expect(text).toMatch(/! day=2001-01-02 published with failures\n +value.maximum: .*101/);
  expect(place.read('../.sluice/notifications.jsonl')).toContain(
    '"title":"small/days (local): 1 partition published with failures, 3 published"',
  );
  await place.write(BAD_SECOND, 'again'); // each day twice: candidates of their own
  const ended = place.run('--format', 'json');
  const outcome = JSON.parse(ended.stdout);
  expect(outcome.summary).toMatchObject({ published: 4, withFailures: 1 });
  expect(outcome.verdict.partitions.map((p: { decision: string }) => p.decision)).toEqual([
    'publish',
    'publishWithFailures',
    'publish',
    'publish',
  ]);
  expect(await place.visible()).toEqual(Object.fromEntries(Object.keys(ALL).map((day) => [day, 6])));
  expect(place.sluice('history', 'small/days', '--partition', 'day=2001-01-02').stdout).toContain(
    'publishWithFailures',
  );
});

test('shadow mode judges and reports, and never blocks: nothing is published, and the exit code is 0', async () => {
  place.pipeline('shadow');
  await place.write(BAD_SECOND);
  const ended = place.run('--format', 'json');
  const outcome = JSON.parse(ended.stdout);
  expect(ended.code).toBe(0);
  expect(outcome.verdict.partitions.map((p: { decision: string }) => p.decision)).toEqual([
    'publish',
    'reject',
    'publish',
    'publish',
  ]);
  expect(new Set(Object.values(publications(outcome)))).toEqual(new Set(['shadow']));
  expect(place.sluice('path', 'small/days').code).not.toBe(0);
  const would = place.sluice('history', 'small/days', '--rejected');
  expect(would.stdout).toMatch(
    / day=2001-01-02 would have been rejected \(shadow\) by run .*: value.maximum: .*101/,
  );
  expect(would.stdout.split('\n')).toHaveLength(2);
  expect(place.run('--mode', 'enforce').code).toBe(1);
  expect(await place.visible()).toEqual(WITHOUT_SECOND);
});

test('a missing day is rejected, or skipped where the contract says so', async () => {
  await place.write(FOUR_DAYS.filter((d) => d.day !== '2001-01-03'));
  const rejected = place.run('--format', 'json');
  expect(rejected.code).toBe(1);
  expect(publications(JSON.parse(rejected.stdout))['2001-01-03']).toBe('rejected');
  place.contract(['{ property: sluice.onMissingPartition, value: skip }']);
  const skipped = place.run('--format', 'json');
  expect(skipped.code).toBe(0);
  expect(publications(JSON.parse(skipped.stdout))['2001-01-03']).toBe('skipped');
});

test('a warning lets a day in; --fail-on warning says it in the exit code', async () => {
  await place.write(FOUR_DAYS.map((d) => ({ ...d, value: 95 })));
  expect(place.run().code).toBe(0);
  expect(place.run('--fail-on', 'warning').code).toBe(1);
  expect(await place.visible()).toEqual(ALL);
});

test('QUARANTINE is refused with a sentence, and nothing is written', async () => {
  place.contract(['{ property: sluice.policy, value: QUARANTINE }']);
  await place.write(FOUR_DAYS);
  const ended = place.run();
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/error SLU-311: .*QUARANTINE/);
  expect(place.sluice('path', 'small/days').code).toBe(2);
});

test('late data is judged and published by the next run, together with what the day had', async () => {
  await place.write(FOUR_DAYS);
  expect(place.run().code).toBe(0);
  await place.write([{ day: '2001-01-02', rows: 2 }], 'late');
  const second = place.outcome();
  expect(second.summary).toMatchObject({ rejected: 0 });
  expect(await place.visible()).toEqual({ ...ALL, '2001-01-02': 5 });
});

test('rows of a day that nobody expects are remembered: the next run does not let the window in', async () => {
  place.contract(['{ property: sluice.unit, value: window }']);
  place.sql(
    'SELECT CASE WHEN value = 99 THEN NULL ELSE CAST(at AS DATE) END AS day, value FROM {source} WHERE at >= {windowStart} AND at < {windowEnd}',
  );
  await place.write([...FOUR_DAYS, { day: '2001-01-02', rows: 1, value: 99 }]);
  const first = place.outcome();
  const second = place.run('--format', 'json');
  expect(second.code).toBe(1);
  const again = JSON.parse(second.stdout);
  expect(again.summary.queries).toBe(0);
  expect(publications(again)).toEqual(publications(first));
  expect(publications(again)).toMatchObject({
    null: 'rejected',
    '2001-01-01': 'heldBack',
    '2001-01-04': 'heldBack',
  });
  expect(place.sluice('path', 'small/days').code).not.toBe(0);
});

test('a repaired link is told to whoever runs, and to the channels', async () => {
  await place.write(FOUR_DAYS);
  place.outcome();
  place.outcome('--start', '2001-01-01', '--end', '2001-01-02');
  const link = join(place.root, 'lake/small/days');
  rmSync(link);
  symlinkSync(place.root, link);
  const ended = place.run();
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('readers saw something else than was published');
  expect(place.read('../.sluice/notifications.jsonl')).toContain('"decision":"driftRepaired"');
  expect(await place.visible()).toEqual(ALL);
});
