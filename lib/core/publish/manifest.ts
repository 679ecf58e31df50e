import { keyOf } from '../values/canonical.ts';
import { type PartitionId, type PartitionValues, partitionValues } from '../values/partition.ts';
import type { FileRef, Manifest } from './facts.ts';

export interface Candidate {
  readonly runId: string;
  readonly attempt: number;
  readonly dataset: string;
  readonly partition: PartitionId;
  readonly files: readonly (FileRef & { readonly rows: string })[];
  readonly custody?: Manifest['custody'];
}

/** Fixes what was written: from here on a changed byte is another snapshot. Files come in the order of their paths. */
export function pinManifest({ runId, attempt, dataset, partition, files, custody }: Candidate): Manifest {
  const values = partitionValues(partition);
  return {
    manifestVersion: 1,
    runId,
    attempt,
    dataset,
    partition: values,
    files: [...files].sort((a, b) => compare(a.path, b.path)),
    sha256: snapshotIdOf(dataset, values, files),
    ...(custody === undefined ? {} : { custody }),
  };
}

/**
 * The identity of a snapshot: which bytes, under which file names, of which partition. Files count by their
 * base name, so that a candidate and its published copy, which lie in different folders, are the same snapshot.
 */
export function snapshotIdOf(dataset: string, partition: PartitionValues, files: readonly FileRef[]): string {
  const named = files
    .map(({ path, sizeBytes, etag }) => ({ name: baseName(path), sizeBytes, etag }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.etag, b.etag));
  return keyOf({ dataset, partition, files: named });
}

/** Whether two candidates of a partition hold the same bytes, whatever their files are called. */
export function sameContent(a: Pick<Manifest, 'files'>, b: Pick<Manifest, 'files'>): boolean {
  const contents = ({ files }: Pick<Manifest, 'files'>): string => keyOf(files.map((f) => f.etag).sort());
  return contents(a) === contents(b);
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
