import { keyOf } from '../values/canonical.ts';
import { partitionKey } from '../values/partition.ts';
import type { FactOf, Intent, Move, Receipt } from './facts.ts';
import { nextEpoch } from './intent.ts';

/**
 * The receipts of an intent: one a move, a pure function of the intent but for the time, so that whoever
 * closes it writes the same ones.
 */
export function receiptsOf(intent: Intent, committedAt: string): readonly Receipt[] {
  const epoch = nextEpoch(intent.expectedEpoch);
  return intent.moves.map((move) => ({
    receiptId: receiptIdOf(intent, move),
    intentId: intent.intentId,
    runId: intent.runId,
    dataset: intent.dataset,
    partition: move.partition,
    snapshotId: move.to?.sha256 ?? null,
    previousSnapshotId: move.from,
    manifest: move.to,
    cites: move.cites,
    decision: move.decision,
    ...(move.reason === undefined ? {} : { reason: move.reason }),
    contract: intent.contract,
    epoch,
    projection: intent.projection.after,
    by: intent.by,
    committedAt,
  }));
}

/**
 * What allowed it and what became visible; with the epoch, because the same judgement may publish the same
 * snapshot again after a rollback, and that is another receipt.
 */
export function receiptIdOf(intent: Intent, move: Move): string {
  return keyOf({
    dataset: intent.dataset,
    partition: move.partition,
    cites: move.cites,
    snapshotId: move.to?.sha256 ?? null,
    epoch: nextEpoch(intent.expectedEpoch),
  });
}

export function receiptFact(receipt: Receipt): FactOf<'receipt'> {
  return {
    kind: 'receipt',
    dataset: receipt.dataset,
    partition: partitionKey(receipt.partition),
    id: receipt.receiptId,
    time: receipt.committedAt,
    body: receipt,
  };
}
