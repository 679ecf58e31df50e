import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import type { RollbackTarget } from '../../../lib/core/publish/plan-rollback.ts';
import { prepareRollback } from '../../../lib/core/publish/rollback.ts';
import { actor, clock, DATASET, move, request, snapshot, World } from './world.ts';

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-01', 'b');
const C = snapshot('2001-01-01', 'c');
const OTHER = snapshot('2001-01-02', 'o');
const PARTITION = A.partition;

describe('a rollback', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  async function commit(
    id: string,
    ...moves: [Manifest | null, Manifest | null][]
  ): Promise<readonly string[]> {
    const end = await publish(
      request(
        id,
        moves.map(([from, to]) => move(from, to)),
      ),
      world.process(),
      clock,
    );
    if (end.end !== 'committed') throw new Error(end.why);
    return end.receipts.map((r) => r.receiptId);
  }
  interface Allowed {
    readonly loseNewer?: boolean;
    readonly withdraw?: boolean;
  }
  const prepare = (target: RollbackTarget, allowed: Allowed = {}) =>
    prepareRollback({ dataset: DATASET, target, ...allowed, intentId: 'back', by: actor }, world.process());
  async function rollBack(target: RollbackTarget, allowed: Allowed = {}) {
    const prepared = await prepare(target, allowed);
    if (!prepared.ok) throw new Error(prepared.error.map((i) => i.code).join());
    return publish(prepared.value, world.process(), clock);
  }

  it('shows the previous snapshot again, citing the receipt that published it', async () => {
    const [first] = await commit('1', [null, A]);
    await commit('2', [A, B], [null, OTHER]);
    const end = await rollBack({ to: 'previous', partition: PARTITION });
    expect(end).toMatchObject({
      end: 'committed',
      receipts: [
        {
          snapshotId: A.sha256,
          previousSnapshotId: B.sha256,
          cites: { receiptId: first },
          decision: 'rollback',
        },
      ],
    });
    expect([...world.visible().values()].sort()).toEqual([A.sha256, OTHER.sha256].sort());
  });

  it('goes forward again when it is rolled back itself', async () => {
    await commit('1', [null, A]);
    await commit('2', [A, B]);
    await rollBack({ to: 'previous', partition: PARTITION });
    await rollBack({ to: 'previous', partition: PARTITION });
    expect([...world.visible().values()]).toEqual([B.sha256]);
  });

  it('withdraws a partition that had nothing before only when told so', async () => {
    const [first] = await commit('1', [null, A]);
    const target = { to: 'previous', partition: PARTITION } as const;
    expect(await prepare(target)).toMatchObject({ ok: false, error: [{ code: 'SLU-545' }] });
    expect(world.visible().size).toBe(1);
    const end = await rollBack(target, { withdraw: true });
    expect(end).toMatchObject({ receipts: [{ snapshotId: null, cites: { receiptId: first } }] });
    expect(world.visible().size).toBe(0);
  });

  it('does not lose what was published after the named receipt, unless told', async () => {
    const [first] = await commit('1', [null, A]);
    const [second] = await commit('2', [A, B]);
    await commit('3', [B, C]);
    const target = { to: 'receipt', receiptId: first ?? '' } as const;
    expect(await prepare(target)).toMatchObject({ ok: false, error: [{ code: 'SLU-541' }] });
    expect(await prepare({ to: 'receipt', receiptId: second ?? '' })).toMatchObject({ ok: true });
    await rollBack(target, { loseNewer: true });
    expect([...world.visible().values()]).toEqual([A.sha256]);
  });

  it('takes back all that a run published, and refuses where another run came after it', async () => {
    await commit('1', [null, A]);
    await commit('2', [A, B], [null, OTHER]);
    await rollBack({ to: 'beforeRun', runId: 'run-2' }, { withdraw: true });
    expect([...world.visible().values()]).toEqual([A.sha256]);
    await commit('3', [A, C]);
    expect(await prepare({ to: 'beforeRun', runId: 'run-1' })).toMatchObject({
      ok: false,
      error: [{ code: 'SLU-541' }],
    });
    await rollBack({ to: 'beforeRun', runId: 'run-1' }, { loseNewer: true, withdraw: true });
    expect(world.visible().size).toBe(0);
  });

  it.each<[string, RollbackTarget, string]>([
    ['a partition that was never published', { to: 'previous', partition: OTHER.partition }, 'SLU-540'],
    ['a run that published nothing', { to: 'beforeRun', runId: 'nobody' }, 'SLU-540'],
    ['a receipt that does not exist', { to: 'receipt', receiptId: 'none' }, 'SLU-542'],
  ])('is refused for %s', async (_, target, code) => {
    await commit('1', [null, A]);
    expect(await prepare(target)).toMatchObject({ ok: false, error: [{ code }] });
  });

  it('takes the beginning of a receipt that no other has', async () => {
    const [first = ''] = await commit('1', [null, A]);
    const [second = ''] = await commit('2', [A, B]);
    await rollBack({ to: 'receipt', receiptId: first.slice(0, 8) });
    expect([...world.visible().values()]).toEqual([A.sha256]);
    const common = [...first].findIndex((c, i) => c !== second[i]);
    expect(await prepare({ to: 'receipt', receiptId: first.slice(0, common) })).toMatchObject({
      ok: false,
      error: [{ code: common === 0 ? 'SLU-542' : 'SLU-546' }],
    });
  });

  it('is refused for the receipt that readers see already', async () => {
    const [first] = await commit('1', [null, A]);
    expect(await prepare({ to: 'receipt', receiptId: first ?? '' })).toMatchObject({
      ok: false,
      error: [{ code: 'SLU-540' }],
    });
  });

  it('is refused when the files of the old snapshot are gone', async () => {
    await commit('1', [null, A]);
    await commit('2', [A, B]);
    const { ledger, publisher } = world.process();
    const gone = { ...publisher, missing: async (m: Manifest) => m.files.map((f) => f.path) };
    const prepared = await prepareRollback(
      { dataset: DATASET, target: { to: 'previous', partition: PARTITION }, intentId: 'back', by: actor },
      { ledger, publisher: gone },
    );
    expect(prepared).toMatchObject({
      ok: false,
      error: [{ code: 'SLU-544', params: { files: A.files[0]?.path } }],
    });
  });

  it('is refused when the ledger has no manifest of the old snapshot', async () => {
    await commit('1', [null, A]);
    await commit('2', [A, B]);
    world.facts = world.facts.filter((f) => f.kind !== 'receipt' || f.body.snapshotId !== A.sha256);
    expect(await prepare({ to: 'previous', partition: PARTITION })).toMatchObject({
      ok: false,
      error: [{ code: 'SLU-543' }],
    });
  });
});
