import type { Issue } from '../../core/contract/issue.ts';
import type { Dataset } from '../../core/contract/model.ts';
import type { PartitionFiles } from '../../core/footers/footer.ts';
import { type PartitionColumn, parseHivePaths } from '../../core/footers/hive-path.ts';
import { ok, type Result } from '../../core/values/result.ts';

/** Files below a folder, under the paths that were given, by the partition that their Hive folders name. */
export function groupHiveFiles(
  folder: string,
  paths: readonly string[],
  dataset: Dataset,
  partitionedBy: readonly string[] = dataset.partitionedBy,
): Result<readonly PartitionFiles[], readonly Issue[]> {
  const below = new Map(paths.map((path) => [path.slice(folder.length + 1), path]));
  const parsed = parseHivePaths(folder, [...below.keys()], partitionColumnsOf(dataset, partitionedBy));
  if (!parsed.ok) return parsed;
  const given = (name: string): string => below.get(name) ?? name;
  return ok(parsed.value.map(({ partition, files }) => ({ partition, files: files.map(given) })));
}

const partitionColumnsOf = (
  { columns }: Dataset,
  partitionedBy: readonly string[],
): readonly PartitionColumn[] =>
  columns
    .filter((c) => partitionedBy.includes(c.physicalName))
    .map((c) => ({
      name: c.physicalName,
      ...(c.logicalType === undefined ? {} : { logicalType: c.logicalType }),
    }));
