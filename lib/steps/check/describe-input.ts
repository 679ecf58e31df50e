import { basename, dirname } from 'node:path';
import { type Issue, issue } from '../../core/contract/issue.ts';
import type { Dataset } from '../../core/contract/model.ts';
import type { Lake } from '../../core/ports.ts';
import { fail, type Result } from '../../core/values/result.ts';
import { type DescribedFiles, describeFiles } from '../files/describe.ts';

export interface CheckedInput {
  readonly dataset: Dataset;
  /** A file or a folder. */
  readonly path: string;
  readonly format: 'parquet' | 'csv' | 'json';
  readonly delimiter?: string;
}

/** The files that are to be judged, in whichever folder of a table they lie. */
export async function describeInput(
  { dataset, path, format, delimiter }: CheckedInput,
  lake: Lake,
): Promise<Result<DescribedFiles, readonly Issue[]>> {
  const listed = await lake.list(path);
  if (listed.length === 0) return fail([issue('SLU-413', { folder: path })]);
  const isFolder = listed.some((f) => f.path !== path);
  const root = partitionRoot(isFolder ? path : dirname(path), dataset.partitionedBy) ?? path;
  const nested =
    root !== path || (isFolder && listed.some((f) => f.path.slice(path.length + 1).includes('/')));
  const partitionedBy = nested ? dataset.partitionedBy : [];
  return describeFiles({ path: root, files: listed, format, delimiter, dataset, partitionedBy }, lake);
}

/** Of a folder that is one partition itself (`flights/day=2001-01-01`): where the partitions begin. */
function partitionRoot(folder: string, partitionedBy: readonly string[]): string | undefined {
  let at = folder;
  for (const column of partitionedBy.toReversed()) {
    if (!basename(at).startsWith(`${column}=`)) return undefined;
    at = dirname(at);
  }
  return partitionedBy.length === 0 ? undefined : at;
}
