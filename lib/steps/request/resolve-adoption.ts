import type { Issue } from '../../core/contract/issue.ts';
import type { Contract, Dataset } from '../../core/contract/model.ts';
import { endOfPartition, spanOfPartition } from '../../core/pipeline/end-of-partition.ts';
import type { Take } from '../../core/pipeline/location.ts';
import type { Lake } from '../../core/ports.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import { ok, type Result } from '../../core/values/result.ts';
import { groupHiveFiles } from '../files/hive-files.ts';
import type { RunRequest } from '../state/request.ts';

export interface Adoption {
  readonly contract: Contract;
  readonly dataset: Dataset;
  /** Of the dataset's id `<domain>/<name>`. */
  readonly domain: string;
  /** Hive folders of Parquet files, absolute; the files themselves where the table has no partitions. */
  readonly folder: string;
  readonly take: Take;
  /** Look for a few failing rows of what the rules would have rejected. */
  readonly samples?: boolean;
  readonly runId: string;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/**
 * A run over what lies in a folder already: every partition that has files becomes a first snapshot. It goes
 * through the same steps as any run, and publishes whatever the judgement is.
 */
export async function resolveAdoption(
  adoption: Adoption,
  lake: Lake,
): Promise<Result<RunRequest, readonly Issue[]>> {
  const { contract, dataset, domain, folder, take, samples = true, runId, now } = adoption;
  const listed = await lake.list(folder);
  const paths = listed.map((f) => f.path);
  const groups = groupHiveFiles(folder, paths, dataset);
  if (!groups.ok) return groups;
  const partitions = groups.value
    .map((p) => p.partition)
    .filter((id) => Object.values(id).every((v) => v.type !== 'null'))
    .map((id) => requested(id, dataset, now, folder))
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  return ok({
    runId,
    pipeline: { name: `${domain}/${dataset.name} (adopted)` },
    candidate: { by: 'location', location: folder, take },
    contract,
    schemaName: dataset.name,
    dataset: `${domain}/${dataset.name}`,
    window: { start: partitions[0]?.start ?? now, end: partitions.at(-1)?.end ?? now },
    mode: 'adopt',
    everyRule: true,
    samples,
    partitions,
  });
}

function requested(id: PartitionId, dataset: Dataset, now: string, place: string) {
  const { start, end } = spanOfPartition(id, dataset) ?? { start: now, end: now };
  return { id, start, end, asOf: endOfPartition(id, dataset, now), place };
}
