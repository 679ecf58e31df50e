import { expect, test } from 'vitest';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { PLACED, placedDays, publicationsOf } from '../placed-days.ts';

test('a partition to which a file was added is written anew, although its own files are whole', async () => {
  const touched = partitionKey({ day: '2001-01-01' });
  let isTouched = false;
  const days = await placedDays((publisher) => ({
    ...publisher,
    // as on AWS: readers see what lies in the folder, and no entry points to a better one until another run wrote it
    observe: async (dataset) => {
      const { projection, partitions } = await publisher.observe(dataset);
      const seen = partitions.map((p) =>
        isTouched && partitionKey(p.partition) === touched ? { ...p, snapshotId: 'with a stranger' } : p,
      );
      return { projection, partitions: seen };
    },
    beyondRepair: async () => 'a file lies in its folder that was not judged',
    apply: async (intent, state) => {
      await publisher.apply(intent, state);
      isTouched = false;
    },
  }));
  expect(publicationsOf(await days.run('first'))).toEqual(['published', 'published', 'rejected']);
  const before = await days.ports.ledger.state(PLACED);
  isTouched = true;
  expect(publicationsOf(await days.run('second'))).toEqual(['published', 'unchanged', 'rejected']);
  const after = await days.ports.ledger.state(PLACED);
  expect(after.epoch).toBe(String(Number(before.epoch) + 1));
  const runOf = (state: typeof after) => state.pointers.map((p) => p.manifest.runId).sort();
  expect([runOf(before), runOf(after)]).toEqual([
    ['first', 'first'],
    ['first', 'second'],
  ]);
  await days.close();
});
