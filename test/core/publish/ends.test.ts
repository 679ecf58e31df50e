import { describe, expect, it } from 'vitest';
import { intentFact, intentOf, nextEpoch, staleMove } from '../../../lib/core/publish/intent.ts';
import { giveUp, publish, restore } from '../../../lib/core/publish/law.ts';
import { receiptFact, receiptIdOf, receiptsOf } from '../../../lib/core/publish/receipt.ts';
import { repairDrift } from '../../../lib/core/publish/repair-drift.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { receiptsIn, standingOf } from '../../../lib/core/publish/standing.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { actor, clock, DATASET, Died, move, request, snapshot, World } from './world.ts';

const A1 = snapshot('2001-01-01', 'a1');
const A2 = snapshot('2001-01-01', 'a2');
const B1 = snapshot('2001-01-02', 'b1');
const MOVES = [move(A1, A2), move(null, B1)];

async function published(): Promise<World> {
  const world = new World();
  await publish(request('first', [move(null, A1)]), world.process(), clock);
  world.calls = [];
  return world;
}

const second = (world: World, fault?: Parameters<World['process']>[0]) =>
  publish(request('second', MOVES), world.process(fault), clock);

const openIntent = (world: World, id = 'second') =>
  intentOf(
    request(id, MOVES),
    { publisher: 'model', epoch: world.state.epoch, projection: { before: world.link, after: '2' } },
    clock(),
  );

type Ports = ReturnType<World['process']>;

/** Ports of which some answer otherwise. */
const withLedger = (ports: Ports, ledger: Partial<Ports['ledger']>): Ports => ({
  ...ports,
  ledger: { ...ports.ledger, ...ledger },
});
const withPublisher = (ports: Ports, publisher: Partial<Ports['publisher']>): Ports => ({
  ...ports,
  publisher: { ...ports.publisher, ...publisher },
});

describe('a publish that did not happen says why', () => {
  it.each([
    [0, 'nothing was started: state'],
    [1, 'nothing was started: project'],
    [2, 'the intent could not be recorded: open'],
    [3, 'the projection could not be changed: apply'],
  ])('when call %i fails', async (at, why) => {
    const end = await second(await published(), { at, how: 'refuse' });
    expect(end).toEqual({ end: 'notCommitted', why, cause: expect.any(Died) });
  });

  it('when another run moved the pointer, without a cause', async () => {
    const world = await published();
    const end = await publish(request('second', [move(A2, A1)]), world.process(), clock);
    expect(end).toEqual({
      end: 'notCommitted',
      why: 'another run moved a pointer that this one started from',
    });
    expect(world.calls).toEqual(['state']);
  });

  it('when the ledger refuses the intent, in its words', async () => {
    const world = await published();
    world.open = openIntent(world, 'other');
    expect(await second(world)).toEqual({ end: 'notCommitted', why: 'open' });
    expect(world.calls).toEqual(['state', 'project', 'open']);
  });

  it('when what was applied is not what was judged', async () => {
    const world = await published();
    const ports = withPublisher(world.process(), { apply: async () => undefined });
    expect(await publish(request('second', MOVES), ports, clock)).toEqual({
      end: 'notCommitted',
      why: 'what was applied is not what was judged',
    });
    expect(world.facts.at(-1)).toMatchObject({
      id: 'second/abandoned',
      body: { state: 'abandoned', why: 'what was applied is not what was judged' },
    });
  });

  it('when apply failed without a word', async () => {
    const world = await published();
    const mute = withPublisher(world.process(), { apply: () => Promise.reject(undefined) });
    expect(await publish(request('second', MOVES), mute, clock)).toMatchObject({
      end: 'notCommitted',
      why: 'the projection could not be changed: apply failed without a reason',
    });
    const vague = withPublisher(world.process(), { apply: () => Promise.reject('no room') });
    expect(await publish(request('third', MOVES), vague, clock)).toEqual({
      end: 'notCommitted',
      why: 'the projection could not be changed: no answer',
      cause: 'no room',
    });
  });

  it('when another run closed the intent meanwhile, and shows the pointers again', async () => {
    const world = await published();
    const ports = withLedger(world.process(), {
      commit: async (intent, receipts) => {
        if (intent.intentId !== 'second') return world.process().ledger.commit(intent, receipts);
        await world.process().ledger.abandon(intent, 'by another');
        throw new Error('lost');
      },
    });
    expect(await publish(request('second', MOVES), ports, clock)).toEqual({
      end: 'notCommitted',
      why: 'another run closed the intent meanwhile',
      cause: expect.objectContaining({ message: 'lost' }),
    });
    expect(world.visible()).toEqual(world.pointed());
    expect(world.facts.map((f) => f.id)).toContain('second/undo/committed');
  });
});

describe('a publish whose end is not known says what was lost', () => {
  it('when readers cannot be asked, with the failure of apply first', async () => {
    const world = await published();
    const blind = { observe: () => Promise.reject(new Error('no disk')) };
    const why = 'what readers see could not be read back: no disk';
    const intent = expect.objectContaining({ intentId: 'second' });
    const plain = await publish(request('second', MOVES), withPublisher(world.process(), blind), clock);
    expect(plain).toEqual({
      end: 'unknown',
      why,
      intent,
      cause: expect.objectContaining({ message: 'no disk' }),
    });
    const other = await published();
    const failing = { ...blind, apply: () => Promise.reject(new Error('no room')) };
    const both = await publish(request('second', MOVES), withPublisher(other.process(), failing), clock);
    expect(both).toEqual({
      end: 'unknown',
      why,
      intent,
      cause: expect.objectContaining({ message: 'no room' }),
    });
  });

  it('when the intent may or may not be on record', async () => {
    const world = await published();
    const end = await second(world, { at: 2, how: 'die' });
    expect(end).toMatchObject({ end: 'unknown', why: 'the intent could not be recorded: open' });
    expect(world.calls).toEqual(['state', 'project', 'open']);
  });

  it('when a commit failed twice and the intent is still open', async () => {
    const world = await published();
    let tries = 0;
    const ports = withLedger(world.process(), {
      commit: () => Promise.reject(new Error(`lost ${++tries}`)),
    });
    expect(await publish(request('second', MOVES), ports, clock)).toMatchObject({
      end: 'unknown',
      why: "the commit's answer was lost: lost 2",
      intent: { intentId: 'second' },
      cause: { message: 'lost 2' },
    });
    expect(tries).toBe(2);
  });

  it('when a commit is refused and the ledger knows of nothing, it is not tried again', async () => {
    const world = await published();
    let tries = 0;
    const ports = withLedger(world.process(), {
      commit: async () => {
        tries += 1;
        world.open = null;
        return { conflict: 'notOpen', message: 'not open' };
      },
    });
    expect(await publish(request('second', MOVES), ports, clock)).toMatchObject({
      end: 'unknown',
      why: "the commit's answer was lost: no answer",
      cause: undefined,
    });
    expect(tries).toBe(1);
  });

  it('when it could not be given up', async () => {
    const world = await published();
    const ports = withLedger(
      withPublisher(world.process(), { apply: () => Promise.reject(new Error('no room')) }),
      { abandon: () => Promise.reject(new Error('no ledger')) },
    );
    expect(await publish(request('second', MOVES), ports, clock)).toMatchObject({
      end: 'unknown',
      why: 'the projection could not be changed: no room; and the intent could not be closed: no ledger',
      cause: { message: 'no room' },
    });
    const blind = withLedger(ports, { openIntents: () => Promise.reject(new Error('gone')) });
    const given = { why: 'why', restores: false };
    expect(await giveUp(openIntent(world), given, blind, clock)).toMatchObject({
      end: 'unknown',
      why: 'why; and the intent could not be closed: no ledger',
      cause: { message: 'no ledger' },
    });
  });
});

describe('an intent that is given up', () => {
  it('turns out to be committed where another run committed it meanwhile', async () => {
    const world = await published();
    const end = await second(world);
    if (end.end !== 'committed') throw new Error(end.why);
    const { intentId: _, ...body } = openIntent(world);
    const intent = { ...body, intentId: 'second', expectedEpoch: '1' };
    expect(await giveUp(intent, { why: 'why', restores: false }, world.process(), () => 'later')).toEqual(
      end,
    );
  });

  it('shows the pointers again only where it is told that readers see something else', async () => {
    for (const restores of [true, false]) {
      const world = await published();
      const intent = openIntent(world);
      await world.process().ledger.open(intent);
      world.versions.set('9', new Map([[partitionKey(A1.partition), A2]]));
      world.link = '9';
      const end = await giveUp(intent, { why: 'why', restores }, world.process(), clock);
      expect(end).toEqual({ end: 'notCommitted', why: 'why' });
      expect(world.link).toBe(restores ? '3' : '9');
      expect(world.open).toBeNull();
    }
  });

  it('leaves what readers see alone where it is right, and where it is itself a repair', async () => {
    const world = await published();
    const intent = openIntent(world);
    await world.process().ledger.open(intent);
    await giveUp(intent, { why: 'why', restores: true }, world.process(), clock);
    expect(world.calls).toEqual(['open', 'abandon', 'openIntents', 'query', 'query', 'observe', 'state']);
    const other = await published();
    const repair = { ...openIntent(other), moves: [] };
    await other.process().ledger.open(repair);
    other.link = '9';
    const end = await giveUp(repair, { why: 'why', restores: true }, other.process(), clock);
    expect(end).toEqual({ end: 'notCommitted', why: 'why' });
    expect(other.link).toBe('9');
    expect(other.calls).not.toContain('apply');
  });

  it('is given up all the same where the pointers cannot be shown again', async () => {
    const world = await published();
    const intent = openIntent(world);
    await world.process().ledger.open(intent);
    const blind = withPublisher(world.process(), { observe: () => Promise.reject(new Error('no disk')) });
    expect(await giveUp(intent, { why: 'why', restores: true }, blind, clock)).toEqual({
      end: 'notCommitted',
      why: 'why',
    });
  });
});

describe('the next run', () => {
  const closed = (world: World, why: string) =>
    expect(world.facts.find((f) => f.id === 'second/abandoned')).toMatchObject({ body: { why } });

  it('says of an intent that it closes back how much of it readers saw', async () => {
    const none = await published();
    await second(none, { at: 3, how: 'die' });
    await resolveOpenIntents(DATASET, none.process(), clock);
    closed(none, 'an earlier run ended before readers saw it');
    const some = await published();
    await second(some, { at: 4, how: 'die' });
    some.versions.get('2')?.delete(partitionKey(B1.partition));
    const result = await resolveOpenIntents(DATASET, some.process(), clock);
    closed(some, 'readers saw only a part of it');
    expect(result).toMatchObject({ closed: ['second'], receipts: [], unknown: [], driftRepaired: true });
  });

  it('finds nothing to say where nothing happened', async () => {
    const world = await published();
    expect(await resolveOpenIntents(DATASET, world.process(), clock)).toEqual({
      closed: [],
      receipts: [],
      unknown: [],
      driftRepaired: false,
      issues: [],
    });
    expect(world.calls).toEqual(['openIntents', 'state', 'observe']);
  });

  it('does not look for drift while an intent is open, and says what it could not read', async () => {
    const world = await published();
    await second(world, { at: 4, how: 'die' });
    world.calls = [];
    const result = await resolveOpenIntents(DATASET, world.process({ at: 1, how: 'refuse' }), clock);
    const why = 'what readers see could not be read: observe';
    expect(result).toEqual({
      closed: [],
      receipts: [],
      unknown: [{ end: 'unknown', why, intent: world.open, cause: expect.any(Died) }],
      driftRepaired: false,
      issues: [{ code: 'SLU-503', severity: 'error', params: { dataset: DATASET, why } }],
    });
    expect(world.calls).toEqual(['openIntents', 'observe']);
    const mute = withPublisher(world.process(), { observe: () => Promise.reject('gone') });
    expect((await resolveOpenIntents(DATASET, mute, clock)).issues[0]?.params).toEqual({
      dataset: DATASET,
      why: 'what readers see could not be read: no answer',
    });
  });

  it('tells drift that it repaired from drift that it could not, and a foreign ledger from both', async () => {
    const repaired = await published();
    repaired.link = null;
    expect((await resolveOpenIntents(DATASET, repaired.process(), clock)).issues).toEqual([
      {
        code: 'SLU-504',
        severity: 'warning',
        params: { dataset: DATASET, what: 'it showed nothing instead of 1; day=2001-01-01 differed' },
      },
    ]);
    const lost = await published();
    lost.versions.clear();
    const drifted = await resolveOpenIntents(DATASET, lost.process(), clock);
    expect(drifted.drift).toMatchObject({ partitions: [{ expected: A1.sha256, seen: null }] });
    expect(drifted.issues).toEqual([
      {
        code: 'SLU-505',
        severity: 'error',
        params: {
          dataset: DATASET,
          what: 'day=2001-01-01 differed',
          why: 'the projection could not be changed: lost',
        },
      },
    ]);
    const foreign = await published();
    foreign.state = { dataset: DATASET, epoch: '0', projection: null, pointers: [] };
    expect((await resolveOpenIntents(DATASET, foreign.process(), clock)).issues).toEqual([
      { code: 'SLU-506', severity: 'error', params: { dataset: DATASET, seen: '1' } },
    ]);
  });
});

describe('a repair', () => {
  const wanted = { dataset: DATASET, intentId: 'repair', runId: 'run', by: actor };

  it('is a publish without moves and without a contract, under every rule of any other', async () => {
    const world = await published();
    world.link = null;
    expect(await repairDrift(wanted, world.process(), clock)).toEqual({ repaired: true });
    expect(world.facts.find((f) => f.id === 'repair/committed')?.body).toMatchObject({
      ...wanted,
      moves: [],
      contract: null,
    });
    expect(world.visible()).toEqual(world.pointed());
  });

  it('did not succeed where it could not be carried out, or where the files change on', async () => {
    const world = await published();
    expect(await repairDrift(wanted, world.process({ at: 0, how: 'refuse' }), clock)).toEqual({
      repaired: false,
      why: 'nothing was started: state',
      cause: expect.any(Died),
    });
    world.open = openIntent(world, 'other');
    expect(await repairDrift(wanted, world.process(), clock)).toEqual({ repaired: false, why: 'open' });
    const busy = await published();
    busy.before = (call, count) => {
      if (call === 'observe' && count > 7) busy.versions.get(busy.link ?? '')?.clear();
    };
    busy.link = null;
    expect(await repairDrift(wanted, busy.process(), clock)).toEqual({
      repaired: false,
      why: 'the files changed again meanwhile',
    });
  });

  it('through `restore` moves nothing', async () => {
    const world = await published();
    const end = await restore(
      { intentId: 'x', runId: 'run', dataset: DATASET, by: actor },
      world.process(),
      clock,
    );
    expect(end).toEqual({ end: 'committed', receipts: [] });
  });
});

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
    expect(intentFact(intent, 'open', 'now')).toEqual({
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
