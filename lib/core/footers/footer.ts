import type { Footprint } from '../sql/footprint.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import type { PartitionId } from '../values/partition.ts';
import type { Statistics } from './statistics.ts';

/** What one data file says of itself. Rows and statistics are known for Parquet only. */
export interface Footer {
  readonly path: string;
  readonly rows?: string;
  readonly columns: readonly PhysicalColumn[];
  readonly statistics?: Statistics;
  /** Parquet only. */
  readonly footprint?: Footprint;
}

/** The files of one partition of the input. */
export interface PartitionFiles {
  readonly partition: PartitionId;
  readonly files: readonly string[];
}
