import { describe, expect, it } from 'vitest';
import { detectDrift, isForeign, isWithin } from '../../../lib/core/publish/detect-drift.ts';
import { examine } from '../../../lib/core/publish/examine.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { describeDrift } from '../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { clock, DATASET, move, request, snapshot, World } from './world.ts';

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-02', 'b');
const C = snapshot('2001-01-03', 'c');

async function published(): Promise<World> {
  const world = new World();
  await publish(request('first', [move(null, A), move(null, B)]), world.process(), clock);
  world.calls = [];
  return world;
}

describe('an examination', () => {
  it('finds nothing where readers see what was published, and changes nothing', async () => {
    const world = await published();
    expect(await examine(DATASET, world.process())).toEqual([]);
    expect(await examine(DATASET, new World().process())).toEqual([]);
    expect(world.calls).toEqual(['openIntents', 'state', 'observe']);
  });

  it('finds a publish that nobody closed, and does not call drift what it is about to show', async () => {
    const world = await published();
    await publish(
      request('died', [move(A, null), move(null, C)]),
      world.process({ at: 4, how: 'die' }),
      clock,
    );
    expect(world.link).toBe('2');
    expect(await examine(DATASET, world.process())).toEqual([
      {
        dataset: DATASET,
        kind: 'openIntent',
        what: `run run-died began to publish 2 partitions at ${clock()}, and nobody closed it`,
      },
    ]);
  });

  it('finds what somebody changed by hand, and says where', async () => {
    const world = await published();
    world.versions.get('1')?.delete(partitionKey(B.partition));
    expect(await examine(DATASET, world.process())).toEqual([
      {
        dataset: DATASET,
        kind: 'drift',
        what: 'readers see something else than was published: day=2001-01-02 differed',
      },
    ]);
  });

  it('finds a lake that its ledger never heard of', async () => {
    const world = await published();
    world.state = { dataset: DATASET, epoch: '0', projection: null, pointers: [] };
    expect(await examine(DATASET, world.process())).toEqual([
      { dataset: DATASET, kind: 'foreign', what: 'readers see 1, and the ledger published nothing' },
    ]);
  });

  it('says so where readers cannot be asked, beside what is open', async () => {
    const world = await published();
    await publish(request('died', [move(null, C)]), world.process({ at: 3, how: 'die' }), clock);
    const found = await examine(DATASET, world.process({ at: 2, how: 'refuse' }));
    expect(found.map((f) => f.kind)).toEqual(['openIntent', 'unreadable']);
    expect(found[1]).toEqual({
      dataset: DATASET,
      kind: 'unreadable',
      what: 'what readers see could not be read: observe',
    });
    const ports = world.process();
    const publisher = { ...ports.publisher, observe: () => Promise.reject('no disk') };
    expect((await examine(DATASET, { ...ports, publisher })).at(-1)?.what).toBe(
      'what readers see could not be read: no disk',
    );
  });
});

describe('drift', () => {
  const state = (projection: string | null, ...pointed: readonly (typeof A)[]) => ({
    dataset: DATASET,
    epoch: '4',
    projection,
    pointers: pointed.map((m) => ({
      dataset: DATASET,
      partition: m.partition,
      snapshotId: m.sha256,
      epoch: '4',
      receiptId: 'r',
      manifest: m,
    })),
  });
  const seen = (projection: string | null, ...visible: readonly (typeof A)[]) => ({
    projection,
    partitions: visible.map((m) => ({ partition: m.partition, snapshotId: m.sha256 })),
  });
  const other = { ...A, sha256: 'other' };

  it('is none where both agree, in whatever order', () => {
    expect(detectDrift(state('4', A, B), seen('4', B, A))).toBeUndefined();
    expect(detectDrift(state(null), seen(null))).toBeUndefined();
  });

  it('is every partition that differs: changed, gone, or nobody published it', () => {
    expect(detectDrift(state('4', A, B), seen('4', other, C))).toEqual({
      dataset: DATASET,
      projection: { expected: '4', seen: '4' },
      partitions: [
        { partition: A.partition, expected: A.sha256, seen: 'other' },
        { partition: B.partition, expected: B.sha256, seen: null },
        { partition: C.partition, expected: null, seen: C.sha256 },
      ],
    });
  });

  it('is another projection too, although it shows the same', () => {
    expect(detectDrift(state('4', A), seen('5', A))).toEqual({
      dataset: DATASET,
      projection: { expected: '4', seen: '5' },
      partitions: [],
    });
  });

  it('is put right by moving all that differs, under the recorded projection alone', () => {
    const drift = (...args: Parameters<typeof detectDrift>) => {
      const found = detectDrift(...args);
      if (found === undefined) throw new Error('nothing drifted');
      return found;
    };
    const two = drift(state('4', A, B), seen('4', other));
    expect(isWithin(two, [A.partition, B.partition, C.partition])).toBe(true);
    expect(isWithin(two, [A.partition])).toBe(false);
    expect(isWithin(two, [])).toBe(false);
    expect(isWithin(drift(state('4', A), seen('5', other)), [A.partition])).toBe(false);
  });

  it('is a foreign ledger only where it never published and readers see something', () => {
    const empty = { ...state(null), epoch: '0' };
    expect(isForeign(empty, seen('1'))).toBe(true);
    expect(isForeign(empty, seen(null))).toBe(false);
    expect(isForeign(state('4'), seen('1'))).toBe(false);
  });

  it('is told in a sentence: the version, the first partition, and how many more', () => {
    const moved = { expected: '4', seen: '3' };
    const same = { expected: '4', seen: '4' };
    const differing = [A, B, C].map((m) => ({ partition: m.partition, expected: null, seen: null }));
    const said = (projection: { expected: string | null; seen: string | null }, count: number) =>
      describeDrift({ dataset: DATASET, projection, partitions: differing.slice(0, count) });
    expect(said(moved, 0)).toBe('it showed 3 instead of 4');
    expect(said({ expected: null, seen: '3' }, 0)).toBe('it showed 3 instead of nothing');
    expect(said({ expected: '4', seen: null }, 0)).toBe('it showed nothing instead of 4');
    expect(said(same, 1)).toBe('day=2001-01-01 differed');
    expect(said(same, 2)).toBe('day=2001-01-01 and 1 more differed');
    expect(said(moved, 3)).toBe('it showed 3 instead of 4; day=2001-01-01 and 2 more differed');
  });
});
