import { describe, expect, it } from 'vitest';
import { intentFact, nextEpoch, staleMove } from '../../../lib/core/publish/intent.ts';
import { receiptFact, receiptIdOf, receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { receiptsIn, standingOf } from '../../../lib/core/publish/standing.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { A1, A2, B1, MOVES, openIntent, published } from './scene.ts';
import { actor, clock, DATASET, move, request } from './world.ts';

describe('what the ledger says of an intent', () => {
  it('is whether it is open, how it was closed, or that it never was', async () => {
    const world = await published();
    const { ledger } = world.process();
    const intent = openIntent(world);
    expect(await standingOf(intent, ledger)).toBe('absent');
    await ledger.open(intent);
    expect(await standingOf(intent, ledger)).toBe('open');
    expect(await standingOf({ ...intent, intentId: 'other' }, ledger)).toBe('absent');
    await ledger.abandon(intent, 'why');
    expect(await standingOf(intent, ledger)).toBe('abandoned');
    expect(await standingOf({ ...intent, intentId: 'first' }, ledger)).toBe('committed');
    expect(await standingOf(intent, world.process({ at: 0, how: 'refuse' }).ledger)).toBe('unreadable');
    expect(await standingOf(intent, world.process({ at: 1, how: 'refuse' }).ledger)).toBe('unreadable');
  });

  it('of receipts is those that were committed, and the given ones where they cannot be read', async () => {
    const world = await published();
    const [first] = world.facts.flatMap((f) => (f.kind === 'receipt' ? [f.body] : []));
    if (first === undefined) throw new Error('no receipt');
    const given = [{ ...first, committedAt: 'later' }];
    expect(await receiptsIn(world.process().ledger, given)).toEqual([first]);
    expect(await receiptsIn(world.process({ at: 0, how: 'refuse' }).ledger, given)).toEqual(given);
    const unknown = [{ ...first, receiptId: 'never' }];
    expect(await receiptsIn(world.process().ledger, unknown)).toEqual(unknown);
  });
});

describe('intents and receipts', () => {
  it('an intent is what was asked, from where it starts', async () => {
    const world = await published();
    expect(openIntent(world)).toEqual({
      ...request('second', MOVES),
      publisher: 'model',
      expectedEpoch: '1',
      projection: { before: '1', after: '2' },
      openedAt: clock(),
    });
    expect(nextEpoch('9007199254740993')).toBe('9007199254740994');
  });

  it('a row remembers how an intent was closed, and why where somebody says so', async () => {
    const intent = openIntent(await published());
    const row = { kind: 'intent', dataset: DATASET, partition: '', time: 'now' };
    expect(intentFact(intent, 'open', 'now')).toStrictEqual({
      ...row,
      id: 'second/open',
      body: { ...intent, state: 'open' },
    });
    expect(intentFact(intent, 'abandoned', 'now', 'late')).toEqual({
      ...row,
      id: 'second/abandoned',
      body: { ...intent, state: 'abandoned', why: 'late' },
    });
  });

  it('a move is stale where readers should see something else than it starts from', async () => {
    const { state } = await published();
    expect(staleMove(MOVES, state)).toBeUndefined();
    expect(staleMove([], state)).toBeUndefined();
    const [gone, late] = [move(B1, null), move(null, A2)];
    expect(staleMove([...MOVES, gone], state)).toBe(gone);
    expect(staleMove([late], state)).toBe(late);
  });

  it('a receipt says what allowed it, what became visible, by whom and when', async () => {
    const intent = openIntent(await published());
    const reason = 'known outage';
    const [first, taken] = receiptsOf(
      { ...intent, moves: [{ ...move(A1, A2), reason }, move(B1, null)] },
      'now',
    );
    expect(first).toEqual({
      receiptId: receiptIdOf(intent, move(A1, A2)),
      intentId: 'second',
      runId: 'run-second',
      dataset: DATASET,
      partition: A1.partition,
      snapshotId: A2.sha256,
      previousSnapshotId: A1.sha256,
      manifest: A2,
      cites: { judgementKey: `judged-${A2.sha256}` },
      decision: 'publish',
      reason,
      contract: { id: 'c', version: '1.0.0', sha256: 'f' },
      epoch: '2',
      projection: '2',
      by: actor,
      committedAt: 'now',
    });
    expect(taken).toMatchObject({ snapshotId: null, previousSnapshotId: B1.sha256, manifest: null });
    expect(taken).not.toHaveProperty('reason');
    if (first === undefined) throw new Error('no receipt');
    expect(receiptFact(first)).toEqual({
      kind: 'receipt',
      dataset: DATASET,
      partition: partitionKey(A1.partition),
      id: first.receiptId,
      time: 'now',
      body: first,
    });
  });

  it('a receipt is another for another partition, snapshot, judgement, dataset or epoch, and for nothing else', async () => {
    const intent = openIntent(await published());
    const one = move(A1, A2);
    const others = [
      receiptIdOf(intent, { ...one, partition: B1.partition }),
      receiptIdOf(intent, { ...one, to: A1 }),
      receiptIdOf(intent, { ...one, to: null }),
      receiptIdOf(intent, { ...one, cites: { judgementKey: 'other' } }),
      receiptIdOf(intent, { ...one, cites: { receiptId: `judged-${A2.sha256}` } }),
      receiptIdOf({ ...intent, dataset: 'other' }, one),
      receiptIdOf({ ...intent, expectedEpoch: '7' }, one),
    ];
    expect(new Set([receiptIdOf(intent, one), ...others]).size).toBe(8);
    expect(
      receiptIdOf({ ...intent, runId: 'other', openedAt: '', intentId: 'other' }, { ...one, from: null }),
    ).toBe(receiptIdOf(intent, one));
  });
});
