import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publish } from '../../../../lib/core/publish/law.ts';
import { resolveOpenIntents } from '../../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../../lib/core/values/partition.ts';
import { localLake } from '../../../../lib/platform/local/lake.ts';
import { localPublisher } from '../../../../lib/platform/local/publisher.ts';
import { ROOT, readersSee } from '../crash-states/crash-world.ts';
import { BY, DATASET } from '../publish-request.ts';
import { type WriterEnd, type WriterPlan, write } from './scheduled-writer.ts';
import { LEASE_MS, SharedWorld } from './shared-world.ts';

const RUNS = Number(process.env.SLUICE_SCHEDULES ?? 100);

const dies = fc.option(
  fc.record({
    at: fc.oneof(fc.nat({ max: 15 }), fc.nat({ max: 60 })),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  { nil: undefined, freq: 2 },
);
const writer = fc.record({ day: fc.constantFrom('1', '2'), dies });

interface Case {
  readonly writers: readonly { readonly day: string; readonly dies: WriterPlan['dies'] }[];
  /** The first run was started twice. */
  readonly twice: boolean;
  /** How often all leases run out while the writers work. */
  readonly expiries: number;
  readonly turns: WriterPlan['turns'];
}

const cases = (writers: number): fc.Arbitrary<Case> =>
  fc.record({
    writers: fc.array(writer, { minLength: writers, maxLength: writers }),
    twice: fc.boolean(),
    expiries: fc.nat({ max: 2 }),
    turns: fc.constantFrom('files', 'calls'),
  });

async function race(
  world: SharedWorld,
  { writers, twice, expiries, turns }: Case,
  s: fc.Scheduler,
): Promise<readonly WriterEnd[]> {
  const first = await world.candidate('1', 'first');
  const started = await world.requestOf([first], world.ledger);
  expect(
    await publish(started, { ...world, publisher: localPublisher(localLake(ROOT, world.disk)) }, world.clock),
  ).toMatchObject({ end: 'committed' });
  const plans = await Promise.all(
    writers.map(async ({ day, dies }, i): Promise<WriterPlan> => {
      const manifest = await world.candidate(day, `writer-${i}`);
      return { owner: `run-${i}`, manifest, turns, ...(dies === undefined ? {} : { dies }) };
    }),
  );
  const [one, two, ...others] = plans;
  if (one === undefined || two === undefined) throw new Error('a race has two writers');
  const all = twice ? [one, { ...two, owner: one.owner, manifest: one.manifest }, ...others] : plans;
  const ends = all.map((plan) => write(world, plan, s));
  for (let i = 0; i < expiries; i++) {
    void s.schedule(Promise.resolve(), 'leases run out', undefined, async (begin) => {
      world.letLeasesRunOut();
      await begin();
    });
  }
  await s.waitFor(Promise.all(ends));
  const settled = await Promise.all(ends);
  await expectLaw(world, all, settled);
  return settled;
}

async function expectLaw(
  world: SharedWorld,
  plans: readonly WriterPlan[],
  ends: readonly WriterEnd[],
): Promise<void> {
  const { ledger, disk, newId, clock } = world;
  expect(world.wrong).toEqual([]);
  world.letLeasesRunOut();
  const publisher = localPublisher(localLake(ROOT, disk));
  // the next run, which nobody disturbs: what was left behind is closed
  const ports = { ledger, publisher, actor: BY, newId, leaseMs: LEASE_MS };
  await ledger.lease(`dataset/${DATASET}`, 'next', LEASE_MS);
  const resolved = await resolveOpenIntents(DATASET, ports, clock);
  expect(resolved.unknown).toEqual([]);
  expect(resolved.issues.filter((i) => i.severity === 'error')).toEqual([]);
  if (!world.contested) expect(resolved.driftRepaired).toBe(false);
  const state = await ledger.state(DATASET);
  expect(readersSee(disk.live)).toBe(world.viewOf(state));
  const observed = await publisher.observe(DATASET);
  expect(observed.projection).toBe(state.projection);
  expect(new Map(observed.partitions.map((p) => [partitionKey(p.partition), p.snapshotId]))).toEqual(
    new Map(state.pointers.map((p) => [partitionKey(p.partition), p.snapshotId])),
  );

  // one chain: each receipt of a partition goes on from where the last one ended
  const receipts = await world.receipts();
  const last = new Map<string, string | null>();
  for (const { partition, previousSnapshotId, snapshotId } of receipts) {
    expect(previousSnapshotId).toBe(last.get(partitionKey(partition)) ?? null);
    last.set(partitionKey(partition), snapshotId);
  }
  expect(new Map(state.pointers.map((p) => [partitionKey(p.partition), p.snapshotId]))).toEqual(last);
  expect(new Set(receipts.map((r) => r.epoch)).size).toBe(receipts.length);

  // what a writer was told is what happened
  const published = receipts.map((r) => r.snapshotId);
  for (const [i, { owner, manifest }] of plans.entries()) {
    const times = published.filter((id) => id === manifest.sha256).length;
    const alone = plans.filter((p) => p.owner === owner).length === 1;
    if (ends[i] === 'committed' || ends[i] === 'nothing to do') expect(times).toBe(1);
    if (alone && (ends[i] === 'notCommitted' || ends[i] === 'held')) expect(times).toBe(0);
    expect(times).toBeLessThanOrEqual(1);
  }

  const next = await world.requestOf([await world.candidate('3', 'next')], ledger);
  expect(await publish(next, ports, clock)).toMatchObject({ end: 'committed' });
}

describe('however the calls of several writers interleave', () => {
  it.each([2, 3])(
    '%s writers leave one chain of receipts, and readers see what is on record',
    async (count) => {
      const tried = { schedules: 0, contested: 0, ends: new Map<WriterEnd, number>() };
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), cases(count), async (s, plan) => {
          const world = new SharedWorld(plan.twice);
          for (const end of await race(world, plan, s)) tried.ends.set(end, (tried.ends.get(end) ?? 0) + 1);
          tried.schedules += 1;
          tried.contested += world.contested ? 1 : 0;
        }),
        { numRuns: RUNS },
      );
      const ends = [...tried.ends].map(([end, times]) => `${times} ${end}`).join(', ');
      process.stdout.write(
        `${count} writers: ${tried.schedules} schedules, ${tried.contested} with two at work at once (${ends})\n`,
      );
    },
  );
});
