import { describeIssue } from '../../../core/contract/messages/index.ts';
import { PlatformError, platformError } from '../../../core/contract/platform-error.ts';
import type { DatasetState, Intent, Manifest } from '../../../core/publish/facts.ts';
import { snapshotIdOf } from '../../../core/publish/manifest.ts';
import {
  hivePath,
  type PartitionValues,
  partitionKey,
  partitionLabel,
} from '../../../core/values/partition.ts';
import { string } from '../../../core/values/scalar.ts';
import type { AwsConfig } from '../config.ts';
import { MAX_BATCH } from '../glue-partitions.ts';
import { placeOf, uriOf } from '../lake/place.ts';
import type { S3Lake } from '../lake/s3-lake.ts';
import { filesIn, type ShownPartition } from './observe-table.ts';

/** What has to change for readers to see it. */
export interface PlannedPartitions {
  readonly create: readonly PlacedManifest[];
  readonly update: readonly PlacedManifest[];
  readonly remove: readonly ShownPartition[];
}

export interface PlacedManifest {
  readonly manifest: Manifest;
  readonly location: string;
}

/**
 * The difference between what the table shows and what it is to show: the pointers, with the intent's moves. Folders of
 * whatever changes are listed and compared with what was judged, before anything is changed.
 */
export async function planPartitions(
  intent: Pick<Intent, 'dataset' | 'moves'>,
  state: DatasetState,
  shown: ReadonlyMap<string, ShownPartition>,
  lake: S3Lake,
  config: Pick<AwsConfig, 'lake'>,
): Promise<PlannedPartitions> {
  const { dataset, moves } = intent;
  if (moves.length > MAX_BATCH) {
    throw platformError('SLU-578', { dataset, count: String(moves.length), limit: String(MAX_BATCH) });
  }
  const wanted = shownAfter(intent, state);
  const placed = placesOf(wanted, config);
  const moved = new Set(moves.map((m) => partitionKey(m.partition)));
  const changed = placed.filter((p) => moved.has(p.key) || shown.get(p.key)?.location !== p.location);
  await compareFiles(dataset, changed, lake);
  return {
    create: changed.filter((p) => !shown.has(p.key)),
    update: changed.filter((p) => shown.has(p.key) && shown.get(p.key)?.location !== p.location),
    remove: [...shown].filter(([key]) => !wanted.has(key)).map(([, partition]) => partition),
  };
}

const placesOf = (wanted: ReadonlyMap<string, Manifest>, config: Pick<AwsConfig, 'lake'>) =>
  [...wanted].map(([key, manifest]) => ({ key, manifest, location: locationOf(manifest, config) }));

/**
 * Why no entry of the table could be moved so that readers see the pointers again: all point where they should, or what lies
 * there is not what was judged. Undefined where one could.
 */
export async function whyNotRepaired(
  state: DatasetState,
  shown: ReadonlyMap<string, ShownPartition>,
  lake: S3Lake,
  config: Pick<AwsConfig, 'lake'>,
): Promise<string | undefined> {
  try {
    const plan = await planPartitions({ dataset: state.dataset, moves: [] }, state, shown, lake, config);
    if (plan.create.length + plan.update.length + plan.remove.length > 0) return undefined;
    await compareFiles(state.dataset, placesOf(shownAfter({ moves: [] }, state), config), lake);
    return undefined;
  } catch (cause) {
    if (cause instanceof PlatformError && FILES.has(cause.issue.code))
      return describeIssue(cause.issue).sentence;
    throw cause;
  }
}

/** Files were changed, or added. */
const FILES: ReadonlySet<string> = new Set(['SLU-532', 'SLU-579']);

/** What the table is to show, by partition: the pointers, with the intent's moves. */
export function shownAfter(
  { moves }: Pick<Intent, 'moves'>,
  { pointers }: Pick<DatasetState, 'pointers'>,
): ReadonlyMap<string, Manifest> {
  const wanted = new Map(pointers.map((p) => [partitionKey(p.partition), p.manifest]));
  for (const { partition, to } of moves) {
    if (to === null) wanted.delete(partitionKey(partition));
    else wanted.set(partitionKey(partition), to);
  }
  return wanted;
}

/** The one folder that holds the manifest's files; of none, an empty one in the run's own. */
export function locationOf(manifest: Manifest, config: Pick<AwsConfig, 'lake'>): string {
  const { dataset, partition, runId, attempt, files } = manifest;
  const folders = new Set(files.map((f) => f.path.slice(0, f.path.lastIndexOf('/'))));
  const [folder, other] = folders;
  if (other !== undefined) {
    throw platformError('SLU-579', { dataset, partition: partitionLabel(partition), file: other });
  }
  const hive = hivePath(scalars(partition));
  const empty = [`.sluice/runs/${dataset}/${runId}/${attempt}`, hive].filter((part) => part !== '').join('/');
  return `${uriOf(placeOf(folder ?? empty, config))}/`;
}

const scalars = (values: PartitionValues) =>
  Object.fromEntries(Object.entries(values).map(([k, v]) => [k, string(v ?? '')]));

async function compareFiles(dataset: string, placed: readonly PlacedManifest[], lake: S3Lake): Promise<void> {
  const found = await filesIn(
    placed.map((p) => p.location),
    lake,
  );
  for (const { manifest, location } of placed) {
    const files = found.get(location) ?? [];
    if (snapshotIdOf(dataset, manifest.partition, files) === manifest.sha256) continue;
    const partition = partitionLabel(manifest.partition);
    const judged = new Set(manifest.files.map((f) => nameOf(f.path)));
    const strange = files.find((f) => !judged.has(nameOf(f.path)));
    if (strange !== undefined) throw platformError('SLU-579', { dataset, partition, file: strange.path });
    const changed = manifest.files.find(
      (m) => !files.some((f) => nameOf(f.path) === nameOf(m.path) && f.etag === m.etag),
    );
    throw platformError('SLU-532', { dataset, partition, file: changed?.path ?? location });
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
