import type { SampleColumn } from '../../core/gate/sample.ts';
import type { PartitionValues } from '../../core/values/partition.ts';
import type { RanStatement } from './measuring.ts';

/** A few rows that make a rule fail in one partition, the worst first; sensitive cells never left the engine. */
export interface SampledRows {
  readonly rule: string;
  readonly partition: PartitionValues;
  readonly columns: readonly SampleColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface Samples {
  /** `nothing`: no row by itself is at fault, or nothing failed. `off`: nobody wanted them. */
  readonly state: 'taken' | 'nothing' | 'off' | 'failed';
  /** Why they could not be taken. */
  readonly why?: string;
  /** Failed partitions that were looked at, of how many. */
  readonly partitions: number;
  readonly failedPartitions: number;
  readonly groups: readonly SampledRows[];
  readonly ran: readonly RanStatement[];
}

export const noSamples = (
  state: 'nothing' | 'off' | 'failed',
  failedPartitions: number,
  why?: string,
): Samples => ({
  state,
  ...(why === undefined ? {} : { why }),
  partitions: 0,
  failedPartitions,
  groups: [],
  ran: [],
});
