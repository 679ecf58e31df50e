import type { Verdict } from '../../core/gate/verdict.ts';
import type { RunMode, RunSummary } from '../../core/publish/facts.ts';
import type { PartitionValues } from '../../core/values/partition.ts';

/**
 * What became of each partition of a run. `heldBack`: it passed, but another one of its window did not. `unchanged`:
 * the same judgement stands and readers already see the right snapshot. `kept`: published earlier, fails the contract
 * now; nothing unpublishes itself. `rolledBack`: this very judgement was published and taken back by somebody.
 * `approved`: kept out by the gate, and let in by somebody. `shadow`: judged and reported, nothing moves.
 * `notPublished`: it passed, and the publish did not come about. `adopted`: it was there before the gate, and is let
 * in whatever its judgement.
 */
export type Publication =
  | 'published'
  | 'rejected'
  | 'heldBack'
  | 'unchanged'
  | 'kept'
  | 'rolledBack'
  | 'approved'
  | 'skipped'
  | 'shadow'
  | 'adopted'
  | 'notPublished'
  | 'unknown';

/** What stayed out by a decision of the gate. */
export const isKeptOut = (publication: Publication): boolean =>
  publication === 'rejected' || publication === 'heldBack' || publication === 'kept';

export interface PartitionOutcome {
  readonly partition: PartitionValues;
  readonly publication: Publication;
  /** The run that made the decision: this one, or the earlier one whose judgement still stands. */
  readonly decidedBy: string;
  readonly snapshotId: string | null;
}

export interface RunOutcome {
  readonly runId: string;
  readonly pipeline: string;
  readonly dataset: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly mode: RunMode;
  readonly verdict: Verdict;
  readonly partitions: readonly PartitionOutcome[];
  /** How the publish of this run ended; `nothing` when no pointer had to move. */
  readonly publish: 'committed' | 'notCommitted' | 'unknown' | 'nothing';
  readonly summary: RunSummary;
  /** What somebody had changed by hand and this run repaired, in words. */
  readonly repairedDrift?: string;
}

/** Told as a run goes: `done` of `total` in the unit of the step. */
export type Progress = (event: { step: string; done: number; total: number; note?: string }) => void;
