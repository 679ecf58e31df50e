import type { Issue } from '../../core/contract/issue.ts';
import type { Dataset } from '../../core/contract/model.ts';
import { compareFolders } from '../../core/footers/compare-folders.ts';
import { describeText } from '../../core/footers/describe-text.ts';
import type { Footer } from '../../core/footers/footer.ts';
import { compareNeighbours, mergeColumns } from '../../core/footers/neighbours.ts';
import { readFooter } from '../../core/footers/read-footer.ts';
import type { Statistics } from '../../core/footers/statistics.ts';
import { declaredColumns } from '../../core/gate/declared-columns.ts';
import type { Lake } from '../../core/ports.ts';
import { type Footprint, wholeFile } from '../../core/sql/footprint.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import { groupHiveFiles } from './hive-files.ts';

export interface FilesToDescribe {
  /** A file, or the folder below which the Hive folders begin. */
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
  readonly format: 'parquet' | 'csv' | 'json';
  readonly delimiter?: string | undefined;
  readonly dataset: Dataset;
  /** Columns that the folders name; empty where the files are not in Hive folders. */
  readonly partitionedBy: readonly string[];
  /** Path → its partition, where folders need not say. */
  readonly partitionOf?: ReadonlyMap<string, PartitionId>;
}

export interface DescribedFiles {
  readonly files: readonly {
    readonly path: string;
    readonly partition: PartitionId;
    readonly rows: string | null;
    /** What the file's footer says of its values; Parquet only. */
    readonly statistics?: Statistics;
    readonly footprint: Footprint;
  }[];
  /** Columns of the table: those of the files, then those of the path. */
  readonly columns: readonly PhysicalColumn[];
}

/** What data files say of themselves, before a row of them is read: columns, rows, and the partition of each. */
export async function describeFiles(
  input: FilesToDescribe,
  lake: Lake,
): Promise<Result<DescribedFiles, readonly Issue[]>> {
  const footers = await readFooters(input, lake);
  if (!footers.ok) return footers;
  const strangers = input.format === 'json' ? [] : compareNeighbours(footers.value);
  if (strangers.length > 0) return fail(strangers);
  const partitions = partitionsOf(input);
  if (!partitions.ok) return partitions;
  const misplaced = compareFolders(footers.value, partitions.value);
  if (misplaced.length > 0) return fail(misplaced);
  const inPath = pathColumns(input);
  const sizes = new Map(input.files.map((f) => [f.path, f.sizeBytes]));
  const files = footers.value.map(({ path, rows, statistics, footprint }) => ({
    path,
    partition: partitions.value.get(path) ?? {},
    rows: rows ?? null,
    footprint: footprint ?? wholeFile(sizes.get(path) ?? 0),
    ...(statistics === undefined ? {} : { statistics }),
  }));
  const columns = mergeColumns(footers.value).filter(
    (c) => !inPath.some((p) => p.name.toLowerCase() === c.name.toLowerCase()),
  );
  return ok({ files, columns: [...columns, ...inPath] });
}

async function readFooters(
  { files, format, delimiter, dataset }: FilesToDescribe,
  lake: Lake,
): Promise<Result<readonly Footer[], readonly Issue[]>> {
  const readRange = (path: string, from: number, to: number) => lake.readRange(path, from, to);
  const text = { columns: dataset.columns, ...(delimiter === undefined ? {} : { delimiter }) };
  // some at a time: of thousands of files neither the open handles nor the tails are held at once
  const read = await inParallel(files, (file) =>
    format === 'parquet' ? readFooter(file, readRange) : describeText(file, { ...text, format }, readRange),
  );
  const issues = read.flatMap((r) => (r.ok ? [] : r.error));
  return issues.length > 0 ? fail(issues) : ok(read.flatMap((r) => (r.ok ? [r.value] : [])));
}

function partitionsOf(input: FilesToDescribe): Result<ReadonlyMap<string, PartitionId>, readonly Issue[]> {
  if (input.partitionOf !== undefined) return ok(input.partitionOf);
  if (input.partitionedBy.length === 0) return ok(new Map());
  const { path, files, dataset, partitionedBy } = input;
  const paths = files.map((f) => f.path);
  const groups = groupHiveFiles(path, paths, dataset, partitionedBy);
  if (!groups.ok) return groups;
  return ok(new Map(groups.value.flatMap(({ partition, files: of }) => of.map((f) => [f, partition]))));
}

/** The types in which Hive folder names are read: the contract's. */
function pathColumns({
  dataset: { columns },
  partitionedBy,
}: Pick<FilesToDescribe, 'dataset' | 'partitionedBy'>): readonly PhysicalColumn[] {
  const declared = declaredColumns({ columns, partitionedBy });
  return partitionedBy.flatMap((name) => declared.filter((c) => c.name === name));
}
