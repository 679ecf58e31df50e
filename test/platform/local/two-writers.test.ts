import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger, Ports } from '../../../lib/core/ports.ts';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { LocalWorld } from './local-world.ts';
import { DATASET } from './publish-request.ts';

type Scheduler = fc.Scheduler;

/** Every call of the law waits for its turn and has it alone, so that the scheduler decides how the writers interleave. */
function scheduled(world: LocalWorld, s: Scheduler): Pick<Ports, 'ledger' | 'publisher'> {
  const turn = <A extends unknown[], R>(name: string, act: (...args: A) => Promise<R>) =>
    s.scheduleFunction(Object.defineProperty((...args: A) => act(...args), 'name', { value: name }));
  const { ledger, publisher } = world;
  const slow: Ledger = {
    ...ledger,
    state: turn('state', ledger.state),
    open: turn('open', ledger.open),
    commit: turn('commit', ledger.commit),
    abandon: turn('abandon', ledger.abandon),
    openIntents: turn('openIntents', ledger.openIntents),
  };
  return {
    ledger: slow,
    publisher: {
      ...publisher,
      project: turn('project', publisher.project),
      apply: turn('apply', publisher.apply),
      observe: turn('observe', publisher.observe),
    },
  };
}

const DAYS = [{ day: string('1') }, { day: string('2') }] as const;

async function expectConsistent(world: LocalWorld): Promise<void> {
  const state = await world.ledger.state(DATASET);
  const { projection, partitions } = await world.publisher.observe(DATASET);
  expect(new Map(partitions.map((p) => [partitionKey(p.partition), p.snapshotId]))).toEqual(
    new Map(state.pointers.map((p) => [partitionKey(p.partition), p.snapshotId])),
  );
  expect(projection).toBe(state.projection);
  expect(await world.ledger.openIntents(DATASET)).toEqual([]);
  const receipts = new Set<string>();
  for await (const fact of world.ledger.query({ kind: 'receipt', dataset: DATASET })) receipts.add(fact.id);
  for (const p of state.pointers) expect(receipts.has(p.receiptId)).toBe(true);
}

describe('two writers of one dataset without a lease', () => {
  it('never both win the same step, and every one is told the truth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.constantFrom(0, 1), async (s, other) => {
        const world = new LocalWorld();
        try {
          const [day1, day2] = [DAYS[0], DAYS[other] ?? DAYS[0]];
          const requests = [
            await world.requestFor([await world.candidate(day1, 'one')]),
            await world.requestFor([await world.candidate(day2, 'two')]),
          ];
          const ends = requests.map((r) => publish(r, scheduled(world, s), world.clock));
          await s.waitFor(Promise.all(ends));
          const settled = await Promise.all(ends);
          for (const [i, end] of settled.entries()) {
            expect(end.end).not.toBe('unknown');
            const receipts = end.end === 'committed' ? end.receipts : [];
            const { pointers } = await world.ledger.state(DATASET);
            for (const r of receipts) expect(pointers.map((p) => p.receiptId)).toContain(r.receiptId);
            if (end.end === 'notCommitted') {
              const mine = requests[i]?.moves[0]?.to?.sha256;
              expect(pointers.map((p) => p.snapshotId)).not.toContain(mine);
            }
          }
          expect(settled.some((e) => e.end === 'committed')).toBe(true);
          if (other === 0) expect(settled.filter((e) => e.end === 'committed')).toHaveLength(1);
          await expectConsistent(world);
        } finally {
          await world.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('end consistent even when a resolver believes the living writer dead', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const world = new LocalWorld();
        try {
          const first = await world.candidate(DAYS[0], 'zero');
          await world.publish([first]);
          const next: Manifest = await world.candidate(DAYS[0], 'one');
          const request = await world.requestFor([next]);
          const writer = publish(request, scheduled(world, s), world.clock);
          const { newId, clock } = world;
          const actor = { user: 'u', commit: null, tool: 't' };
          const resolver = resolveOpenIntents(DATASET, { ...scheduled(world, s), actor, newId }, clock);
          const both = Promise.allSettled([writer, resolver]);
          await s.waitFor(both);
          const end = await writer;
          const resolved = await world.resolve();
          expect(resolved.unknown).toEqual([]);
          await expectConsistent(world);
          const { pointers } = await world.ledger.state(DATASET);
          if (end.end === 'committed') expect(pointers[0]?.snapshotId).toBe(next.sha256);
          if (end.end === 'notCommitted') expect(pointers[0]?.snapshotId).toBe(first.sha256);
        } finally {
          await world.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});
