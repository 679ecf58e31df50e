import { describe, expect, it } from 'vitest';
import { publish } from '../../../lib/core/publish/law.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { clock, DATASET, type Fault, move, request, snapshot, World } from './world.ts';

const A1 = snapshot('2001-01-01', 'a1');
const A2 = snapshot('2001-01-01', 'a2');
const B1 = snapshot('2001-01-02', 'b1');
const C1 = snapshot('2001-01-03', 'c1');

/** Two partitions published, the next publish replaces one, adds one, takes one away. */
async function published(): Promise<World> {
  const world = new World();
  const end = await publish(request('first', [move(null, A1), move(null, B1)]), world.process(), clock);
  expect(end.end).toBe('committed');
  world.calls = [];
  return world;
}
const SECOND = [move(A1, A2), move(null, C1), move(B1, null)];

/** Everything visible is named by a receipt of a current pointer, or by the one open intent. */
const expectNamed = (world: World): void => expect(unnamed(world)).toEqual([]);

function unnamed(world: World): readonly string[] {
  const named = new Map([...world.pointed()].map(([k, v]) => [k, new Set<string | null>([v])]));
  const intents = world.open ? [world.open] : [];
  for (const m of intents.flatMap((i) => i.moves)) {
    const key = partitionKey(m.partition);
    named.set(key, (named.get(key) ?? new Set([null])).add(m.to?.sha256 ?? null));
  }
  const receipts = world.facts.filter((f) => f.kind === 'receipt').map((f) => f.body.receiptId);
  const visible = [...world.visible()].filter(([key, snapshotId]) => !named.get(key)?.has(snapshotId));
  const pointers = world.state.pointers.filter((p) => !receipts.includes(p.receiptId));
  return [...visible.map(([key]) => `visible: ${key}`), ...pointers.map((p) => `pointer: ${p.receiptId}`)];
}

const expectSettled = (world: World): void => {
  expect(world.open).toBeNull();
  expect(world.visible()).toEqual(world.pointed());
  expect(world.link).toBe(world.state.projection);
  expectNamed(world);
};

/** How many calls an undisturbed publish makes. */
async function callsOfPublish(): Promise<number> {
  const world = await published();
  await publish(request('second', SECOND), world.process(), clock);
  return world.calls.length;
}

describe('publish', () => {
  it('opens, applies, reads back and commits, in this order', async () => {
    const world = await published();
    const end = await publish(request('second', SECOND), world.process(), clock);
    expect(world.calls).toEqual(['state', 'project', 'open', 'apply', 'observe', 'commit']);
    expectSettled(world);
    expect([...world.visible().values()].sort()).toEqual([A2.sha256, C1.sha256].sort());
    expect(end).toMatchObject({
      end: 'committed',
      receipts: [
        { snapshotId: A2.sha256, previousSnapshotId: A1.sha256, epoch: '2', projection: '2' },
        { snapshotId: C1.sha256, previousSnapshotId: null },
        { snapshotId: null, previousSnapshotId: B1.sha256, manifest: null },
      ],
    });
  });

  it('refuses a move that starts from something else than what is published', async () => {
    const world = await published();
    const end = await publish(request('second', [move(A2, A1)]), world.process(), clock);
    expect(end).toMatchObject({ end: 'notCommitted' });
    expect(world.open).toBeNull();
    expectSettled(world);
  });

  it('does not apply anything while another intent is open', async () => {
    const world = await published();
    await publish(request('died', SECOND), world.process({ at: 3, how: 'die' }), clock);
    expect(world.open?.intentId).toBe('died');
    const end = await publish(request('second', SECOND), world.process(), clock);
    expect(end.end).toBe('notCommitted');
    expect(world.visible()).toEqual(world.pointed());
  });

  it('uses up the epoch of an abandoned intent', async () => {
    const world = await published();
    const end = await publish(request('second', SECOND), world.process({ at: 3, how: 'refuse' }), clock);
    expect(end).toMatchObject({ end: 'notCommitted' });
    expect(world.state.epoch).toBe('2');
    const again = await publish(request('third', SECOND), world.process(), clock);
    expect(again).toMatchObject({ end: 'committed', receipts: [{ epoch: '3' }, {}, {}] });
    expect(world.link).toBe('3');
  });

  it('commits although the answers of open, apply and commit were lost', async () => {
    for (const at of [2, 3, 5]) {
      const world = await published();
      const end = await publish(request('second', SECOND), world.process({ at, how: 'loseAnswer' }), clock);
      expect(end.end, `call ${at}`).toBe('committed');
      expectSettled(world);
    }
  });

  it('repeats a commit once it is known not to have happened', async () => {
    const world = await published();
    const end = await publish(request('second', SECOND), world.process({ at: 5, how: 'refuse' }), clock);
    expect(end.end).toBe('committed');
    expect(world.calls.filter((c) => c === 'commit')).toHaveLength(2);
    expectSettled(world);
  });

  it('does not know the end when reading back fails, and touches nothing', async () => {
    const world = await published();
    const end = await publish(request('second', SECOND), world.process({ at: 4, how: 'refuse' }), clock);
    expect(end).toMatchObject({ end: 'unknown', intent: { intentId: 'second' } });
    expect(world.open?.intentId).toBe('second');
    expect(world.link).toBe('2');
    expectNamed(world);
  });

  it('shows the pointers again when readers see something else than what was judged', async () => {
    const world = await published();
    world.before = (call) => {
      // Between apply and the reading back a file changes.
      if (call === 'observe' && world.link === '2')
        world.versions.get('2')?.set(partitionKey(A2.partition), snapshot('2001-01-01', 'other'));
    };
    const end = await publish(request('second', SECOND), world.process(), clock);
    expect(end).toMatchObject({ end: 'notCommitted' });
    expectSettled(world);
    expect([...world.visible().values()].sort()).toEqual([A1.sha256, B1.sha256].sort());
  });

  it('takes its work back when another run closed the intent meanwhile', async () => {
    const world = await published();
    world.before = (call) => {
      // A run that believes this one dead abandons the intent just before it applies.
      if (call === 'apply' && world.open?.intentId === 'second') {
        world.state = { ...world.state, epoch: '2' };
        const intent = world.open;
        world.open = null;
        world.facts.push({
          kind: 'intent',
          dataset: DATASET,
          partition: '',
          id: 'second/abandoned',
          time: clock(),
          body: { ...intent, state: 'abandoned' },
        });
      }
    };
    const end = await publish(request('second', SECOND), world.process(), clock);
    expect(end).toMatchObject({ end: 'notCommitted' });
    expectSettled(world);
  });
});

describe('the next run', () => {
  const HOWS = ['die', 'dieAfter', 'refuse', 'loseAnswer'] as const;

  it('never shows readers what no receipt and no open intent names, at any moment of any of these', async () => {
    for (let at = 0; at <= 6; at++) {
      for (const how of HOWS) {
        const world = await published();
        const seen: string[] = [];
        world.before = () => void seen.push(...unnamed(world));
        await publish(request('second', SECOND), world.process({ at, how }), clock);
        await resolveOpenIntents(DATASET, world.process(), clock);
        expect(seen, `${how} at ${at}`).toEqual([]);
      }
    }
  });

  it('closes whatever an earlier run left behind, wherever it died or lost an answer', async () => {
    const calls = await callsOfPublish();
    expect(calls).toBe(6);
    const ends = new Set<string>();
    for (let at = 0; at < calls; at++) {
      for (const how of HOWS) {
        const world = await published();
        const end = await publish(request('second', SECOND), world.process({ at, how }), clock);
        expectNamed(world);
        const wasOpen = world.open !== null;
        const after = await resolveOpenIntents(DATASET, world.process(), clock);
        expect(after.unknown, `${how} at ${at}`).toEqual([]);
        expect(after.closed, `${how} at ${at}`).toEqual(wasOpen ? ['second'] : []);
        expectSettled(world);
        const moved = world.visible().get(partitionKey(A2.partition)) === A2.sha256;
        if (end.end !== 'unknown')
          expect(end.end, `${how} at ${at}`).toBe(moved ? 'committed' : 'notCommitted');
        ends.add(end.end);
      }
    }
    expect([...ends].sort()).toEqual(['committed', 'notCommitted', 'unknown']);
  });

  it('closes it even when it dies itself, wherever that is, and a third run has to go on', async () => {
    let points = 0;
    for (let first = 0; first < 6; first++) {
      for (const how of ['die', 'dieAfter'] as const) {
        for (let second = 0; second < 12; second++) {
          for (const how2 of HOWS) {
            const world = await published();
            await publish(request('second', SECOND), world.process({ at: first, how }), clock);
            await attempt(world, { at: second, how: how2 });
            expectNamed(world);
            await resolveOpenIntents(DATASET, world.process(), clock);
            expectSettled(world);
            points++;
          }
        }
      }
    }
    expect(points).toBe(6 * 2 * 12 * 4);
  });

  it('repairs a link that somebody changed, in every state of an earlier run, and even dying at it', async () => {
    for (let first = 0; first <= 6; first++) {
      for (let second = 0; second < 16; second++) {
        const world = await published();
        await publish(request('second', SECOND), world.process({ at: first, how: 'die' }), clock);
        world.versions.set('999', new Map([[partitionKey(A1.partition), snapshot('2001-01-01', 'by hand')]]));
        world.link = '999';
        await attempt(world, { at: second, how: 'dieAfter' });
        await resolveOpenIntents(DATASET, world.process(), clock);
        expectSettled(world);
      }
    }
  });

  async function attempt(world: World, fault: Fault): Promise<void> {
    await resolveOpenIntents(DATASET, world.process(fault), clock).catch(() => undefined);
  }

  it('reports what drifted, and that it was repaired', async () => {
    const world = await published();
    world.versions.get('1')?.delete(partitionKey(B1.partition));
    const ports = world.process();
    // The model finds the snapshot again in an older version, as the local publisher does.
    world.versions.set('0', new Map([[partitionKey(B1.partition), B1]]));
    const result = await resolveOpenIntents(DATASET, ports, clock);
    expect(result.driftRepaired).toBe(true);
    expect(result.drift?.partitions).toEqual([{ partition: B1.partition, expected: B1.sha256, seen: null }]);
    expect(result.issues).toMatchObject([
      { code: 'SLU-504', severity: 'warning', params: { what: 'day=2001-01-02 differed' } },
    ]);
    expectSettled(world);
  });

  it('says so when the right files are nowhere left', async () => {
    const world = await published();
    world.versions.get('1')?.delete(partitionKey(B1.partition));
    const result = await resolveOpenIntents(DATASET, world.process(), clock);
    expect(result).toMatchObject({ driftRepaired: false, issues: [{ code: 'SLU-505', severity: 'error' }] });
    expect(world.open).toBeNull();
  });

  it('does nothing to a lake that its ledger has never heard of', async () => {
    const world = await published();
    world.state = { dataset: DATASET, epoch: '0', projection: null, pointers: [] };
    const result = await resolveOpenIntents(DATASET, world.process(), clock);
    expect(result.issues).toMatchObject([{ code: 'SLU-506' }]);
    expect(world.link).toBe('1');
  });

  it('leaves an intent open while readers cannot be asked', async () => {
    const world = await published();
    await publish(request('second', SECOND), world.process({ at: 4, how: 'die' }), clock);
    const result = await resolveOpenIntents(DATASET, world.process({ at: 1, how: 'refuse' }), clock);
    expect(result).toMatchObject({
      closed: [],
      unknown: [{ end: 'unknown' }],
      issues: [{ code: 'SLU-503' }],
    });
    expect(world.open?.intentId).toBe('second');
  });

  it('closes forward what readers already see, with the receipts that the dead run would have written', async () => {
    const world = await published();
    await publish(request('second', SECOND), world.process({ at: 5, how: 'die' }), clock);
    const result = await resolveOpenIntents(DATASET, world.process(), clock);
    expect(result.receipts).toMatchObject([
      { intentId: 'second', runId: 'run-second', contract: { version: '1.0.0' }, snapshotId: A2.sha256 },
      {},
      {},
    ]);
    expectSettled(world);
  });
});
