import { type Issue, issue } from '../contract/issue.ts';
import { type PartitionValues, partitionKey, partitionLabel } from '../values/partition.ts';
import { fail, ok, type Result } from '../values/result.ts';
import type { DatasetState, Manifest, Move, Receipt } from './facts.ts';

/**
 * `previous`: what the partition showed before its current snapshot. `receipt`: what that receipt made visible.
 * `beforeRun`: every partition that the run moved, to what it showed before the run.
 */
export type RollbackTarget =
  | { readonly to: 'previous'; readonly partition: PartitionValues }
  /** The whole id, or as much of it as no other receipt begins with. */
  | { readonly to: 'receipt'; readonly receiptId: string }
  | { readonly to: 'beforeRun'; readonly runId: string };

export interface RollbackRequest {
  readonly state: DatasetState;
  /** All receipts of the dataset, in any order. */
  readonly receipts: readonly Receipt[];
  readonly target: RollbackTarget;
  /** Go back over snapshots that were published after the one that is given up as well. */
  readonly loseNewer?: boolean;
  /** Take a partition that had nothing before out of what readers see. */
  readonly withdraw?: boolean;
}

/** The moves of a rollback, every one citing an older receipt; or every reason against it. */
export function planRollback(request: RollbackRequest): Result<readonly Move[], readonly Issue[]> {
  const { state, target } = request;
  const { dataset } = state;
  const newestFirst = [...request.receipts].sort((a, b) => Number(BigInt(b.epoch) - BigInt(a.epoch)));
  const several = ambiguous(target, newestFirst);
  if (several !== undefined) return fail([several]);
  const steps = stepsTo(target, newestFirst);
  if (steps.length === 0) return fail([nothingToUndo(dataset, target)]);
  const planned = steps.map((step) => planMove(step, newestFirst, request));
  const issues = planned.flatMap((p) => (p.ok ? [] : p.error));
  if (issues.length > 0) return fail(issues);
  const moves = planned.flatMap((p) => (p.ok && p.value !== undefined ? [p.value] : []));
  return moves.length === 0
    ? fail([issue('SLU-540', { dataset, what: 'readers see it already' })])
    : ok(moves);
}

/** Of one partition: the receipt whose work is undone (and everything after it), or the one that is returned to. */
interface Step {
  readonly partition: PartitionValues;
  readonly snapshotId: string | null;
  /** Receipts of the partition, newest first, that the rollback goes back over. */
  readonly over: readonly Receipt[];
}

function stepsTo(target: RollbackTarget, newestFirst: readonly Receipt[]): readonly Step[] {
  if (target.to === 'previous') {
    const [current] = of(target.partition, newestFirst);
    return current ? [before(current, newestFirst)] : [];
  }
  if (target.to === 'receipt') {
    const [receipt] = begunBy(target.receiptId, newestFirst);
    if (!receipt) return [];
    const { partition, snapshotId } = receipt;
    return [{ partition, snapshotId, over: after(receipt, newestFirst) }];
  }
  const ofRun = newestFirst.filter((r) => r.runId === target.runId);
  const oldest = new Map(ofRun.map((r) => [partitionKey(r.partition), r]));
  return [...oldest.values()].map((r) => before(r, newestFirst));
}

const begunBy = (prefix: string, receipts: readonly Receipt[]): readonly Receipt[] =>
  prefix === '' ? [] : receipts.filter((r) => r.receiptId.startsWith(prefix));

function ambiguous(target: RollbackTarget, receipts: readonly Receipt[]): Issue | undefined {
  if (target.to !== 'receipt') return undefined;
  const found = begunBy(target.receiptId, receipts);
  if (found.length < 2) return undefined;
  const ids = found.map((r) => r.receiptId.slice(0, target.receiptId.length + 8)).join(', ');
  return issue('SLU-546', { what: 'receipts', prefix: target.receiptId, ids });
}

function before(receipt: Receipt, newestFirst: readonly Receipt[]): Step {
  const { partition, previousSnapshotId } = receipt;
  return { partition, snapshotId: previousSnapshotId, over: [...after(receipt, newestFirst), receipt] };
}

const of = (partition: PartitionValues, receipts: readonly Receipt[]): readonly Receipt[] =>
  receipts.filter((r) => partitionKey(r.partition) === partitionKey(partition));

const after = (receipt: Receipt, newestFirst: readonly Receipt[]): readonly Receipt[] =>
  of(receipt.partition, newestFirst).filter((r) => BigInt(r.epoch) > BigInt(receipt.epoch));

function planMove(
  { partition, snapshotId, over }: Step,
  newestFirst: readonly Receipt[],
  { state, loseNewer, withdraw, target }: RollbackRequest,
): Result<Move | undefined, readonly Issue[]> {
  const { dataset } = state;
  const label = partitionLabel(partition);
  const current = state.pointers.find((p) => partitionKey(p.partition) === partitionKey(partition));
  const from = current?.snapshotId ?? null;
  if (from === snapshotId) return ok(undefined);
  const lost = target.to === 'beforeRun' ? over.filter((r) => r.runId !== target.runId) : over.slice(1);
  if (lost.length > 0 && !loseNewer) {
    const receipts = lost.map((r) => `${r.receiptId.slice(0, 12)} (${r.committedAt})`).join(', ');
    return fail([issue('SLU-541', { dataset, partition: label, receipts })]);
  }
  if (snapshotId === null && !withdraw) return fail([issue('SLU-545', { dataset, partition: label })]);
  const cited = citedBy(snapshotId, of(partition, newestFirst), over);
  if (cited === undefined)
    return fail([issue('SLU-543', { dataset, partition: label, snapshot: snapshotId ?? '' })]);
  const move = {
    partition,
    from,
    cites: { receiptId: cited.receipt.receiptId },
    decision: 'rollback' as const,
  };
  return ok({ ...move, to: cited.manifest });
}

/** The receipt that published the older snapshot; where nothing was visible before, the one that is undone. */
function citedBy(
  snapshotId: string | null,
  newestFirst: readonly Receipt[],
  over: readonly Receipt[],
): { readonly receipt: Receipt; readonly manifest: Manifest | null } | undefined {
  if (snapshotId === null) {
    const undone = over.at(-1) ?? newestFirst[0];
    return undone && { receipt: undone, manifest: null };
  }
  const receipt = newestFirst.find((r) => r.snapshotId === snapshotId && r.manifest !== null);
  return receipt && { receipt, manifest: receipt.manifest };
}

function nothingToUndo(dataset: string, target: RollbackTarget): Issue {
  if (target.to === 'receipt') return issue('SLU-542', { dataset, receipt: target.receiptId });
  const what =
    target.to === 'previous'
      ? `${partitionLabel(target.partition)} was never published`
      : `run ${target.runId} published nothing`;
  return issue('SLU-540', { dataset, what });
}
