import type { Contract } from '../../core/contract/model.ts';
import type { Take } from '../../core/pipeline/location.ts';
import type { RunMode } from '../../core/publish/facts.ts';
import type { PartitionId } from '../../core/values/partition.ts';
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
