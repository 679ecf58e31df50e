import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(() => place.remove());

test('one file feeds all days: a delivery that changes one is judged and published alone', async () => {
  await place.write(FOUR_DAYS);
  expect(place.outcome().summary).toMatchObject({ published: 4, queries: 1 });
  const before = place.outcome().partitions;
  await place.write([...FOUR_DAYS.slice(0, 3), { day: '2001-01-04', rows: 5 }]);
  const late = place.outcome();
  expect(publications(late)).toEqual({
    '2001-01-01': 'unchanged',
    '2001-01-02': 'unchanged',
    '2001-01-03': 'unchanged',
    '2001-01-04': 'published',
  });
  expect(late.verdict.stats.rowsScanned).toBe('5');
  // the same snapshots as before, not the same data under new names
  expect(late.partitions.slice(0, 3).map((p) => p.snapshotId)).toEqual(
    before.slice(0, 3).map((p) => p.snapshotId),
  );
  expect(await place.visible()).toEqual({
    '2001-01-01': 3,
    '2001-01-02': 3,
    '2001-01-03': 3,
    '2001-01-04': 5,
  });
  expect(place.outcome().summary).toMatchObject({ unchanged: 4, queries: 0 });
});

test('a rejected day that is delivered unchanged keeps its judgement, and asks no query', async () => {
  const days = [...FOUR_DAYS.slice(0, 3), { day: '2001-01-04', value: 101 }];
  await place.write(days);
  expect(place.outcome().summary).toMatchObject({ published: 3, rejected: 1 });
  await place.write([{ day: '2001-01-01', rows: 4 }, ...days.slice(1)]);
  const again = place.outcome();
  expect(publications(again)['2001-01-04']).toBe('rejected');
  expect(again.summary).toMatchObject({ published: 1, unchanged: 2, rejected: 1 });
  expect(again.partitions[3]?.decidedBy).not.toBe(again.runId);
  expect(again.verdict.stats.rowsScanned).toBe('4');
});

test('a day that changes and changes back is published again, from the judgement that it had', async () => {
  await place.write(FOUR_DAYS);
  place.outcome();
  await place.write([...FOUR_DAYS.slice(0, 3), { day: '2001-01-04', rows: 5 }]);
  place.outcome();
  await place.write(FOUR_DAYS);
  const back = place.outcome();
  expect(publications(back)['2001-01-04']).toBe('published');
  expect(back.summary).toMatchObject({ published: 1, unchanged: 3, queries: 0 });
  expect((await place.visible())['2001-01-04']).toBe(3);
});

test('--changed looks at the windows that were run, and at nothing else', async () => {
  const nothing = place.run('--changed');
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain('SLU-613');
  await place.write(FOUR_DAYS);
  place.outcome('--start', '2001-01-01', '--end', '2001-01-02');
  place.outcome('--start', '2001-01-03', '--end', '2001-01-04');
  place.outcome('--start', '2001-01-04', '--end', '2001-01-05');
  await place.write([...FOUR_DAYS.slice(0, 2), { day: '2001-01-03', rows: 7 }, ...FOUR_DAYS.slice(3)]);
  const ended = place.run('--changed', '--format', 'json');
  expect(ended.code).toBe(0);
  const outcomes = JSON.parse(ended.stdout);
  expect(outcomes.map(publications)).toEqual([
    { '2001-01-01': 'unchanged' },
    { '2001-01-03': 'published', '2001-01-04': 'unchanged' },
  ]);
  expect(await place.visible()).toEqual({ '2001-01-01': 3, '2001-01-03': 7, '2001-01-04': 3 });
  expect(place.run('--changed', '--start', '2001-01-01').code).toBe(2);
});
