import { describe, expect, it } from 'vitest';
import { restore } from '../../../lib/core/publish/law.ts';
import { repairDrift } from '../../../lib/core/publish/repair-drift.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { A1, B1, openIntent, published, second, withPublisher } from './scene.ts';
import { actor, clock, DATASET, Died, type World } from './world.ts';

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
    const [repair] = repaired.facts.flatMap((f) =>
      f.kind === 'intent' && f.body.moves.length === 0 ? [f.body] : [],
    );
    expect(repair).toMatchObject({ dataset: DATASET, intentId: repair?.runId, by: actor, moves: [] });
    expect(repair?.runId).toMatch(/^id-/);
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
    expect(await resolveOpenIntents(DATASET, foreign.process(), clock)).toMatchObject({
      driftRepaired: false,
      issues: [{ code: 'SLU-506', severity: 'error', params: { dataset: DATASET, seen: '1' } }],
    });
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
    expect(await repairDrift(wanted, world.process(), clock)).toStrictEqual({ repaired: false, why: 'open' });
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

  it('through `restore` says so where readers still see something else', async () => {
    const world = await published();
    const { ledger, publisher } = world.process();
    const request = { intentId: 'x', runId: 'run', dataset: DATASET, by: actor };
    const blunt = {
      ...publisher,
      apply: async () => {},
      observe: async () => ({ partitions: [], projection: 'p' }),
    };
    expect(await restore(request, { ledger, publisher: blunt }, clock)).toMatchObject({
      end: expect.stringMatching(/^(notCommitted|unknown)$/),
      why: expect.stringContaining('readers still see something else than the pointers say'),
    });
  });
});
