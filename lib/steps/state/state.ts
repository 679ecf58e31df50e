import type { Cost } from '../../core/gate/cost.ts';
import type { CostLine } from '../../core/gate/estimate.ts';
import type { SampleStatement } from '../../core/gate/sample.ts';
import type { PartitionVerdict, Stats } from '../../core/gate/verdict.ts';
import type { Ports, QueryRef, TableRef } from '../../core/ports.ts';
import type { FileRef, Manifest, Receipt, UnexpectedPartition } from '../../core/publish/facts.ts';
import type { Footprint } from '../../core/sql/footprint.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import type {
  MeasuringTable,
  MetricFailure,
  PartitionValuesOf,
  RanStatement,
  RunningStatement,
  ScanStats,
  WaitingStatement,
} from './measuring.ts';
import type { PartitionOutcome } from './outcome.ts';
import type { RunRequest } from './request.ts';
import type { Samples } from './samples.ts';

/** What travels between steps: a few hundred bytes. Bodies lie in the lake under `ref`. */
export interface StepState {
  readonly runId: string;
  readonly ref: string;
  /** `wait`: call the same step again later, its query is still running. */
  readonly next: 'go' | 'wait';
  readonly progress?: { readonly done: number; readonly total: number; readonly note?: string };
}

/**
 * One step: JSON in, JSON out, everything else through the ports, of which it names those it needs. Calling it twice
 * does no more than once.
 */
export type Step<P = Ports> = (state: StepState, ports: P, clock: () => string) => Promise<StepState>;

/**
 * How far a partition has come. `judged`: this very judgement is in the ledger. `measured`: every number is.
 * `refuted`: enough numbers are known to reject it. `candidate`: its files are. `new`: it has to be written.
 * `missing`: the source has no row for it.
 */
export interface PartitionState {
  readonly id: PartitionId;
  readonly asOf: string;
  readonly candidateKey: string;
  readonly judgementKey: string;
  /** Of a new one that another job wrote: its files as they were found. */
  readonly found?: readonly FileRef[];
  readonly status: 'judged' | 'measured' | 'refuted' | 'candidate' | 'new' | 'missing';
  readonly manifest?: Manifest;
  readonly columns?: readonly PhysicalColumn[];
  /** What lies in its files' columns, where footers were read and say more than the sizes. */
  readonly footprint?: Footprint;
  readonly judgedBy?: { readonly runId: string; readonly verdict: PartitionVerdict };
}

/** The bodies, by the step that writes them. */
export interface Bodies {
  readonly request: RunRequest;
  readonly prepared: {
    readonly sourceFound: boolean;
    readonly closedIntents: readonly string[];
    /** What somebody had changed by hand and this run repaired, in words. */
    readonly repairedDrift?: string;
    readonly partitions: readonly PartitionState[];
    /** Keys of partitions whose published files were damaged: the same bytes again are no news of them, and needed. */
    readonly damaged: readonly string[];
    /** Names the source and pipeline that candidates are made of. */
    readonly candidateOf: string;
    /** What an earlier run wrote of the same source for partitions that its window did not expect. */
    readonly unexpected: readonly UnexpectedPartition[];
    readonly startedAt: string;
  };
  readonly writing: {
    readonly queries: readonly QueryRef[];
    readonly source: TableRef;
    readonly sql: string;
    /** What it reads and costs at most. */
    readonly estimate?: CostLine;
    /** Once it has ended. */
    readonly ran?: RanStatement;
  };
  /** Files that another job wrote, where they were taken to. */
  readonly placed: { readonly files: readonly PlacedFile[] };
  readonly pinned: {
    readonly partitions: readonly PartitionState[];
    /** Folders that the candidate has and the window does not expect. */
    readonly unexpected: readonly UnexpectedPartition[];
  };
  readonly measuring: {
    readonly tables: readonly MeasuringTable[];
    readonly running: readonly RunningStatement[];
    /** Empty where nothing runs. */
    readonly waiting: readonly WaitingStatement[];
    readonly values: readonly PartitionValuesOf[];
    readonly failures: readonly MetricFailure[];
    readonly stats: ScanStats;
    readonly ran: readonly RanStatement[];
    /** What writing and measuring cost at most. */
    readonly estimate?: Cost;
  };
  readonly measured: {
    readonly values: readonly PartitionValuesOf[];
    readonly failures: readonly MetricFailure[];
    readonly stats: ScanStats;
    readonly cost?: Stats['cost'];
  };
  readonly judged: { readonly partitions: readonly JudgedPartition[] };
  readonly published: {
    readonly end: 'committed' | 'notCommitted' | 'unknown' | 'nothing';
    readonly why?: string;
    readonly receipts: readonly Receipt[];
    readonly partitions: readonly PartitionOutcome[];
  };
  readonly sampling: {
    readonly startedAt: string;
    readonly wanted: boolean;
    /** False where the query would go beyond the budget. */
    readonly hasRoom?: boolean;
    /** Partitions that failed. */
    readonly failed: number;
    readonly queries: readonly SamplingQuery[];
  };
  readonly sampled: Samples;
  readonly timings: readonly StepTiming[];
}

export interface StepTiming {
  readonly step: string;
  readonly elapsedMs: number;
}

export interface SamplingQuery {
  readonly query: QueryRef;
  readonly table: TableRef;
  readonly statement: SampleStatement;
  /** Which rule failed in which partition (by key). */
  readonly failed: readonly (readonly [rule: string, partition: string])[];
  readonly partitions: number;
}

export interface PlacedFile {
  readonly path: string;
  readonly partition: PartitionId;
}

export interface JudgedPartition {
  readonly verdict: PartitionVerdict;
  readonly judgementKey: string | null;
  readonly manifest: Manifest | null;
  readonly decidedBy: string;
  readonly heldBack: boolean;
}
