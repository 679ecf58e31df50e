import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../../lib/core/ports.ts';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { clock, DATASET, move, request, snapshot, World } from './world.ts';

const A1 = snapshot('2001-01-01', 'a1');
const A2 = snapshot('2001-01-01', 'a2');
const B1 = snapshot('2001-01-02', 'b1');
const B2 = snapshot('2001-01-02', 'b2');

/** A table whose partitions change one by one under a name that stays, as in a catalog. */
class Table {
  readonly shown = new Map<string, Manifest>();
  /** Of the next calls to `apply`: how many partitions each changes before it fails. */
  readonly fails: number[] = [];

  readonly publisher: Publisher = {
    name: 'table',
    refuse: async () => [],
    missing: async () => [],
    beyondRepair: async () => undefined,
    project: async () => ({ before: 'db.table', after: 'db.table' }),
    apply: async ({ moves }, { pointers }) => {
      const wanted = new Map(pointers.map((p) => [partitionKey(p.partition), p.manifest]));
      for (const m of moves) if (m.to !== null) wanted.set(partitionKey(m.partition), m.to);
      let left = this.fails.shift() ?? Number.POSITIVE_INFINITY;
      for (const [key, manifest] of wanted) {
        if (left-- <= 0) throw new Error('access denied');
        this.shown.set(key, manifest);
      }
    },
    observe: async () => ({
      projection: 'db.table',
      partitions: [...this.shown.values()].map((m) => ({ partition: m.partition, snapshotId: m.sha256 })),
    }),
  };
}

async function published(): Promise<{ table: Table; world: World; ports: ReturnType<World['process']> }> {
  const [table, world] = [new Table(), new World()];
  const ports = { ...world.process(), publisher: table.publisher };
  const end = await publish(request('first', [move(null, A1), move(null, B1)]), ports, clock);
  expect(end.end).toBe('committed');
  return { table, world, ports };
}
const SECOND = request('second', [move(A1, A2), move(B1, B2)]);

const snapshotsOf = ({ shown }: Table): readonly string[] => [...shown.values()].map((m) => m.sha256);
const intents = ({ facts }: World): readonly string[] =>
  facts.filter((f) => f.kind === 'intent').map((f) => f.id);

describe('a table whose name stays the same', () => {
  it('whose partition cannot be shown again by moving anything is left as it is, without an intent', async () => {
    const { table, world, ports } = await published();
    table.shown.set(partitionKey(A1.partition), A2);
    const asked: unknown[] = [];
    const publisher: Publisher = {
      ...table.publisher,
      beyondRepair: async (state) => {
        asked.push(state);
        return 'a file lies in its folder that was not judged';
      },
    };
    const [epoch, before] = [world.state.epoch, intents(world)];
    for (let i = 0; i < 2; i++) {
      const result = await resolveOpenIntents(DATASET, { ...ports, publisher }, clock);
      expect(result).toMatchObject({
        driftRepaired: false,
        drift: { partitions: [{ expected: A1.sha256 }] },
      });
      expect(result.issues).toMatchObject([
        { code: 'SLU-505', params: { why: 'a file lies in its folder that was not judged' } },
      ]);
    }
    expect(asked).toEqual([world.state, world.state]);
    expect(intents(world)).toEqual(before);
    expect(world.state.epoch).toBe(epoch);
    // and once something can be moved, it is
    expect(await resolveOpenIntents(DATASET, ports, clock)).toMatchObject({ driftRepaired: true });
  });

  it('shows the pointers again after a publish that changed a part of it', async () => {
    const { table, world, ports } = await published();
    table.fails.push(1);
    const end = await publish(SECOND, ports, clock);
    expect(end).toMatchObject({ end: 'notCommitted', cause: new Error('access denied') });
    expect(snapshotsOf(table)).toEqual([A1.sha256, B1.sha256]);
    expect(intents(world).slice(-2)).toEqual(['second/undo/open', 'second/undo/committed']);
  });

  it('does not call it undone where the undoing failed as well, and the next run repairs it', async () => {
    const { table, world, ports } = await published();
    table.fails.push(1, 0);
    const end = await publish(SECOND, ports, clock);
    expect(end).toMatchObject({ end: 'notCommitted', cause: new Error('access denied') });
    expect(snapshotsOf(table)).toEqual([A2.sha256, B1.sha256]);
    expect(intents(world).slice(-2)).toEqual(['second/undo/open', 'second/undo/abandoned']);
    const next = await resolveOpenIntents(DATASET, ports, clock);
    expect(next).toMatchObject({ driftRepaired: true, issues: [{ code: 'SLU-504' }] });
    expect(snapshotsOf(table)).toEqual([A1.sha256, B1.sha256]);
  });

  it('says why a repair failed', async () => {
    const { table, ports } = await published();
    table.shown.set(partitionKey(A1.partition), A2);
    table.fails.push(0);
    const result = await resolveOpenIntents(DATASET, ports, clock);
    const why = 'the projection could not be changed: access denied';
    expect(result).toMatchObject({ driftRepaired: false, issues: [{ code: 'SLU-505', params: { why } }] });
  });

  it('closes a repair that died before it changed anything as one that did not happen', async () => {
    const { table, world, ports } = await published();
    table.shown.set(partitionKey(A1.partition), A2);
    // the fourth call of its ledger opens the intent
    const died = { ...world.process({ at: 3, how: 'dieAfter' }), publisher: table.publisher };
    await resolveOpenIntents(DATASET, died, clock);
    const id = world.open?.intentId ?? 'none';
    const result = await resolveOpenIntents(DATASET, ports, clock);
    expect(result.closed).toEqual([id]);
    expect(intents(world)).toContain(`${id}/abandoned`);
    expect(result).toMatchObject({ driftRepaired: true });
    expect(snapshotsOf(table)).toEqual([A1.sha256, B1.sha256]);
  });
});
