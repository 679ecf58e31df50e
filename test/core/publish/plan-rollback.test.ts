import { describe, expect, it } from 'vitest';
import type { Manifest, Receipt } from '../../../lib/core/publish/facts.ts';
import { publish } from '../../../lib/core/publish/law.ts';
import { planRollback, type RollbackRequest } from '../../../lib/core/publish/plan-rollback.ts';
import { prepareRollback } from '../../../lib/core/publish/rollback.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { actor, clock, DATASET, move, request, snapshot, World } from './world.ts';

const A = snapshot('2001-01-01', 'a');
const B = snapshot('2001-01-01', 'b');
const C = snapshot('2001-01-01', 'c');
const X = snapshot('2001-01-02', 'x');
const Y = snapshot('2001-01-02', 'y');

/** The receipt of one move: `r<epoch>` of run `run-<epoch>`, unless named otherwise. */
function receipt(
  epoch: number,
  from: Manifest | null,
  to: Manifest | null,
  more: Partial<Receipt> = {},
): Receipt {
  return {
    receiptId: `${epoch}`.repeat(20),
    intentId: `i${epoch}`,
    runId: `run-${epoch}`,
    dataset: DATASET,
    partition: (to ?? from)?.partition ?? {},
    snapshotId: to?.sha256 ?? null,
    previousSnapshotId: from?.sha256 ?? null,
    manifest: to,
    cites: { judgementKey: 'j' },
    decision: 'publish',
    contract: null,
    epoch: String(epoch),
    projection: String(epoch),
    by: actor,
    committedAt: `at ${epoch}`,
    ...more,
  };
}

function plan(
  receipts: readonly Receipt[],
  target: RollbackRequest['target'],
  more: Partial<RollbackRequest> = {},
) {
  const current = new Map<string, Receipt>();
  for (const r of receipts.toSorted((a, b) => Number(a.epoch) - Number(b.epoch)))
    current.set(partitionKey(r.partition), r);
  const pointers = [...current.values()].flatMap(
    ({ dataset, partition, snapshotId, epoch, receiptId, manifest }) =>
      snapshotId === null || manifest === null
        ? []
        : [{ dataset, partition, snapshotId, epoch, receiptId, manifest }],
  );
  const state = { dataset: DATASET, epoch: '99', projection: '99', pointers };
  return planRollback({ state, receipts, target, ...more });
}

const moved = (from: Manifest | null, to: Manifest | null, epoch: number) => ({
  partition: (to ?? from)?.partition,
  from: from?.sha256 ?? null,
  to,
  cites: { receiptId: `${epoch}`.repeat(20) },
  decision: 'rollback',
});
const refused = (code: string, params: Readonly<Record<string, string>>) => ({
  ok: false,
  error: [{ code, severity: 'error', params: { dataset: DATASET, ...params } }],
});
const PREVIOUS = { to: 'previous', partition: A.partition } as const;
const DAY = 'day=2001-01-01';
const THREE = [receipt(2, A, B), receipt(1, null, A), receipt(3, B, C), receipt(4, null, X)];

describe('a rollback to what was before', () => {
  it('cites the newest receipt that published the older snapshot, whatever the order of receipts', () => {
    expect(plan(THREE, PREVIOUS)).toEqual({ ok: true, value: [moved(C, B, 2)] });
    const again = [...THREE.slice(0, 2), receipt(3, B, A), receipt(10, A, C)];
    expect(plan(again, PREVIOUS)).toEqual({ ok: true, value: [moved(C, A, 3)] });
  });

  it('of what had nothing before takes it out of sight only when told, citing what is undone', () => {
    const first = [receipt(1, null, A)];
    expect(plan(first, PREVIOUS)).toEqual(refused('SLU-545', { partition: DAY }));
    expect(plan(first, PREVIOUS, { withdraw: true })).toEqual({ ok: true, value: [moved(A, null, 1)] });
  });

  it('of what was never published is refused', () => {
    expect(plan([receipt(1, null, X)], PREVIOUS)).toEqual(
      refused('SLU-540', { what: `${DAY} was never published` }),
    );
  });

  it('of what was taken away shows it again', () => {
    expect(plan([receipt(1, null, A), receipt(2, A, null)], PREVIOUS)).toEqual({
      ok: true,
      value: [moved(null, A, 1)],
    });
  });

  it('is refused where no receipt has the manifest of the older snapshot', () => {
    const gone = refused('SLU-543', { partition: DAY, snapshot: A.sha256 });
    expect(plan([receipt(2, A, B)], PREVIOUS)).toEqual(gone);
    expect(plan([receipt(1, null, A, { manifest: null }), receipt(2, A, B)], PREVIOUS)).toEqual(gone);
    const elsewhere = receipt(1, null, A, { partition: X.partition });
    expect(plan([elsewhere, receipt(2, A, B)], PREVIOUS)).toEqual(gone);
  });
});

describe('a rollback to a receipt', () => {
  const to = (receiptId: string) => ({ to: 'receipt', receiptId }) as const;

  it('names what it would lose, newest first, and loses it only when told', () => {
    expect(plan(THREE, to('2222'))).toEqual({ ok: true, value: [moved(C, B, 2)] });
    const four = [...THREE, receipt(5, C, A, { receiptId: '5'.repeat(20) })];
    expect(plan(four, to('2222'))).toEqual(
      refused('SLU-541', { partition: DAY, receipts: '333333333333 (at 3)' }),
    );
    const five = [...four, receipt(6, A, C)];
    expect(plan(five, to('2222'))).toEqual(
      refused('SLU-541', { partition: DAY, receipts: '555555555555 (at 5), 333333333333 (at 3)' }),
    );
    expect(plan(five, to('2222'), { loseNewer: true })).toEqual({ ok: true, value: [moved(C, B, 2)] });
  });

  it('is refused where the beginning of its id is that of several, or of none', () => {
    const twins = [
      receipt(1, null, A, { receiptId: 'abcdef0123456789ffff' }),
      receipt(2, A, B, { receiptId: 'abcxyz0123456789ffff' }),
    ];
    expect(plan(twins, to('abc'))).toEqual({
      ok: false,
      error: [
        {
          code: 'SLU-546',
          severity: 'error',
          params: { what: 'receipts', prefix: 'abc', ids: 'abcxyz01234, abcdef01234' },
        },
      ],
    });
    expect(plan(twins, to('abcd'))).toEqual({
      ok: true,
      value: [{ ...moved(B, A, 1), cites: { receiptId: 'abcdef0123456789ffff' } }],
    });
    expect(plan(twins, to('bc'))).toEqual(refused('SLU-542', { receipt: 'bc' }));
    expect(plan(twins, to(''))).toEqual(refused('SLU-542', { receipt: '' }));
  });

  it('is refused where readers see it already', () => {
    expect(plan(THREE, to('333'))).toEqual(refused('SLU-540', { what: 'readers see it already' }));
  });

  it('that took a partition away takes it away again only when told', () => {
    const away = [receipt(1, null, A), receipt(2, A, null), receipt(3, null, B)];
    expect(plan(away, to('2222'))).toEqual(refused('SLU-545', { partition: DAY }));
    expect(plan(away, to('2222'), { withdraw: true })).toEqual({ ok: true, value: [moved(B, null, 3)] });
  });
});

describe('a rollback of a run', () => {
  const run = (runId: string) => ({ to: 'beforeRun', runId }) as const;

  it('takes every partition that it moved to what it was before the first of its moves', () => {
    const receipts = [
      receipt(1, null, A),
      receipt(2, A, B, { runId: 'bad' }),
      receipt(3, B, C, { runId: 'bad' }),
      receipt(4, null, X),
      receipt(5, X, Y, { runId: 'bad' }),
    ];
    const planned = plan(receipts, run('bad'));
    if (!planned.ok) throw new Error('refused');
    expect(planned.value).toHaveLength(2);
    expect(planned.value).toEqual(expect.arrayContaining([moved(C, A, 1), moved(Y, X, 4)]));
  });

  it('loses what others published later only when told, and names that alone', () => {
    const receipts = [receipt(1, null, A), receipt(2, A, B, { runId: 'bad' }), receipt(3, B, C)];
    expect(plan(receipts, run('bad'))).toEqual(
      refused('SLU-541', { partition: DAY, receipts: '333333333333 (at 3)' }),
    );
    expect(plan(receipts, run('bad'), { loseNewer: true })).toEqual({ ok: true, value: [moved(C, A, 1)] });
  });

  it('withdraws what the run published first, citing the receipt that it undoes', () => {
    const receipts = [receipt(1, null, A, { runId: 'bad' }), receipt(2, A, B), receipt(3, B, C)];
    const allowed = { loseNewer: true, withdraw: true };
    expect(plan(receipts, run('bad'), allowed)).toEqual({ ok: true, value: [moved(C, null, 1)] });
  });

  it('gives every reason against it at once', () => {
    const receipts = [
      receipt(1, null, A, { runId: 'bad' }),
      receipt(2, null, X, { runId: 'bad' }),
      receipt(3, X, Y),
    ];
    const planned = plan(receipts, run('bad'));
    expect(planned.ok ? [] : planned.error.map((i) => i.code).sort()).toEqual(['SLU-541', 'SLU-545']);
  });

  it('leaves out partitions that are as they were, and is refused where all of them are', () => {
    const back = [receipt(1, null, A), receipt(2, A, B, { runId: 'bad' }), receipt(3, B, A)];
    const allowed = { loseNewer: true };
    expect(plan(back, run('bad'), allowed)).toEqual(refused('SLU-540', { what: 'readers see it already' }));
    const and = [...back, receipt(4, null, X), receipt(5, X, Y, { runId: 'bad' })];
    expect(plan(and, run('bad'), allowed)).toEqual({ ok: true, value: [moved(Y, X, 4)] });
  });

  it('that published nothing is refused', () => {
    expect(plan(THREE, run('nobody'))).toEqual(refused('SLU-540', { what: 'run nobody published nothing' }));
  });
});

describe('a rollback that is carried out', () => {
  const wanted = { dataset: DATASET, target: PREVIOUS, intentId: 'back', by: actor };

  it('asks for the old files of what it shows, names all that are gone, and asks for none of what it takes away', async () => {
    const world = new World();
    await publish(request('1', [move(null, A)]), world.process(), clock);
    const { ledger, publisher } = world.process();
    const asked: (Manifest | null)[] = [];
    const gone = {
      ...publisher,
      missing: async (m: Manifest) => {
        asked.push(m);
        return ['x', 'y'];
      },
    };
    const withdrawn = await prepareRollback({ ...wanted, withdraw: true }, { ledger, publisher: gone });
    expect(withdrawn).toMatchObject({ ok: true, value: { moves: [{ to: null }] } });
    expect(asked).toEqual([]);
    await publish(request('2', [move(A, B)]), world.process(), clock);
    expect(await prepareRollback(wanted, { ledger, publisher: gone })).toEqual(
      refused('SLU-544', { partition: DAY, files: 'x, y' }),
    );
    expect(asked).toEqual([A]);
  });
});
