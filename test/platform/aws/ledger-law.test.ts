import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger, Ports } from '../../../lib/core/ports.ts';
import type { Receipt } from '../../../lib/core/publish/facts.ts';
import { type PublishEnd, publish } from '../../../lib/core/publish/law.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { dynamoLedger } from '../../../lib/platform/aws/ledger.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import { factsOf } from '../../conformance/ports/ledger-facts.ts';
import { actor, clock, DATASET, move, request, snapshot, World } from '../../core/publish/world.ts';
import { memoryClient, type Way } from './memory-dynamo.ts';
import { MemoryTable } from './memory-table.ts';

const RUNS = Number(process.env.SLUICE_SCHEDULES ?? 40);

/** Readers' side in memory, the ledger in a DynamoDB table in memory; everything a process does is a request or a call. */
class Scene {
  readonly table = new MemoryTable();
  readonly lake = new World();
  readonly maxActions: number;
  private ids = 0;

  constructor(maxActions: number) {
    this.maxActions = maxActions;
  }

  readonly ports = (way?: Way): Pick<Ports, 'ledger' | 'publisher' | 'actor' | 'newId'> => {
    const { publisher } = this.lake.process();
    const through =
      <A extends unknown[], T>(name: string, act: (...args: A) => Promise<T>) =>
      (...args: A): Promise<T> =>
        way === undefined ? act(...args) : Promise.resolve(way(name, () => act(...args), {}));
    return {
      ledger: this.ledger(way),
      publisher: {
        ...publisher,
        project: through('project', publisher.project),
        apply: through('apply', publisher.apply),
        observe: through('observe', publisher.observe),
      },
      actor,
      newId: () => `id-${this.ids++}`,
    };
  };

  ledger(way?: Way): Ledger {
    const { maxActions } = this;
    return dynamoLedger(memoryClient(this.table, way), 'ledger', {
      maxActions,
      pace: { ...realPace, now: () => 0, sleep: async () => undefined },
    });
  }

  /** After the next run, which nobody disturbs, readers see what is on record, and the record is one chain. */
  async expectSettled(): Promise<readonly Receipt[]> {
    const ports = this.ports();
    const resolved = await resolveOpenIntents(DATASET, ports, clock);
    expect(resolved.unknown).toEqual([]);
    expect(resolved.issues.filter((i) => i.severity === 'error')).toEqual([]);
    expect(await ports.ledger.openIntents(DATASET)).toEqual([]);
    const state = await ports.ledger.state(DATASET);
    const pointed = new Map(state.pointers.map((p) => [partitionKey(p.partition), p.snapshotId]));
    expect(this.lake.visible()).toEqual(pointed);
    expect(this.lake.link).toBe(state.projection);
    const receipts = (await factsOf(ports.ledger, { kind: 'receipt', dataset: DATASET }))
      .flatMap((f) => (f.kind === 'receipt' ? [f.body] : []))
      .sort((a, b) => Number(a.epoch) - Number(b.epoch));
    const last = new Map<string, string>();
    for (const { partition, previousSnapshotId, snapshotId } of receipts) {
      const key = partitionKey(partition);
      expect(previousSnapshotId).toBe(last.get(key) ?? null);
      if (snapshotId === null) last.delete(key);
      else last.set(key, snapshotId);
    }
    expect(pointed).toEqual(last);
    return receipts;
  }
}

const DAYS = ['1', '2', '3'];
const FIRST = DAYS.map((day) => snapshot(day, 'first'));
const firstMoves = FIRST.map((to) => move(null, to));
const movesOf = (writer: string) =>
  FIRST.map((from, i) => move(from, i === 1 ? null : snapshot(DAYS[i] ?? '', writer)));

async function published(maxActions: number): Promise<Scene> {
  const scene = new Scene(maxActions);
  expect(await publish(request('first', firstMoves), scene.ports(), clock)).toMatchObject({
    end: 'committed',
  });
  return scene;
}

/** Dies at its k-th request or call, or hears nothing of it and lives on. */
function failing(k: number, how: 'before' | 'after' | 'lost'): { way: Way; count: () => number } {
  let count = 0;
  const way: Way = async (_, act) => {
    const mine = count++;
    if (how !== 'lost' && mine > k) throw new Error('dead');
    if (how === 'before' && mine === k) throw new Error('dead');
    const answer = await act();
    if (mine === k) throw new Error('the answer was lost');
    return answer;
  };
  return { way, count: () => count };
}

describe.each([100, 5])('the law over DynamoDB, with %s actions a transaction', (maxActions) => {
  it('holds wherever a publish dies, or an answer is lost, at every single request', async () => {
    const counting = failing(Number.POSITIVE_INFINITY, 'before');
    await publish(request('second', movesOf('w')), (await published(maxActions)).ports(counting.way), clock);
    const ends = new Map<PublishEnd['end'], number>();
    for (let k = 0; k < counting.count(); k++) {
      for (const how of ['before', 'after', 'lost'] as const) {
        const scene = await published(maxActions);
        const end = await publish(request('second', movesOf('w')), scene.ports(failing(k, how).way), clock);
        ends.set(end.end, (ends.get(end.end) ?? 0) + 1);
        const receipts = await scene.expectSettled();
        const happened = receipts.filter((r) => r.runId === 'run-second').length;
        if (end.end === 'committed') expect(happened).toBe(DAYS.length);
        if (end.end === 'notCommitted') expect(happened).toBe(0);
        expect([0, DAYS.length]).toContain(happened);
      }
    }
    expect([...ends.keys()].sort()).toEqual(['committed', 'notCommitted', 'unknown']);
  });

  it('holds however the requests of several writers interleave, without any lease', async () => {
    const plans = fc.array(
      fc.option(fc.record({ at: fc.nat({ max: 30 }), how: fc.constantFrom('before', 'after', 'lost') }), {
        nil: undefined,
      }),
      { minLength: 2, maxLength: 3 },
    );
    const tried = new Map<PublishEnd['end'], number>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plans, async (s, writers) => {
        const scene = await published(maxActions);
        const ends = writers.map((fault, i) => {
          const fail = fault && failing(fault.at, fault.how);
          const turn: Way = async (name, act, input) => {
            await s.schedule(Promise.resolve(), `${i} ${name}`);
            return fail ? fail.way(name, act, input) : act();
          };
          return publish(request(`w${i}`, movesOf(`w${i}`)), scene.ports(turn), clock);
        });
        await s.waitFor(Promise.all(ends));
        const receipts = await scene.expectSettled();
        for (const [i, { end }] of (await Promise.all(ends)).entries()) {
          tried.set(end, (tried.get(end) ?? 0) + 1);
          const happened = receipts.filter((r) => r.runId === `run-w${i}`).length;
          if (end === 'committed') expect(happened).toBe(DAYS.length);
          if (end === 'notCommitted') expect(happened).toBe(0);
        }
        // all started from the same snapshots: two never both win
        const winners = new Set(receipts.map((r) => r.runId));
        expect(winners.size).toBeLessThanOrEqual(2);
      }),
      { numRuns: RUNS },
    );
    process.stdout.write(
      `${maxActions} actions: ${RUNS} schedules (${[...tried].map(([end, n]) => `${n} ${end}`).join(', ')})\n`,
    );
  });
});
