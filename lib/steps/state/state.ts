import type { Contract } from '../../core/contract/model.ts';
import type { Statement } from '../../core/gate/compile.ts';
import type { SampleStatement } from '../../core/gate/sample.ts';
import type { PartitionVerdict } from '../../core/gate/verdict.ts';
import type { Take } from '../../core/pipeline/location.ts';
import type { Ports, QueryRef, TableRef } from '../../core/ports.ts';
import type { FileRef, Manifest, Receipt, RunMode, UnexpectedPartition } from '../../core/publish/facts.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import type { PartitionOutcome } from './outcome.ts';
import type { Samples } from './samples.ts';
import type { PlannedSource } from './source.ts';

/** Everything that a run needs to know from files under version control, resolved before it starts. */
export interface RunRequest {
  readonly runId: string;
  readonly pipeline: { readonly name: string };
  readonly candidate: QueriedCandidate | PlacedCandidate;
  readonly contract: Contract;
  /** Name of the `schema[]` element, and the dataset's id `<domain>/<name>`. */
  readonly schemaName: string;
  readonly dataset: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly mode: RunMode;
  /** Every rule is evaluated, also of a partition that footers alone reject. */
  readonly everyRule: boolean;
  /** False: no failing rows are looked for. */
  readonly samples?: boolean;
  readonly partitions: readonly RequestedPartition[];
}

/** One expected partition: its span of time, and the instant as of which it is judged (ISO 8601 UTC). */
export interface RequestedPartition {
  readonly id: PartitionId;
  readonly start: string;
  readonly end: string;
  readonly asOf: string;
  /** Where another job writes it. */
  readonly place?: string;
}

/** Candidates that this run writes by a query over a source. */
export interface QueriedCandidate {
  readonly by: 'query';
  readonly sql: string;
  /** The engine that the SQL is written for, where the pipeline names one. */
  readonly engine?: string;
  readonly source: PlannedSource;
}

/** Candidates that another job wrote: each partition has its `place`. */
export interface PlacedCandidate {
  readonly by: 'location';
  /** As the pipeline has it, placeholders and all. */
  readonly location: string;
  readonly take: Take;
  /** A file without which a place counts as empty: its writer has not ended. */
  readonly marker?: string;
}

/** What travels between steps: a few hundred bytes. Bodies lie in the lake under `ref`. */
export interface StepState {
  readonly runId: string;
  readonly ref: string;
  /** `wait`: call the same step again later, its query is still running. */
  readonly next: 'go' | 'wait';
  readonly progress?: { readonly done: number; readonly total: number; readonly note?: string };
}

/** One step: JSON in, JSON out, everything else through the ports. Calling it twice does no more than once. */
export type Step = (state: StepState, ports: Ports, clock: () => string) => Promise<StepState>;

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
    readonly values: readonly PartitionValuesOf[];
    readonly failures: readonly MetricFailure[];
    readonly stats: ScanStats;
    readonly ran: readonly RanStatement[];
  };
  readonly measured: {
    readonly values: readonly PartitionValuesOf[];
    readonly failures: readonly MetricFailure[];
    readonly stats: ScanStats;
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

/** A statement that was sent, for whoever asks later what ran and what it read. */
export interface RanStatement {
  readonly kind: 'write' | 'fused' | 'opaque' | 'sample';
  readonly sql: string;
  /** The one partition that it looked at, where it is one of many alike. */
  readonly partition?: PartitionId;
  readonly rowsScanned: string;
  readonly bytesScanned: string;
  /** In the engine's words. */
  readonly failed?: string;
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

/** A metric whose own SQL failed in one partition (by key), in the engine's words. */
export interface MetricFailure {
  readonly metric: string;
  readonly partition: string;
  readonly message: string;
}

export interface MeasuringTable {
  readonly table: TableRef;
  readonly partitions: readonly PartitionId[];
  readonly columns: readonly PhysicalColumn[];
  /** Ids of metrics that are known of all its partitions: nobody asks for them. */
  readonly known?: readonly string[];
}

export interface RunningStatement {
  readonly statement: Statement;
  readonly query: QueryRef;
  readonly table: TableRef;
}

/** Numbers of one partition, by metric id. */
export interface PartitionValuesOf {
  readonly key: string;
  readonly values: Readonly<Record<string, Scalar>>;
  /** Ids of those that footers proved. */
  readonly proven?: readonly string[];
}

export interface ScanStats {
  readonly queries: number;
  readonly scans: number;
  readonly rowsScanned: string;
  readonly bytesScanned: string;
}

export interface JudgedPartition {
  readonly verdict: PartitionVerdict;
  readonly judgementKey: string | null;
  readonly manifest: Manifest | null;
  readonly decidedBy: string;
  readonly heldBack: boolean;
}
