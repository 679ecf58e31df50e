import { issue } from '../../core/contract/issue.ts';
import { splitPlace } from '../../core/pipeline/location.ts';
import type { Lake, Ports } from '../../core/ports.ts';
import type { UnexpectedPartition } from '../../core/publish/facts.ts';
import { baseName } from '../../core/publish/manifest.ts';
import { partitionKey, partitionValues } from '../../core/values/partition.ts';
import { describeFiles } from '../files/describe.ts';
import { groupHiveFiles } from '../files/hive-files.ts';
import { datasetOf } from '../state/dataset.ts';
import { orFail, StepFailure } from '../state/failure.ts';
import type { PlacedCandidate, RequestedPartition, RunRequest } from '../state/request.ts';
import { type Part, refuseMisplaced, sharesPlace } from './place-of.ts';

export interface ListedPlaces {
  /** Partition → paths of its files. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Rows in a folder of no value: they belong to no partition at all. */
  readonly unexpected: readonly UnexpectedPartition[];
}

/** The files of each requested partition: by the Hive folders below its place, or because the place is its own. */
export async function listPlaces(
  request: RunRequest,
  candidate: PlacedCandidate,
  { lake }: Pick<Ports, 'lake'>,
): Promise<ListedPlaces> {
  const files = new Map<string, readonly string[]>();
  const strays: Stray[] = [];
  const wanted = new Set(request.partitions.map((p) => partitionKey(p.id)));
  for (const [place, sharing] of Map.groupBy(request.partitions, (p) => p.place ?? '')) {
    const listed = await listPlace(place, candidate.marker, lake);
    const { parts, stray } = partsOf(place, listed, sharing, { request, candidate });
    for (const { id, paths } of parts) if (wanted.has(partitionKey(id))) files.set(partitionKey(id), paths);
    strays.push(...stray);
  }
  return { files, unexpected: await countStrays(strays, request, lake) };
}

interface Stray extends Part {
  readonly folder: string;
}

async function listPlace(place: string, marker: string | undefined, lake: Lake): Promise<readonly string[]> {
  const { folder, accepts } = splitPlace(place);
  // its writer has not ended
  if (marker !== undefined && (await lake.pin([`${folder}/${marker}`])).length === 0) return [];
  const listed = await lake.list(folder);
  return listed.map((f) => f.path).filter((path) => accepts(baseName(path)));
}

function partsOf(
  place: string,
  paths: readonly string[],
  sharing: readonly RequestedPartition[],
  { request, candidate }: { readonly request: RunRequest; readonly candidate: PlacedCandidate },
): { readonly parts: readonly Part[]; readonly stray: readonly Stray[] } {
  const { folder } = splitPlace(place);
  const { partitionedBy } = datasetOf(request);
  const below = (path: string): string => path.slice(folder.length + 1);
  const inHive = paths.filter((p) => partitionedBy.some((name) => `/${below(p)}`.includes(`/${name}=`)));
  const [first, ...others] = sharing;
  if (inHive.length === 0) {
    const [file] = paths;
    if (first === undefined || file === undefined) return { parts: [], stray: [] };
    if (others.length === 0 && !sharesPlace(candidate.location, first, datasetOf(request))) {
      return { parts: [{ id: first.id, paths }], stray: [] };
    }
    throw new StepFailure([issue('SLU-448', { file, place })], 2);
  }
  const groups = orFail(groupHiveFiles(folder, paths, datasetOf(request)));
  const found = groups.map(({ partition, files }) => ({ id: partition, paths: files }));
  refuseMisplaced(found, place, sharing, { request, candidate });
  const isStray = ({ id }: Part): boolean => Object.values(id).some((v) => v.type === 'null');
  return {
    parts: found.filter((p) => !isStray(p)),
    stray: found.filter(isStray).map((p) => ({ ...p, folder })),
  };
}

async function countStrays(
  strays: readonly Stray[],
  request: RunRequest,
  lake: Lake,
): Promise<readonly UnexpectedPartition[]> {
  const dataset = datasetOf(request);
  const counted: UnexpectedPartition[] = [];
  for (const { id, paths, folder } of strays) {
    const files = await lake.pin(paths);
    const described = orFail(
      await describeFiles({ path: folder, files, format: 'parquet', dataset, partitionedBy: [] }, lake),
    );
    const rows = described.files.reduce((sum, f) => sum + BigInt(f.rows ?? 0), 0n);
    if (rows > 0n) counted.push({ values: partitionValues(id), rows: rows.toString() });
  }
  return counted;
}
