import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import type { DatasetState, Fact } from '../../../lib/core/publish/facts.ts';
import { receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { standingOf } from '../../../lib/core/publish/standing.ts';
import { dynamoLedger } from '../../../lib/platform/aws/ledger.ts';
import { realPace } from '../../../lib/platform/aws/pace.ts';
import { factsOf, intentAt } from '../../conformance/ports/ledger-facts.ts';
import { clock, DATASET, move, snapshot } from '../../core/publish/world.ts';
import { memoryClient, type Way } from './memory-dynamo.ts';
import { MemoryTable } from './memory-table.ts';

/** Hardly anything fits into one transaction: a commit of seven partitions takes many. */
const MAX_ACTIONS = 5;
const DAYS = ['1', '2', '3', '4', '5', '6', '7'];
const open = (table: MemoryTable, way?: Way): Ledger =>
  dynamoLedger(memoryClient(table, way), 'ledger', {
    maxActions: MAX_ACTIONS,
    pace: { ...realPace, sleep: async () => undefined },
  });

/** A process that dies at its k-th request, before or after the table did its work. */
function dyingAt(k: number, when: 'before' | 'after'): { way: Way; requests: () => number } {
  let count = 0;
  const way: Way = (_, act) => {
    const mine = count++;
    if (mine > k || (mine === k && when === 'before')) throw new Error('dead');
    const answer = act();
    if (mine === k) throw new Error('dead');
    return answer;
  };
  return { way, requests: () => count };
}

const old = DAYS.map((day) => snapshot(day, 'old'));
const first = intentAt(
  'first',
  '0',
  old.map((to) => move(null, to)),
);
/** Replaces some, takes one away, leaves one alone. */
const second = intentAt('second', '1', [
  ...old.slice(0, 5).map((from, i) => move(from, i === 2 ? null : snapshot(DAYS[i] ?? '', 'new'))),
  move(null, snapshot('8', 'new')),
]);
const receipts = receiptsOf(second, clock());

async function committedOnce(): Promise<MemoryTable> {
  const table = new MemoryTable();
  const ledger = open(table);
  await ledger.open(first);
  expect(await ledger.commit(first, receiptsOf(first, clock()))).toBe('moved');
  await ledger.open(second);
  return table;
}

interface Seen {
  readonly state: DatasetState;
  readonly receipts: readonly Fact[];
  readonly byPartition: readonly (readonly Fact[])[];
}

/** What a reader sees, who asks in every way. */
async function look(table: MemoryTable): Promise<Seen> {
  const ledger = open(table);
  const query = { kind: 'receipt', dataset: DATASET } as const;
  const partitions = DAYS.map((day) => JSON.stringify({ day }));
  return {
    state: await ledger.state(DATASET),
    receipts: byId(await factsOf(ledger, query)),
    byPartition: await Promise.all(
      partitions.map(async (partition) => byId(await factsOf(ledger, { ...query, partition }))),
    ),
  };
}

/** Receipts of one commit have one time; their order among each other is no promise. */
const byId = (facts: readonly Fact[]): readonly Fact[] => facts.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('a commit of more partitions than a transaction holds', () => {
  it('has happened wholly or not at all wherever its process dies, and the next run ends it', async () => {
    const undisturbed = await committedOnce();
    const before = await look(undisturbed);
    const counting = dyingAt(Number.POSITIVE_INFINITY, 'before');
    expect(await open(undisturbed, counting.way).commit(second, receipts)).toBe('moved');
    const after = await look(undisturbed);
    expect(after.state.pointers).toHaveLength(7);
    expect(after.receipts).toHaveLength(DAYS.length + receipts.length);
    expect(counting.requests()).toBeGreaterThan(7);

    let [did, didNot] = [0, 0];
    for (let k = 0; k < counting.requests(); k++) {
      for (const when of ['before', 'after'] as const) {
        const table = await committedOnce();
        const answer = await open(table, dyingAt(k, when).way)
          .commit(second, receipts)
          .catch(() => 'died');
        const standing = await standingOf(second, open(table));
        expect(['open', 'committed']).toContain(standing);
        if (answer === 'moved') expect(standing).toBe('committed');
        expect(await look(table)).toEqual(standing === 'open' ? before : after);
        if (standing === 'open') {
          didNot += 1;
          expect(await open(table).commit(second, receipts)).toBe('moved');
        } else {
          did += 1;
          expect(await open(table).commit(second, receipts)).toMatchObject({ conflict: 'notOpen' });
        }
        expect(await look(table)).toEqual(after);
        // the next publish, on whatever was left
        const next = intentAt('next', '2', [move(null, snapshot('3', 'next'))]);
        expect(await open(table).open(next)).toBe('opened');
        expect(await open(table).commit(next, receiptsOf(next, clock()))).toBe('moved');
        const { state, receipts: all } = await look(table);
        expect([state.epoch, state.pointers.length]).toEqual(['3', 8]);
        expect(all).toHaveLength(after.receipts.length + 1);
      }
    }
    expect(Math.min(did, didNot)).toBeGreaterThan(2);
  });

  it('is ended by the next one, wherever that dies in turn', async () => {
    const next = intentAt('next', '2', [move(null, snapshot('3', 'next'))]);
    for (let k = 0; k < 12; k++) {
      const table = await committedOnce();
      // dies when it is committed, and nothing is in a row of its own
      let transactions = 0;
      const dying: Way = (request, act) => {
        if (request === 'transact' && transactions++ > 0) throw new Error('dead');
        return act();
      };
      expect(await open(table, dying).commit(second, receipts)).toBe('moved');
      const carried = await look(table);
      await open(table, dyingAt(k, 'after').way)
        .open(next)
        .catch(() => 'died');
      expect({ ...(await look(table)) }).toEqual(carried);
      expect(await open(table).open(next)).toBe('opened');
      expect(await look(table)).toEqual(carried);
    }
  });

  it('is read wholly at every moment while it is written, by readers and by those who help to write it', async () => {
    const table = await committedOnce();
    const before = await look(table);
    const seen: Seen[] = [];
    const watched: Way = async (_, act) => {
      const answer = act();
      seen.push(await look(table));
      return answer;
    };
    const ends = await Promise.all([
      open(table, watched).commit(second, receipts),
      open(table, watched).commit(second, receipts),
      open(table).open(intentAt('next', '2', [])),
    ]);
    expect(ends.filter((e) => e === 'moved')).toHaveLength(1);
    const after = await look(table);
    for (const moment of seen) expect(moment).toEqual(moment.state.epoch === '1' ? before : after);
    expect(new Set(seen.map((s) => s.state.epoch))).toEqual(new Set(['1', '2']));
  });

  it('changes nothing any more where its writer goes on after others have moved the pointers again', async () => {
    const table = await committedOnce();
    const late = Promise.withResolvers<void>();
    const paused = Promise.withResolvers<void>();
    let transactions = 0;
    const slow: Way = async (request, act) => {
      if (request === 'transact' && ++transactions === 3) {
        paused.resolve();
        await late.promise;
      }
      return act();
    };
    const commit = open(table, slow).commit(second, receipts);
    await paused.promise;
    const newest = snapshot('1', 'newest');
    const next = intentAt('next', '2', [
      move(snapshot('1', 'new'), newest),
      move(snapshot('4', 'new'), null),
    ]);
    const ledger = open(table);
    expect(await ledger.open(next)).toBe('opened');
    expect(await ledger.commit(next, receiptsOf(next, clock()))).toBe('moved');
    const after = await look(table);
    late.resolve();
    expect(await commit).toBe('moved');
    expect(await look(table)).toEqual(after);
    expect(after.state.pointers.map((p) => [p.partition.day, p.epoch])).toEqual([
      ['1', '3'],
      ['2', '2'],
      ['5', '2'],
      ['6', '1'],
      ['7', '1'],
      ['8', '2'],
    ]);
  });
});
