import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lib/core/ports.ts';
import type { Fact } from '../../../lib/core/publish/facts.ts';
import { receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { clock, DATASET, move, snapshot } from '../../core/publish/world.ts';
import { A, B, factsOf, hardText, idsOf, intentAt, run, source, sourceOf } from './ledger-facts.ts';
import type { LedgerPlatform, LedgerWorld } from './world.ts';

/** What every ledger keeps to, whatever it is made of. */
export function ledgerConforms(platform: LedgerPlatform): void {
  let world: LedgerWorld;
  let ledger: Ledger;
  beforeEach(async () => {
    world = await platform.make();
    ledger = world.connect();
  });
  afterEach(() => world.dispose());

  describe('facts', () => {
    it('come back as they were written, by kind, dataset, partition and id, in the order of time', async () => {
      const facts = [
        source('c', '2001-01-03T00:00:00.000Z'),
        source('a', '2001-01-01T00:00:00.000Z'),
        source('b', '2001-01-02T00:00:00.000Z', '{"day":"1#2"}'),
        { ...source('other'), dataset: 'x/y' },
      ];
      await ledger.append(facts);
      await ledger.append([]);
      const query = { kind: 'source', dataset: DATASET } as const;
      expect(await idsOf(ledger, query)).toEqual(['a', 'b', 'c']);
      expect(await idsOf(ledger, { ...query, order: 'newest', limit: 2 })).toEqual(['c', 'b']);
      expect(await idsOf(ledger, { ...query, limit: 0 })).toEqual([]);
      expect(await idsOf(ledger, { ...query, partition: '{"day":"1#2"}' })).toEqual(['b']);
      expect(await idsOf(ledger, { ...query, partition: '', order: 'newest', limit: 1 })).toEqual(['c']);
      expect(await idsOf(ledger, { ...query, partition: '', id: 'b' })).toEqual([]);
      expect(await idsOf(ledger, { kind: 'source', id: 'other' })).toEqual(['other']);
      expect(await idsOf(ledger, { kind: 'source', partition: '{"day":"1#2"}' })).toEqual(['b']);
      expect(await idsOf(ledger, { kind: 'source' })).toHaveLength(4);
      expect(await idsOf(ledger, { kind: 'run', dataset: DATASET })).toEqual([]);
      expect(await factsOf(ledger, { ...query, id: 'b' })).toEqual([facts[2]]);
      expect(await ledger.datasets()).toEqual([DATASET, 'x/y']);
    });

    it('are written once; only the rows of a run tell its states one after the other', async () => {
      await ledger.append([
        source('a'),
        source('a', '2001-02-02T00:00:00.000Z'),
        source('a', undefined, 'p'),
      ]);
      await ledger.append([source('a', '2001-03-03T00:00:00.000Z'), source('b')]);
      expect(await factsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual([
        source('a'),
        source('a', undefined, 'p'),
        source('b'),
      ]);
      const states = [
        run('started', '2001-01-01T00:00:00.000Z'),
        run('finished', '2001-01-01T00:00:01.000Z'),
      ];
      await ledger.append(states);
      await ledger.append(states);
      expect(await factsOf(ledger, { kind: 'run', dataset: DATASET })).toEqual(states);
      expect(await factsOf(ledger, { kind: 'run', dataset: DATASET, id: 'r1', limit: 1 })).toEqual([
        states[0],
      ]);
    });

    it('of more than a page come all, in both orders, with equal times in the order of writing', async () => {
      const ids = Array.from({ length: platform.manyFacts }, (_, i) => `f${i}`);
      await ledger.append(ids.map((id) => source(id)));
      for (const query of [
        { kind: 'source', dataset: DATASET },
        { kind: 'source', dataset: DATASET, partition: '' },
      ] as const) {
        expect(await idsOf(ledger, query)).toEqual(ids);
        expect(await idsOf(ledger, { ...query, order: 'newest' })).toEqual(ids.toReversed());
        const limit = Math.ceil(ids.length / 2);
        expect(await idsOf(ledger, { ...query, limit })).toEqual(ids.slice(0, limit));
      }
    });

    it('keep every text as it was, also one that looks like a key, is empty or very long', async () => {
      const texts = ['', '#', 'a#b', '{"p":"a#b/c"}', 'ü 🛫 e\u0301 \u0000', `${'long '.repeat(200)}end`];
      const facts = texts.flatMap((partition, i) =>
        texts
          .filter((id) => id !== '')
          .map((id, j) => source(id, `2001-01-0${i + 1}T00:00:00.00${j}Z`, partition)),
      );
      await ledger.append(facts);
      expect(await factsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual(facts);
      for (const partition of texts) {
        const expected = facts.filter((f) => f.partition === partition);
        expect(await factsOf(ledger, { kind: 'source', dataset: DATASET, partition })).toEqual(expected);
      }
      for (const id of texts.slice(1)) {
        const expected = facts.filter((f) => f.id === id);
        expect(await factsOf(ledger, { kind: 'source', dataset: DATASET, id })).toEqual(expected);
      }
    });

    it.each([1, 5_000, 50_000, 400_000, 1_500_000])(
      'hold a body of %s hardly compressible bytes',
      async (size) => {
        const fact = sourceOf('large', hardText(size));
        await ledger.append([source('before'), fact, source('after')]);
        const found = await factsOf(world.connect(), { kind: 'source', dataset: DATASET });
        expect(found).toEqual([source('before'), fact, source('after')]);
      },
    );

    it('that cannot be written are noticed before any is', async () => {
      const body: object = { dataset: DATASET, sourceId: 'b', files: [], notJson: 1n };
      const broken = { ...source('b'), body } as Fact;
      await expect(ledger.append([source('a'), broken])).rejects.toThrow(TypeError);
      expect(await idsOf(ledger, { kind: 'source', dataset: DATASET })).toEqual([]);
    });
  });

  describe('pointers', () => {
    it('move together with their receipts, and the epoch with them', async () => {
      expect(await ledger.state(DATASET)).toEqual({
        dataset: DATASET,
        epoch: '0',
        projection: null,
        pointers: [],
      });
      expect(await ledger.openIntents(DATASET)).toEqual([]);
      const intent = intentAt('i1', '0');
      expect(await ledger.open(intent)).toBe('opened');
      expect(await ledger.openIntents(DATASET)).toEqual([intent]);
      const receipts = receiptsOf(intent, clock());
      expect(await ledger.commit(intent, receipts)).toBe('moved');
      expect(await ledger.state(DATASET)).toEqual({
        dataset: DATASET,
        epoch: '1',
        projection: '1',
        pointers: [
          {
            dataset: DATASET,
            partition: A.partition,
            snapshotId: A.sha256,
            epoch: '1',
            receiptId: receipts[0]?.receiptId,
            manifest: A,
          },
        ],
      });
      expect(await ledger.openIntents(DATASET)).toEqual([]);
      const intents = await factsOf(ledger, { kind: 'intent', dataset: DATASET });
      expect(new Map(intents.map((f) => [f.id, f.body]))).toEqual(
        new Map([
          ['i1/open', { ...intent, state: 'open' }],
          ['i1/committed', { ...intent, state: 'committed' }],
        ]),
      );
      expect(intents.find((f) => f.id === 'i1/committed')?.time).toBe(new Date(world.nowMs).toISOString());
      const found = await factsOf(ledger, { kind: 'receipt', dataset: DATASET });
      expect(found.map((f) => f.body)).toEqual(receipts);
      expect(await ledger.datasets()).toEqual([DATASET]);
    });

    it('go away with a move to nothing, and come again', async () => {
      for (const [epoch, moves, pointers] of [
        ['0', [move(null, A)], [A.sha256]],
        ['1', [move(A, null)], []],
        ['2', [move(null, B)], [B.sha256]],
      ] as const) {
        const intent = intentAt(`i${epoch}`, epoch, [...moves]);
        await ledger.open(intent);
        expect(await ledger.commit(intent, receiptsOf(intent, clock()))).toBe('moved');
        const state = await ledger.state(DATASET);
        expect(state.epoch).toBe(`${Number(epoch) + 1}`);
        expect(state.projection).toBe(`${Number(epoch) + 1}`);
        expect(state.pointers.map((p) => p.snapshotId)).toEqual(pointers);
      }
      expect(await idsOf(ledger, { kind: 'receipt', dataset: DATASET })).toHaveLength(3);
    });

    it('do not move for an intent of another epoch, beside an open one, or that is not open', async () => {
      const intent = intentAt('i1', '0');
      expect(await ledger.open(intentAt('i0', '7'))).toMatchObject({ conflict: 'epoch' });
      expect(await ledger.datasets()).toEqual([]);
      expect(await ledger.commit(intent, receiptsOf(intent, clock()))).toMatchObject({ conflict: 'notOpen' });
      expect(await ledger.abandon(intent, 'why')).toMatchObject({ conflict: 'notOpen' });
      await ledger.open(intent);
      expect(await ledger.open(intent)).toBe('opened');
      expect(await ledger.open(intentAt('i2', '0', [move(null, B)]))).toMatchObject({
        conflict: 'openIntent',
      });
      expect(await ledger.commit(intentAt('i2', '0'), [])).toMatchObject({ conflict: 'notOpen' });
      expect(await ledger.commit({ ...intent, expectedEpoch: '3' }, [])).toMatchObject({ conflict: 'epoch' });
      expect(await ledger.abandon(intent, 'why')).toBe('abandoned');
      expect(await ledger.abandon(intent, 'why')).toMatchObject({ conflict: 'notOpen' });
      expect(await ledger.commit(intent, receiptsOf(intent, clock()))).toMatchObject({ conflict: 'notOpen' });
      expect(await ledger.state(DATASET)).toMatchObject({ epoch: '1', projection: null, pointers: [] });
      const [abandoned] = await factsOf(ledger, { kind: 'intent', dataset: DATASET, id: 'i1/abandoned' });
      expect(abandoned?.body).toEqual({ ...intent, state: 'abandoned', why: 'why' });
    });

    it('of many partitions move at once, and each has its receipt', async () => {
      const days = Array.from({ length: platform.manyPartitions }, (_, i) => `day-${i}`).sort();
      const first = days.map((day) => snapshot(day, 'first'));
      const second = days.map((day, i) => (i % 3 === 0 ? null : snapshot(day, 'second')));
      const one = intentAt(
        'i1',
        '0',
        first.map((to) => move(null, to)),
      );
      const two = intentAt(
        'i2',
        '1',
        second.map((to, i) => move(first[i] ?? null, to)),
      );
      for (const [intent, visible] of [
        [one, first],
        [two, second.filter((s) => s !== null)],
      ] as const) {
        await ledger.open(intent);
        const receipts = receiptsOf(intent, clock());
        expect(await ledger.commit(intent, receipts)).toBe('moved');
        const state = await world.connect().state(DATASET);
        expect(state.pointers.map((p) => p.manifest)).toEqual(visible);
        const { epoch } = state;
        const found = await factsOf(ledger, { kind: 'receipt', dataset: DATASET });
        expect(
          found.filter((f) => f.kind === 'receipt' && f.body.epoch === epoch).map((f) => f.body),
        ).toEqual(receipts);
      }
    });

    it('are of one dataset: another has its own epoch and its own open intent', async () => {
      const [one, other] = [intentAt('i1', '0'), intentAt('i2', '0', [move(null, B)], 'x/y')];
      expect(await ledger.open(one)).toBe('opened');
      expect(await ledger.open(other)).toBe('opened');
      await ledger.commit(other, receiptsOf(other, clock()));
      expect(await ledger.state(DATASET)).toMatchObject({ epoch: '0', pointers: [] });
      expect(await ledger.state('x/y')).toMatchObject({ epoch: '1', pointers: [{ manifest: B }] });
      expect(await ledger.openIntents(DATASET)).toEqual([one]);
    });

    it('survive closing and opening again', async () => {
      const intent = intentAt('i1', '0');
      await ledger.open(intent);
      await ledger.commit(intent, receiptsOf(intent, clock()));
      const state = await ledger.state(DATASET);
      await ledger.close();
      expect(await world.connect().state(DATASET)).toEqual(state);
    });
  });

  describe('a lease', () => {
    it("is one owner's until it ends, is released, or runs out", async () => {
      const answer = await ledger.lease('k', 'one', 1000);
      if (answer.held) throw new Error('held');
      expect(answer.lease.until).toBe(new Date(world.nowMs + 1000).toISOString());
      expect(await ledger.lease('k', 'two', 1000)).toEqual({
        held: true,
        by: 'one',
        until: answer.lease.until,
      });
      expect(await ledger.lease('other', 'two', 1000)).toMatchObject({ held: false });
      world.nowMs += 500;
      expect(await ledger.renew(answer.lease, 1000)).toBe(true);
      world.nowMs += 999;
      expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true });
      world.nowMs += 1;
      expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: false });
      expect(await ledger.renew(answer.lease, 1000)).toBe(false);
      await ledger.release(answer.lease);
      expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: true, by: 'two' });
      await ledger.release({ key: 'k', owner: 'two', until: '' });
      expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: false });
    });

    it('is kept by its owner who asks again, and renewed by an owner whom nobody followed', async () => {
      await ledger.lease('k', 'one', 1000);
      world.nowMs += 900;
      expect(await ledger.lease('k', 'one', 1000)).toMatchObject({ held: false });
      world.nowMs += 900;
      expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true });
      world.nowMs += 900;
      expect(await ledger.renew({ key: 'k', owner: 'one', until: '' }, 1000)).toBe(true);
      expect(await ledger.lease('k', 'two', 1000)).toMatchObject({ held: true });
    });
  });
}
