import { describe, expect, it } from 'vitest';
import { giveUp, publish } from '../../../lib/core/publish/law.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { A1, A2, MOVES, openIntent, published, second, withLedger, withPublisher } from './scene.ts';
import { clock, Died, move, request } from './world.ts';

/** How it is asked whether an intent is open, committed or abandoned. */
const STANDING = ['openIntents', 'query', 'query'];

describe('a publish that did not happen says why', () => {
  it.each([
    [0, 'nothing was started: state'],
    [1, 'nothing was started: project'],
    [2, 'the intent could not be recorded: open'],
    [3, 'the projection could not be changed: apply'],
  ])('when call %i fails', async (at, why) => {
    const world = await published();
    const end = await second(world, { at, how: 'refuse' });
    expect(end).toEqual({ end: 'notCommitted', why, cause: expect.any(Died) });
    expect(world.calls.slice(at + 1)).toEqual(
      at === 3 ? ['observe', 'abandon', 'openIntents', 'query', 'query'] : at === 2 ? STANDING : [],
    );
  });

  it('when another run moved the pointer, without a cause', async () => {
    const world = await published();
    const end = await publish(request('second', [move(A2, A1)]), world.process(), clock);
    expect(end).toStrictEqual({
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
