import type { Issue } from './contract/issue.ts';
import type { RunEvent } from './lineage/event.ts';
import type { Places } from './lineage/places.ts';
import type { Notice } from './notify/message.ts';
import type {
  Actor,
  DatasetState,
  Fact,
  FactKind,
  FileRef,
  Intent,
  Manifest,
  Receipt,
} from './publish/facts.ts';
import type { PhysicalColumn } from './sql/physical.ts';
import type { PartitionId, PartitionValues } from './values/partition.ts';
import type { Scalar } from './values/scalar.ts';

/** What the core asks of the world. Two platforms implement it; one conformance suite holds both to it. */
export interface Ports {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly lake: Lake;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly notifiers: readonly Notifier[];
  /** Absent where nobody keeps lineage. */
  readonly lineage?: Lineage | undefined;
  /** One line for whoever runs this, where something did not work that changes nothing of the outcome. */
  warn(line: string): void;
  /** The name of the environment, for those who are told. */
  readonly environment: string;
  readonly actor: Actor;
  /** Longer than a call to the platform may take; who works renews it, who died blocks others no longer than this. */
  readonly leaseMs: number;
  /** A new run id, sortable by time; unique. */
  newId(): string;
}

/** The files behind a table that a query reads, and the types in which its columns are to be seen. */
export interface StagingSpec {
  readonly dataset: string;
  readonly runId: string;
  readonly attempt: number;
  readonly format: 'parquet' | 'csv' | 'json';
  /** CSV only. */
  readonly delimiter?: string;
  /** What a cell of text becomes that is no value of its column's type: null (the default), or the query's failure. */
  readonly unconvertible?: 'null' | 'fail';
  /** Paths relative to the lake's root (or absolute), with the partition that each belongs to. */
  readonly files: readonly {
    readonly path: string;
    readonly partition: PartitionId;
    /** From the footer, where it is known. */
    readonly rows?: string | null;
  }[];
  /** `from: 'file'` columns are read as they are, `'text'` ones converted (null where a cell does not convert, the text beside it), `'path'` ones are the partition's values. */
  readonly columns: readonly PhysicalColumn[];
}

export interface TableRef {
  readonly table: string;
}

export interface Catalog {
  /** Makes the files readable as one table, `table`; read-only, nothing outside those files can be reached. */
  stage(spec: StagingSpec): Promise<TableRef>;
  drop(table: TableRef): Promise<void>;
}

/** One statement and how its result is read: by alias, never by position. */
export interface PlannedQuery {
  readonly id: string;
  readonly table: TableRef;
  readonly sql: string;
  /** Partition columns by which it groups, where it does nothing across partitions: it may be answered in parts. */
  readonly groupedBy?: readonly string[];
}

/** A query that writes a candidate: one SELECT over a source, its rows split into Hive folders below `target`. */
export interface WriteSpec {
  readonly id: string;
  /** A checked SELECT, with `{source}` replaced by the staged table's name. */
  readonly sql: string;
  readonly source: TableRef;
  /** Relative to the lake's root; new and empty. */
  readonly target: string;
  readonly partitionedBy: readonly string[];
  readonly filePrefix: string;
  /** How many partitions it writes at most, where that is known: an engine may have a limit. */
  readonly partitions?: number;
}

export interface QueryRef {
  readonly queryId: string;
}

export type QueryState =
  | { readonly state: 'running' }
  | {
      readonly state: 'succeeded';
      readonly stats: { readonly rowsScanned: string; readonly bytesScanned: string };
    }
  /** `statement`: the SQL is at fault; `platform`: the engine is, and no verdict may follow from it. */
  | {
      readonly state: 'failed';
      readonly cause: 'statement' | 'platform';
      readonly message: string;
      /** The cell at fault, of a table staged with `unconvertible: 'fail'`. */
      readonly cell?: UnconvertibleCell;
    };

/** A cell of a text file that is no value of its column's type. */
export interface UnconvertibleCell {
  readonly column: string;
  readonly type: string;
  /** Its first 100 characters. */
  readonly text: string;
}

export interface Engine {
  /** Part of the metric key: `duckdb-1.5.5`. */
  readonly name: string;
  readonly dialect: 'duckdb' | 'trino';
  /** The same token is the same query: a second start with it returns the first one's reference. */
  start(query: PlannedQuery, token: string): Promise<QueryRef>;
  write(spec: WriteSpec, token: string): Promise<QueryRef>;
  poll(ref: QueryRef): Promise<QueryState>;
  /** Timestamps, dates and decimals come as the Scalar page says; a null is `{type: 'null'}`. */
  rows(ref: QueryRef): AsyncIterable<Readonly<Record<string, Scalar>>>;
  stop(ref: QueryRef): Promise<void>;
}

export interface Lake {
  /** What an ETag stands for: the bytes, under any name (the default), or one writing of one file, as on S3. */
  readonly etagOf?: 'bytes' | 'writing';
  /** Every data file below the prefix, sorted by path; names that begin with `_` or `.` are left out. */
  list(prefix: string): Promise<readonly { readonly path: string; readonly sizeBytes: number }[]>;
  /** The same files with their ETag (locally the content's SHA-256, cached by size, mtime and inode). A missing file is left out. */
  pin(paths: readonly string[]): Promise<readonly FileRef[]>;
  readRange(path: string, from: number, to: number): Promise<Uint8Array>;
  put(ref: string, body: Uint8Array): Promise<void>;
  get(ref: string): Promise<Uint8Array | undefined>;
  /**
   * The same bytes under another path, below the root; `link` shares them with the original where that can be. Where an
   * ETag stands for a writing, only what was written under `etag` is copied.
   */
  copy(
    from: string,
    to: string,
    options?: { readonly link?: boolean; readonly etag?: string },
  ): Promise<void>;
  removeAll(prefix: string): Promise<void>;
}

export interface Observed {
  readonly partition: PartitionValues;
  /** Null where readers see nothing. */
  readonly snapshotId: string | null;
}

export interface Observation {
  readonly projection: string | null;
  readonly partitions: readonly Observed[];
}

/** What a publish may move, as far as it is known. */
export interface Moving {
  /** How many partitions, at most. */
  readonly count: number;
  /** Those whose files are written already, with the columns that the files have. */
  readonly written?: readonly WrittenPartition[];
}

export interface WrittenPartition {
  readonly partition: PartitionValues;
  readonly columns: readonly PhysicalColumn[];
}

export interface Publisher {
  readonly name: string;
  /**
   * Reasons why this publisher cannot keep its promise here. Asked twice: before anything is written, with the number of
   * partitions alone, and before an intent is opened, with what was written.
   */
  refuse(dataset: string, moving: Moving): Promise<readonly Issue[]>;
  /** What the projection shows now, and what it would show after the next `apply` at this epoch. */
  project(dataset: string, nextEpoch: string): Promise<Intent['projection']>;
  apply(intent: Intent, state: DatasetState): Promise<void>;
  /** What readers see now, read back from the projection itself. */
  observe(dataset: string): Promise<Observation>;
  /**
   * Why showing the pointers again would change nothing: an intent for it would only use up an epoch. Undefined where it may
   * help. Asked where readers see something else than the pointers say.
   */
  beyondRepair(state: DatasetState): Promise<string | undefined>;
  /** Files of a snapshot that can no longer be found byte for byte, so that it could not be published again. */
  missing(manifest: Manifest): Promise<readonly string[]>;
}

export type LeaseAnswer =
  | { readonly held: false; readonly lease: Lease }
  | { readonly held: true; readonly by: string; readonly until: string };

export interface Lease {
  readonly key: string;
  readonly owner: string;
  readonly until: string;
}

/** Somebody else moved first: nothing was written. */
export interface Conflict {
  readonly conflict: 'epoch' | 'openIntent' | 'notOpen';
  readonly message: string;
}

export interface FactQuery {
  readonly dataset?: string;
  readonly kind: FactKind;
  readonly partition?: string;
  readonly id?: string;
  readonly order?: 'oldest' | 'newest';
  readonly limit?: number;
}

export interface Ledger {
  lease(key: string, owner: string, ttlMs: number): Promise<LeaseAnswer>;
  /** False when it was lost meanwhile. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** The same (kind, dataset, partition, id) again is a no-op, except for `run`, whose rows tell its states. */
  append(facts: readonly Fact[]): Promise<void>;
  query(query: FactQuery): AsyncIterable<Fact>;
  state(dataset: string): Promise<DatasetState>;
  datasets(): Promise<readonly string[]>;
  openIntents(dataset: string): Promise<readonly Intent[]>;
  /** Refused when another intent is open or the dataset's epoch is not the intent's. */
  open(intent: Intent): Promise<'opened' | Conflict>;
  /** One transaction: pointers, receipts, epoch + 1, the intent closed. */
  commit(intent: Intent, receipts: readonly Receipt[]): Promise<'moved' | Conflict>;
  /** Closes the intent without moving a pointer; its epoch is used up. */
  abandon(intent: Intent, why: string): Promise<'abandoned' | Conflict>;
  close(): Promise<void>;
}

/** A channel: takes what is finished, and adds no wording. */
export interface Notifier {
  /** By which it is known what it has not got yet: the same in every run of an environment. */
  readonly name: string;
  /** Throws where it was not taken; it is then sent again later, so taking one twice must do no harm. */
  notify(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** Who keeps lineage, and what its events are made with. */
export interface Lineage {
  readonly environment: string;
  readonly places: Places;
  /** Where the contracts are kept, for people. */
  readonly repositoryUrl?: string | undefined;
  /** One line where an event was not taken: it is not sent again later. */
  warn(line: string): void;
  /** `folder` is where the run keeps what it knows. Throws where the event was not taken. */
  emit(event: RunEvent, folder: string, signal: AbortSignal): Promise<void>;
}
