import type { Scalar } from '../values/scalar.ts';

/**
 * What footers say for certain of one column of some rows. A key that is absent is not known: the writer left it
 * out, cut it short, or wrote it in a way that cannot be trusted.
 */
export interface ColumnStatistics {
  /** Number of nulls, as text. */
  readonly nulls?: string;
  /** Smallest and largest value, both exact; absent too where every value is null. */
  readonly min?: Scalar;
  readonly max?: Scalar;
}

/** Of the files of one partition, or of a part of them. */
export interface Statistics {
  readonly rows: string;
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
}
