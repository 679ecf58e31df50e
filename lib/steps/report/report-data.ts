import type { Issue } from '../../core/contract/issue.ts';
import type { Settings } from '../../core/contract/model.ts';
import type { CheckResult, Decision, Stats } from '../../core/gate/verdict.ts';
import type { Actor, Move, RunMode, RunSummary } from '../../core/publish/facts.ts';
import type { PartitionValues } from '../../core/values/partition.ts';
import type { RanStatement } from '../state/measuring.ts';
import type { Publication } from '../state/outcome.ts';
import type { Samples } from '../state/samples.ts';
import type { StepTiming } from '../state/state.ts';

/** Everything that a report shows, as plain JSON; what must not be seen is masked already. */
export interface ReportData {
  readonly reportVersion: 1;
  readonly dataset: string;
  readonly run?: ReportedRun;
  readonly contract: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly sha256: string;
  };
  readonly policy: Settings['policy'];
  /** ISO 8601 duration of one partition. */
  readonly granularity?: string;
  readonly partitionedBy: readonly string[];
  readonly rules: readonly ReportedRule[];
  readonly partitions: readonly ReportedPartition[];
  /** Judged by earlier runs, and earlier in time, oldest first: what a plot shows before this run's partitions. */
  readonly earlier: readonly Pick<ReportedPartition, 'partition' | 'asOf' | 'decision' | 'checks'>[];
  readonly samples: Samples;
  readonly ran: readonly RanStatement[];
  readonly timings: readonly StepTiming[];
  readonly stats: Stats;
}

export interface ReportedRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly mode: RunMode;
  readonly by: Actor;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly summary?: RunSummary;
  readonly publish: 'committed' | 'notCommitted' | 'unknown' | 'nothing';
  readonly why?: string;
  readonly receipts: number;
  /** The dataset's epoch after the commit. */
  readonly epoch?: string;
  readonly repairedDrift?: string;
  readonly closedIntents: readonly string[];
}

/** A run that came to no verdict: it failed, or nobody wrote how it ended. */
export interface FailedRun {
  readonly reportVersion: 1;
  readonly runId: string;
  readonly dataset: string;
  readonly pipeline: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly mode: RunMode;
  readonly state: 'started' | 'failed';
  readonly by: Actor;
  readonly at: string;
  readonly issues: readonly Issue[];
}

export interface ReportedRule {
  readonly id: string;
  readonly kind: string;
  /** What the kind means, in one line. */
  readonly info: string;
  readonly column?: string;
  readonly severity: 'error' | 'warning';
  readonly unit?: 'rows' | 'percent';
  readonly description?: string;
  readonly dimension?: string;
  /** Single rows break it, so there may be samples. */
  readonly ofRows: boolean;
  /** What it measures is a cell of a column that must not be shown. */
  readonly masked: boolean;
}

export interface ReportedPartition {
  readonly partition: PartitionValues;
  readonly asOf: string;
  readonly decision: Decision;
  /** What became of it; of a check without a run nothing does. */
  readonly publication?: Publication;
  /** The earlier run whose judgement still stands. */
  readonly decidedBefore?: string;
  /** Somebody let it in, or took it back, after the run. */
  readonly later?: {
    readonly decision: Move['decision'];
    readonly user: string;
    readonly at: string;
    readonly reason?: string;
  };
  readonly checks: readonly CheckResult[];
}

/** One line of the index. */
export interface ListedRun {
  readonly runId: string;
  readonly dataset: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly mode: RunMode;
  readonly state: 'started' | 'finished' | 'failed';
  readonly user: string;
  readonly at: string;
  readonly summary?: RunSummary;
}
