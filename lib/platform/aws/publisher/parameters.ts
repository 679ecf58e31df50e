import type { Table } from '@aws-sdk/client-glue';

/** Whose table it is; set by the first publish. */
export const DATASET_PARAMETER = 'sluice.dataset';
/** Partition columns as the contract writes them: a JSON array of names. */
export const PARTITIONED_PARAMETER = 'sluice.partitionedBy';
/** Of a table without partitions: whether its location is a snapshot, or only the place where it was created. */
export const SHOWN_PARAMETER = 'sluice.shown';

export const isOurs = (table: Table, dataset: string): boolean =>
  table.Parameters?.[DATASET_PARAMETER] === dataset;
