import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../lib/core/publish/facts.ts';
import { string } from '../../../lib/core/values/scalar.ts';
import { collect, planCollection } from '../../../lib/platform/local/collect.ts';
import { LocalWorld } from './local-world.ts';
import { DATASET } from './publish-request.ts';

let world: LocalWorld;
beforeEach(() => {
  world = new LocalWorld();
});
afterEach(() => world.close());

const D1 = { day: string('1') };
const D2 = { day: string('2') };
const plan = (keep: number) => planCollection(DATASET, { versions: keep }, world);
const ids = async (keep: number) => (await plan(keep)).items.map((i) => `${i.kind} ${i.id}`);
const run = (runId: string, at: string): Fact => ({
  kind: 'run',
  dataset: DATASET,
  partition: '',
  id: `${runId}/started`,
  time: at,
  body: {
    runId,
    pipeline: 'p',
    dataset: DATASET,
    window: { start: '', end: '' },
    state: 'started',
    mode: 'enforce',
    by: { user: 'u', commit: null, tool: 't' },
    at,
  },
});

describe('a collection', () => {
  it('lists what no pointer and no recent publish needs, and removes nothing by listing', async () => {
    await world.publish([await world.candidate(D1, 'a', 'r1'), await world.candidate(D2, 'stays', 'r1b')]);
    await world.publish([await world.candidate(D1, 'b', 'r2')]);
    await world.publish([await world.candidate(D1, 'c', 'r3')]);
    await world.candidate(D1, 'rejected', 'r4');
    // r1b is old, but what it published is still shown.
    expect(await ids(2)).toEqual(['version 1', 'run r1', 'run r4']);
    expect(await ids(3)).toEqual(['run r4']);
    expect(await ids(1)).toEqual(['version 2', 'version 1', 'run r1', 'run r2', 'run r4']);
    expect(readdirSync(join(world.root, '.sluice/runs', DATASET))).toEqual(['r1', 'r1b', 'r2', 'r3', 'r4']);
  });

  it('removes what it listed; readers, rollback to what was kept, and the next publish go on', async () => {
    await world.publish([await world.candidate(D1, 'a', 'r1'), await world.candidate(D2, 'stays', 'r1b')]);
    await world.publish([await world.candidate(D1, 'b', 'r2')]);
    await world.publish([await world.candidate(D1, 'c', 'r3')]);
    await collect(await plan(1), world.lake);
    expect(readdirSync(join(world.root, '.sluice/versions', DATASET))).toEqual(['3', '3.json']);
    expect(await ids(1)).toEqual([]);
    expect(await world.resolve()).toMatchObject({ driftRepaired: false, issues: [] });
    expect(await world.publish([await world.candidate(D1, 'd', 'r5')])).toMatchObject({ end: 'committed' });
    expect(await world.resolve()).toMatchObject({ driftRepaired: false, issues: [] });
  });

  it('keeps the folders of the newest runs, published or not', async () => {
    await world.candidate(D1, 'x', 'old');
    await world.candidate(D1, 'y', 'new');
    await world.ledger.append([
      run('old', '2001-01-01T00:00:00.000Z'),
      run('new', '2001-01-02T00:00:00.000Z'),
    ]);
    expect(await ids(1)).toEqual(['run old']);
    expect(await ids(2)).toEqual([]);
  });

  it('takes nothing while the end of a publish is not known', async () => {
    await world.candidate(D1, 'left over', 'r0');
    const one = await world.candidate(D1, 'a', 'r1');
    const observe = () => Promise.reject(new Error('cannot look'));
    const end = await world.publish([one], { publisher: { ...world.publisher, observe } });
    expect(end.end).toBe('unknown');
    const found = await plan(1);
    expect(found).toMatchObject({
      items: [],
      openIntents: [end.end === 'unknown' ? end.intent.intentId : ''],
    });
    await world.resolve();
    expect(await ids(1)).toEqual(['run r0']);
  });

  it('finds versions of which an earlier collection left only a part', async () => {
    const versions = join(world.root, '.sluice/versions', DATASET);
    mkdirSync(versions, { recursive: true });
    writeFileSync(join(versions, '7.json'), '{}');
    writeFileSync(join(versions, 'notes.txt'), 'mine');
    await collect(await plan(1), world.lake);
    expect(readdirSync(versions)).toEqual(['notes.txt']);
    expect(existsSync(join(world.root, '.sluice'))).toBe(true);
  });
});
