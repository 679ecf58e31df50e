import type { Statement } from '../../core/gate/compile.ts';
import type { QueryRef, TableRef } from '../../core/ports.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';

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

/** A statement that has its turn later. */
export interface WaitingStatement {
  readonly statement: Statement;
  readonly table: TableRef;
}

export interface RunningStatement extends WaitingStatement {
  readonly query: QueryRef;
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
