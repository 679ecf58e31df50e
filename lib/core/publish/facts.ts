import type { Issue } from '../contract/issue.ts';
import type { PartitionVerdict } from '../gate/verdict.ts';
import type { Decided } from '../notify/decided.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import type { PartitionValues } from '../values/partition.ts';
import type { Scalar } from '../values/scalar.ts';

/** A data file pinned by content: `etag` is the content's SHA-256 locally, the ETag on S3. Paths are relative to the lake's root. */
export interface FileRef {
  readonly path: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/**
 * A candidate's files, pinned after the writing query has ended. `sha256` is the snapshot's identity: the
 * canonical JSON of dataset, partition and files; run and attempt say who wrote it and are not part of it.
 */
export interface Manifest {
  readonly manifestVersion: 1;
  readonly runId: string;
  readonly attempt: number;
  readonly dataset: string;
  readonly partition: PartitionValues;
  readonly files: readonly (FileRef & { readonly rows: string })[];
  readonly sha256: string;
  /**
   * Absent where the files are this gate's own. `linked`: another job's files under names of ours; `inPlace`: judged
   * where they lie. Either way, who changes those files in place changes what readers see, until a run finds it.
   */
  readonly custody?: 'linked' | 'inPlace';
}

/** The pointer: which snapshot readers of a partition should see, and the epoch at which it last moved. */
export interface Pointer {
  readonly dataset: string;
  readonly partition: PartitionValues;
  readonly snapshotId: string;
  readonly epoch: string;
  readonly receiptId: string;
  /** Its files: what a publisher carries over when other partitions move, and what it shows again after drift. */
  readonly manifest: Manifest;
}

/** The dataset's own row: every commit and every abandoned intent raises its epoch by one. */
export interface DatasetState {
  readonly dataset: string;
  readonly epoch: string;
  /** What the projection showed after the last commit (locally the version's number), for finding drift. */
  readonly projection: string | null;
  readonly pointers: readonly Pointer[];
}

/** One partition's move: from the snapshot that was expected to be current, to the next (null: none). */
export interface Move {
  readonly partition: PartitionValues;
  readonly from: string | null;
  readonly to: Manifest | null;
  /** The judgement that allows it, or the receipt that a rollback cites. */
  readonly cites: { readonly judgementKey: string } | { readonly receiptId: string };
  readonly decision: 'publish' | 'publishWithFailures' | 'rollback' | 'approve' | 'adopt';
  /** Why somebody overruled the gate. */
  readonly reason?: string;
}

/** What is about to become visible. Open until committed or abandoned; at most one open per dataset. */
export interface Intent {
  readonly intentId: string;
  readonly runId: string;
  readonly dataset: string;
  readonly publisher: string;
  readonly moves: readonly Move[];
  /** Opened against this epoch; the commit makes it epoch + 1. */
  readonly expectedEpoch: string;
  /** What the projection showed before, and will show after `apply` (locally: versions). */
  readonly projection: { readonly before: string | null; readonly after: string };
  /** The contract that allowed it, so that whoever closes the intent can write its receipts; null for a rollback or a repair. */
  readonly contract: Receipt['contract'];
  readonly by: Actor;
  readonly openedAt: string;
}

/** Who acts: user, host and the git commit of the contracts, for the receipt. */
export interface Actor {
  readonly user: string;
  readonly commit: string | null;
  readonly tool: string;
}

/** What became visible: one per partition and commit. */
export interface Receipt {
  readonly receiptId: string;
  readonly intentId: string;
  readonly runId: string;
  readonly dataset: string;
  readonly partition: PartitionValues;
  readonly snapshotId: string | null;
  readonly previousSnapshotId: string | null;
  readonly manifest: Manifest | null;
  readonly cites: Move['cites'];
  readonly decision: Move['decision'];
  readonly reason?: string;
  readonly contract: { readonly id: string; readonly version: string; readonly sha256: string } | null;
  readonly epoch: string;
  readonly projection: string;
  readonly by: Actor;
  readonly committedAt: string;
}

export interface Judgement {
  readonly judgementKey: string;
  readonly candidateKey: string;
  readonly manifestSha256: string;
  readonly runId: string;
  readonly contract: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly verdict: PartitionVerdict;
  readonly judgedAt: string;
}

/** All numbers known of one manifest on one engine: metric id → value. */
export interface MetricItem {
  readonly manifestSha256: string;
  readonly engine: string;
  readonly values: Readonly<Record<string, Scalar>>;
  readonly measuredAt: string;
}

/** Rows that a run wrote for partitions which its window does not expect: they stay out, and are not forgotten. */
export interface UnexpectedRows {
  readonly runId: string;
  /** The source and pipeline they came from, and the span of time that was written (ISO 8601 UTC). */
  readonly candidateOf: string;
  readonly start: string;
  readonly end: string;
  readonly partitions: readonly UnexpectedPartition[];
}

export interface UnexpectedPartition {
  readonly values: Readonly<Record<string, string | null>>;
  readonly rows: string;
}

/** `shadow`: judge and report, publish nothing. `adopt`: publish what is there, whatever the judgement. */
export type RunMode = 'enforce' | 'shadow' | 'adopt';

export interface RunRecord {
  readonly runId: string;
  readonly pipeline: string;
  readonly dataset: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly state: 'started' | 'finished' | 'failed';
  readonly mode: RunMode;
  readonly by: Actor;
  readonly at: string;
  readonly summary?: RunSummary;
  readonly issues?: readonly Issue[];
}

export interface RunSummary {
  readonly published: number;
  /** Of those, although a rule failed: by policy ALWAYS, or because they were adopted. */
  readonly withFailures: number;
  readonly rejected: number;
  readonly unchanged: number;
  readonly skipped: number;
  /** Judged in shadow mode only. */
  readonly shadow: number;
  readonly queries: number;
  readonly scans: number;
  readonly elapsedMs: number;
}

/** The ledger's append-only rows. `id` is what the row is looked up by beside its partition. */
export type Fact =
  | Row<'run', RunRecord>
  | Row<
      'manifest',
      Manifest & {
        readonly candidateKey: string;
        readonly columns: readonly PhysicalColumn[];
        /** The candidate was written anew, and holds byte for byte what this older one held. */
        readonly sameAs?: string;
      }
    >
  | Row<'unexpected', UnexpectedRows>
  | Row<'metric', MetricItem>
  | Row<'judgement', Judgement>
  | Row<'intent', Intent & { readonly state: 'open' | 'committed' | 'abandoned'; readonly why?: string }>
  | Row<'receipt', Receipt>
  | Row<'notice', NoticeRecord>
  | Row<
      'source',
      { readonly dataset: string; readonly sourceId: string; readonly files: readonly FileRef[] }
    >;

/** What was told of a dataset up to an epoch, and what of it somebody still has to look at. */
export interface NoticeRecord {
  readonly messageId: string;
  readonly epoch: string;
  readonly open: readonly OpenNotice[];
}

export interface OpenNotice {
  readonly partition: PartitionValues;
  readonly decision: Decided;
  /** Names what it was decided on: the same again is no news. */
  readonly evidence: string;
  readonly runId: string;
  readonly messageId: string;
  readonly time: string;
}

export type FactKind = Fact['kind'];

export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

interface Row<K extends string, B> {
  readonly kind: K;
  readonly dataset: string;
  /** `partitionKey` of the partition; '' for facts of the whole dataset. */
  readonly partition: string;
  readonly id: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly body: B;
}
