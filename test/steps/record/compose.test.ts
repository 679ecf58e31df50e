import { expect, test } from 'vitest';
import type { Notice } from '../../../lib/core/notify/message.ts';
import type { NoticeRecord, Receipt } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { compose, type Telling } from '../../../lib/steps/record/compose.ts';
import { about, rejectedDay } from '../../core/notify/scene.ts';
import { clock, DATASET, move, request, snapshot, World } from '../../core/publish/world.ts';

const A1 = snapshot('2001-01-01', 'a1');
const A2 = snapshot('2001-01-01', 'a2');

/** What is told; what is to be on record is put there. */
async function tell(world: World, more: Partial<Telling> = {}): Promise<Notice | undefined> {
  const of = { ...about(), dataset: DATASET };
  const { notice, fact } = await compose(
    { about: of, standings: [], receipts: [], ...more },
    world.process(),
  );
  if (fact !== undefined) world.facts.push(fact);
  return notice;
}

async function publishes(world: World, id: string, from: typeof A1 | null, to: typeof A1 | null) {
  const end = await publish(request(id, [move(from, to)]), world.process(), clock);
  if (end.end !== 'committed') throw new Error(end.end);
  return end.receipts;
}

const notices = (world: World): readonly NoticeRecord[] =>
  world.facts.flatMap((f) => (f.kind === 'notice' ? [f.body] : []));

test('what a run published that died before it could speak is told by the next one, once', async () => {
  const world = new World();
  const [receipt] = await publishes(world, 'first', null, A1);
  const notice = await tell(world);
  expect(notice?.message.counts).toEqual({ published: 1 });
  expect(notice?.events).toMatchObject([
    { type: 'sluice.partition.published', receiptId: receipt?.receiptId, runId: 'run-first', epoch: '1' },
  ]);
  expect(await tell(world)).toBeUndefined();
  expect(notices(world)).toHaveLength(1);
});

test('of several publishes since the last message the one is told that readers see', async () => {
  const world = new World();
  await publishes(world, 'first', null, A1);
  await publishes(world, 'second', A1, A2);
  const events = (await tell(world))?.events ?? [];
  expect(events.map((e) => [e.snapshotId, e.epoch])).toEqual([[A2.sha256, '2']]);
});

test('a rejection is open on record until it is published', async () => {
  const world = new World();
  const { partition, checks } = rejectedDay(0);
  const standing = { partition, checks, is: 'rejected', judgementKey: 'j', snapshotId: null } as const;
  expect((await tell(world, { standings: [standing] }))?.message.decision).toBe('rejected');
  const open = [{ partition, decision: 'rejected', evidence: 'j' }];
  expect(notices(world)).toMatchObject([{ epoch: '0', open }]);
  expect(await tell(world, { standings: [standing] })).toBeUndefined();
});

test('a partition that is withdrawn has no pointer, and is told all the same', async () => {
  const world = new World();
  await publishes(world, 'first', null, A1);
  await tell(world);
  const withdrawn = { ...move(A1, null), decision: 'rollback' } as const;
  const end = await publish({ ...request('back', []), moves: [withdrawn] }, world.process(), clock);
  const receipts: readonly Receipt[] = end.end === 'committed' ? end.receipts : [];
  const told = await tell(world, { receipts });
  expect(told?.message.decision).toBe('withdrawn');
  expect(told?.events).toMatchObject([{ type: 'sluice.partition.withdrawn', snapshotId: null }]);
});

test('nothing is put on record where nothing changed', async () => {
  const world = new World();
  expect(await tell(world)).toBeUndefined();
  expect(world.facts).toEqual([]);
});
