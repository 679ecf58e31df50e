import { afterEach, beforeEach, expect, test } from 'vitest';
import { issue } from '../../../lib/core/contract/issue.ts';
import type { Moving } from '../../../lib/core/ports.ts';
import { runFolder } from '../../../lib/steps/state/bodies.ts';
import { PLACED, type PlacedDays, placedDays, publicationsOf } from '../placed-days.ts';

let days: PlacedDays;
let asked: Moving[];
/** What the publisher answers. */
let refuses: (moving: Moving) => boolean;

beforeEach(async () => {
  asked = [];
  refuses = () => false;
  days = await placedDays((publisher) => ({
    ...publisher,
    refuse: async (dataset, moving) => {
      asked.push(moving);
      return refuses(moving) ? [issue('SLU-531', { dataset })] : [];
    },
  }));
});
afterEach(() => days.close());

const copied = (runId: string) => days.ports.lake.list(`${runFolder(PLACED, runId)}/1`);

test('what the publisher would not publish is not taken, and not measured', async () => {
  refuses = () => true;
  await expect(days.run('first')).rejects.toMatchObject({ issues: [{ code: 'SLU-531' }], exitCode: 2 });
  expect(asked).toEqual([{ count: 3 }]);
  expect(await copied('first')).toEqual([]);
});

test('it is asked again before the publish, with what was written of the partitions that move', async () => {
  await days.run('first');
  expect(asked.map((m) => m.count)).toEqual([3, 2]);
  const written = asked[1]?.written?.map((w) => [w.partition.day, w.columns.map((c) => [c.name, c.from])]);
  const columns = [
    ['n', 'file'],
    ['day', 'path'],
  ];
  expect(written).toEqual([
    ['2001-01-01', columns],
    ['2001-01-02', columns],
  ]);
});

test('what it refuses then stays unpublished, and no intent was opened for it', async () => {
  refuses = ({ written }) => written !== undefined;
  await expect(days.run('first')).rejects.toMatchObject({ issues: [{ code: 'SLU-531' }], exitCode: 2 });
  expect(await copied('first')).toHaveLength(3);
  expect(await days.ports.ledger.state(PLACED)).toMatchObject({ epoch: '0', pointers: [] });
});

test('nobody is asked where nothing can move: nothing is new, or only judged', async () => {
  await days.run('first');
  asked = [];
  refuses = () => true;
  expect(publicationsOf(await days.run('second'))).toEqual(['unchanged', 'unchanged', 'rejected']);
  await days.run('third', 'shadow');
  expect(asked).toEqual([]);
});
