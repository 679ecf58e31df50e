import { describe, expect, it } from 'vitest';
import type { Ports } from '../../../lib/core/ports.ts';
import { prepareApproval } from '../../../lib/core/publish/approve.ts';
import type { Judgement, Manifest } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { actor, clock, DATASET, move, request, snapshot, World } from './world.ts';

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-01', 'b');
const file = (path: string, etag: string) => ({ path, etag, sizeBytes: 1, rows: '1' });
const TWO: Manifest = { ...B, sha256: 'two', files: [file('x', '1'), file('y', '2')] };

const judgement: Judgement = {
  judgementKey: 'judged',
  candidateKey: 'candidate',
  manifestSha256: B.sha256,
  runId: 'run-9',
  contract: { id: 'c', version: '1.0.0', sha256: 'f' },
  verdict: { partition: B.partition, asOf: '', decision: 'reject', checks: [] },
  judgedAt: clock(),
};

describe('an approval', () => {
  const lakeOf = (...files: readonly (readonly [string, string])[]): Ports['lake'] =>
    ({
      pin: async (paths: readonly string[]) =>
        files.filter(([path]) => paths.includes(path)).map(([path, etag]) => ({ path, etag, sizeBytes: 1 })),
    }) as unknown as Ports['lake'];

  function approve(world: World, manifest: Manifest | undefined, lake: Ports['lake']) {
    const { ledger } = world.process();
    const asked = { dataset: DATASET, judgement, manifest, reason: 'known outage', intentId: 'i', by: actor };
    return prepareApproval(asked, { ledger, lake });
  }

  const refusal = (why: string) => ({
    ok: false,
    error: [
      { code: 'SLU-550', severity: 'error', params: { dataset: DATASET, partition: 'day=2001-01-01', why } },
    ],
  });

  it('publishes exactly the files that were judged, citing the judgement, with who and why', async () => {
    const world = new World();
    expect(await approve(world, TWO, lakeOf(['x', '1'], ['y', '2'], ['z', '3']))).toEqual({
      ok: true,
      value: {
        intentId: 'i',
        runId: 'run-9',
        dataset: DATASET,
        moves: [
          {
            partition: B.partition,
            from: null,
            to: TWO,
            cites: { judgementKey: 'judged' },
            decision: 'approve',
            reason: 'known outage',
          },
        ],
        contract: { id: 'c', version: '1.0.0', sha256: 'f' },
        by: actor,
      },
    });
  });

  it('starts from what readers see now, and carries its reason into the receipt', async () => {
    const world = new World();
    await publish(request('first', [move(null, A)]), world.process(), clock);
    const prepared = await approve(world, TWO, lakeOf(['x', '1'], ['y', '2']));
    if (!prepared.ok) throw new Error('refused');
    expect(prepared.value.moves[0]?.from).toBe(A.sha256);
    const end = await publish(prepared.value, world.process(), clock);
    expect(end).toMatchObject({
      end: 'committed',
      receipts: [
        { decision: 'approve', reason: 'known outage', previousSnapshotId: A.sha256, snapshotId: 'two' },
      ],
    });
  });

  it('is refused where there is nothing to show', async () => {
    expect(await approve(new World(), undefined, lakeOf())).toEqual(refusal('it has no files'));
    expect(await approve(new World(), { ...B, files: [] }, lakeOf())).toEqual(refusal('it has no files'));
  });

  it('is refused for what readers see already', async () => {
    const world = new World();
    await publish(request('first', [move(null, A)]), world.process(), clock);
    expect(await approve(world, A, lakeOf([A.files[0]?.path ?? '', 'a']))).toEqual(
      refusal('readers see it already'),
    );
  });

  it('is refused where a file is gone or not the one that was judged, and names it', async () => {
    const changed = (names: string) => refusal(`its files are not those that were judged (${names})`);
    expect(await approve(new World(), TWO, lakeOf(['x', '1'], ['y', 'other']))).toEqual(changed('y'));
    expect(await approve(new World(), TWO, lakeOf(['y', '2']))).toEqual(changed('x'));
    expect(await approve(new World(), TWO, lakeOf())).toEqual(changed('x, y'));
  });
});
