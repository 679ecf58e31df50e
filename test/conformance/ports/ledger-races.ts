import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import { visibleSnapshots } from '../../../lib/core/publish/intent.ts';
import { receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { clock, DATASET, move, snapshot } from '../../core/publish/world.ts';
import { A, factsOf, idsOf, intentAt, source } from './ledger-facts.ts';
import type { LedgerPlatform, LedgerWorld } from './world.ts';

const WRITERS = 8;

/** Of those who do the same thing at once, each with a connection of its own, one wins. */
export function ledgerRaces(platform: LedgerPlatform): void {
  let world: LedgerWorld;
  let ledgers: readonly Ledger[];
  beforeEach(async () => {
    world = await platform.make();
    ledgers = Array.from({ length: WRITERS }, () => world.connect());
  });
  afterEach(() => world.dispose());
  const all = <T>(act: (ledger: Ledger, i: number) => Promise<T>) => Promise.all(ledgers.map(act));
  const first = () => ledgers[0] as Ledger;

  describe('of several at once', () => {
    it('one opens its intent', async () => {
      const intents = ledgers.map((_, i) => intentAt(`i${i}`, '0', [move(null, snapshot('d', `${i}`))]));
      const answers = await all((ledger, i) => ledger.open(intents[i] as (typeof intents)[number]));
      expect(answers.filter((a) => a === 'opened')).toHaveLength(1);
      expect(answers.filter((a) => a !== 'opened').map((a) => a.conflict)).toEqual(
        Array(WRITERS - 1).fill('openIntent'),
      );
      const winner = intents[answers.indexOf('opened')];
      expect(await first().openIntents(DATASET)).toEqual([winner]);
      expect(await idsOf(first(), { kind: 'intent', dataset: DATASET })).toEqual([
        `${winner?.intentId}/open`,
      ]);
    });

    it.each([1, 40])('one commits an intent of %s partitions', async (count) => {
      const days = Array.from({ length: count }, (_, i) => `${i}`);
      const intent = intentAt(
        'i',
        '0',
        days.map((day) => move(null, snapshot(day, 'x'))),
      );
      await first().open(intent);
      const receipts = receiptsOf(intent, clock());
      const answers = await all((ledger) => ledger.commit(intent, receipts));
      expect(answers.filter((a) => a === 'moved')).toHaveLength(1);
      expect(answers.filter((a) => a !== 'moved').map((a) => a.conflict)).toEqual(
        Array(WRITERS - 1).fill('notOpen'),
      );
      expect((await first().state(DATASET)).epoch).toBe('1');
      expect(await idsOf(first(), { kind: 'receipt', dataset: DATASET })).toHaveLength(count);
    });

    it('who commit and who abandon, one side has its way', async () => {
      const intent = intentAt('i', '0');
      await first().open(intent);
      const receipts = receiptsOf(intent, clock());
      const answers = await all(
        (ledger, i): Promise<unknown> =>
          i % 2 === 0 ? ledger.abandon(intent, 'why') : ledger.commit(intent, receipts),
      );
      const won = answers.filter((a) => typeof a === 'string');
      expect(won).toHaveLength(1);
      const { epoch, pointers } = await first().state(DATASET);
      expect([epoch, pointers.length]).toEqual(['1', won[0] === 'moved' ? 1 : 0]);
      expect(await idsOf(first(), { kind: 'receipt', dataset: DATASET })).toHaveLength(pointers.length);
      expect(await idsOf(first(), { kind: 'intent', dataset: DATASET })).toHaveLength(2);
    });

    it('one gets the lease, and when it ran out one of the others', async () => {
      for (const turn of [0, 1]) {
        const answers = await all((ledger, i) => ledger.lease('k', `${turn}-${i}`, 1000));
        expect(answers.filter((a) => !a.held)).toHaveLength(1);
        const winner = `${turn}-${answers.findIndex((a) => !a.held)}`;
        for (const answer of answers) expect(answer.held ? answer.by : answer.lease.owner).toBe(winner);
        world.nowMs += 1000;
      }
    });

    it('each writes the same facts, and they are there once', async () => {
      const facts = ['a', 'b', 'c'].map((id) => source(id));
      await all((ledger, i) => ledger.append(i % 2 === 0 ? facts : facts.toReversed()));
      expect(await factsOf(first(), { kind: 'source', dataset: DATASET })).toHaveLength(3);
      expect((await idsOf(first(), { kind: 'source' })).toSorted()).toEqual(['a', 'b', 'c']);
    });

    it('each moves the pointer from what it saw, and none is overwritten unseen', async () => {
      const ends = await all(async (ledger, i) => {
        let lost = 0;
        for (let tries = 0; tries < 200; tries++) {
          const state = await ledger.state(DATASET);
          const from = state.pointers[0]?.manifest ?? null;
          const to = snapshot(A.partition.day ?? '', `writer-${i}`);
          const intent = intentAt(`i${i}-${tries}`, state.epoch, [move(from, to)]);
          if ((await ledger.open(intent)) !== 'opened') {
            lost += 1;
            continue;
          }
          expect(await ledger.commit(intent, receiptsOf(intent, clock()))).toBe('moved');
          return { to, lost };
        }
        throw new Error('a writer never won');
      });
      const state = await first().state(DATASET);
      expect(state.epoch).toBe(String(WRITERS));
      const receipts = (await factsOf(first(), { kind: 'receipt', dataset: DATASET }))
        .flatMap((f) => (f.kind === 'receipt' ? [f.body] : []))
        .sort((a, b) => Number(a.epoch) - Number(b.epoch));
      let last: string | null = null;
      for (const receipt of receipts) {
        expect(receipt.previousSnapshotId).toBe(last);
        last = receipt.snapshotId;
      }
      expect(receipts.map((r) => r.snapshotId).sort()).toEqual(ends.map((e) => e.to.sha256).sort());
      expect(visibleSnapshots(state)).toEqual(new Map([[partitionKey(A.partition), last]]));
    });
  });
}
