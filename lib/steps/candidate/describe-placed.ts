import type { Ports } from '../../core/ports.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import { describeFiles, type FilesToDescribe } from '../files/describe.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';

/** What one partition's files say of themselves, which another job wrote: their partition is known without folders. */
export function describePlaced(
  files: FilesToDescribe['files'],
  id: PartitionId,
  request: RunRequest,
  { lake }: Pick<Ports, 'lake'>,
) {
  const dataset = datasetOf(request);
  const { partitionedBy } = dataset;
  const partitionOf = new Map(files.map((f) => [f.path, id]));
  return describeFiles({ path: '', files, format: 'parquet', dataset, partitionedBy, partitionOf }, lake);
}
