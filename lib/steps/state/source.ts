import type { Dataset } from '../../core/contract/model.ts';
import type { Lake } from '../../core/ports.ts';

/** Where a pipeline reads, from the source contract's server. */
export interface PlannedSource {
  readonly dataset: string;
  /** The source contract's table: the types into which CSV and JSON are converted. */
  readonly table: Dataset;
  /** A file or a folder, absolute or relative to the lake's root. */
  readonly path: string;
  readonly format: 'parquet' | 'csv' | 'json';
  readonly delimiter?: string;
}

/** The source's data files: the file itself, or every data file below the folder. None where it is not there. */
export const listSource = (source: Pick<PlannedSource, 'path'>, lake: Lake) => lake.list(source.path);
