import { issue } from '../../core/contract/issue.ts';
import type { Statistics } from '../../core/footers/statistics.ts';
import { placedKeyOf } from '../../core/gate/keys.ts';
import type { Ports } from '../../core/ports.ts';
import type { FileRef, Manifest } from '../../core/publish/facts.ts';
import { addFootprints, type Footprint, wholeFile } from '../../core/sql/footprint.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { type PartitionId, partitionKey, partitionLabel } from '../../core/values/partition.ts';
import { type DescribedFiles, describeFiles } from '../files/describe.ts';
import { loadBody } from '../state/bodies.ts';
import { datasetOf } from '../state/dataset.ts';
import { orFail, StepFailure } from '../state/failure.ts';
import type { RunRequest } from '../state/request.ts';
import type { Bodies, PartitionState } from '../state/state.ts';
import { custodyOf } from './custody.ts';
import { describePlaced } from './describe-placed.ts';
import { attemptFolder } from './transform.ts';

/** The files of one partition as they were written or taken. */
export interface PinnedGroup {
  readonly id: PartitionId;
  readonly columns: readonly PhysicalColumn[];
  readonly files: readonly (FileRef & { readonly rows: string })[];
  readonly statistics: readonly (Statistics | undefined)[];
  readonly footprint: Footprint;
}

export interface PinnedFiles {
  /** By partition. */
  readonly groups: ReadonlyMap<string, PinnedGroup>;
  readonly custody?: Manifest['custody'];
}

/** What this run's candidates consist of: content, rows and columns of every file. */
export async function pinFiles(
  request: RunRequest,
  ref: string,
  { partitions }: Bodies['prepared'],
  ports: Pick<Ports, 'lake'>,
): Promise<PinnedFiles> {
  const { candidate } = request;
  if (candidate.by === 'query') {
    return { groups: await groupByPartition(await describeWritten(request, ref, ports), ports) };
  }
  const { files } = await loadBody(ports.lake, ref, 'placed');
  const groups = new Map<string, PinnedGroup>();
  // each partition for itself: a table whose columns grew has partitions with fewer of them
  for (const taken of Map.groupBy(files, (f) => partitionKey(f.partition)).values()) {
    const pinned = await ports.lake.pin(taken.map((f) => f.path));
    const id = taken[0]?.partition ?? {};
    const described =
      pinned.length === 0 ? NOTHING : orFail(await describePlaced(pinned, id, request, ports));
    const of = await groupByPartition(described, ports);
    for (const [key, group] of of) groups.set(key, group);
  }
  // a copy there has another ETag, and was only made of what was found
  if (ports.lake.etagOf !== 'writing' || candidate.take === 'inPlace')
    refuseChanged(request, partitions, groups);
  const custody = custodyOf(request);
  return { groups, ...(custody === undefined ? {} : { custody }) };
}

async function describeWritten(
  request: RunRequest,
  ref: string,
  ports: Pick<Ports, 'lake'>,
): Promise<DescribedFiles> {
  const path = attemptFolder(ref);
  const dataset = datasetOf(request);
  const files = await ports.lake.list(path);
  if (files.length === 0) return NOTHING;
  const { partitionedBy } = dataset;
  return orFail(await describeFiles({ path, files, format: 'parquet', dataset, partitionedBy }, ports.lake));
}

const NOTHING: DescribedFiles = { files: [], columns: [] };

async function groupByPartition(
  { files, columns }: DescribedFiles,
  ports: Pick<Ports, 'lake'>,
): Promise<ReadonlyMap<string, PinnedGroup>> {
  const refs = new Map((await ports.lake.pin(files.map((f) => f.path))).map((f) => [f.path, f]));
  const groups = new Map<string, Growing>();
  for (const { path, partition, rows, statistics, footprint } of files) {
    const file = refs.get(path);
    if (file === undefined) continue;
    const key = partitionKey(partition);
    const group = groups.get(key) ?? { ...EMPTY, id: partition, columns, files: [], statistics: [] };
    const { sizeBytes, etag } = file;
    group.files.push({ path, sizeBytes, etag, rows: rows ?? '0' });
    group.statistics.push(statistics);
    groups.set(key, { ...group, footprint: addFootprints([group.footprint, footprint]) });
  }
  return groups;
}

const EMPTY = { footprint: wholeFile(0) };

interface Growing extends PinnedGroup {
  readonly files: (FileRef & { readonly rows: string })[];
  readonly statistics: (Statistics | undefined)[];
}

/** Between the moment at which a candidate got its name and now, its writer may have gone on. */
function refuseChanged(
  { partitions: requested }: RunRequest,
  states: readonly PartitionState[],
  groups: ReadonlyMap<string, PinnedGroup>,
): void {
  const places = new Map(requested.map((p) => [partitionKey(p.id), p.place ?? '']));
  for (const { id, status, found = [] } of states) {
    if (status !== 'new') continue;
    const key = partitionKey(id);
    if (placedKeyOf(groups.get(key)?.files ?? [], id) === placedKeyOf(found, id)) continue;
    const params = { partition: partitionLabel(id), place: places.get(key) ?? '' };
    throw new StepFailure([issue('SLU-446', params)], 3);
  }
}
