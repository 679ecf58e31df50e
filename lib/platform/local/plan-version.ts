import { basename, join } from 'node:path';
import { platformError } from '../../core/contract/platform-error.ts';
import type { Lake } from '../../core/ports.ts';
import type { DatasetState, Intent, Manifest, Move } from '../../core/publish/facts.ts';
import { snapshotIdOf } from '../../core/publish/manifest.ts';
import { partitionKey, partitionLabel } from '../../core/values/partition.ts';
import { copyIn, findFiles, foldersWith, type Sought } from './find-files.ts';
import { type PublishedPlace, versionFolder } from './published-place.ts';
import { folderOf, type VersionRecord } from './version-record.ts';

/** Everything that the new version shows: what moves, and every other partition as it is. */
export interface PlannedVersion {
  readonly record: VersionRecord;
  /** `to` is relative to the version's folder; `fresh` files were never published, so their bytes may not be on disk yet; of those, `ours` may be made read-only. */
  readonly links: readonly {
    readonly from: string;
    readonly to: string;
    readonly fresh: boolean;
    readonly ours: boolean;
  }[];
}

interface Entry {
  readonly manifest: Manifest;
  readonly folder: string;
  /** Undefined for a partition that is carried over. */
  readonly move?: Move;
}

/** Compares every file with its manifest, byte for byte (through the cache), before anything is built. */
export async function planVersion(
  place: PublishedPlace,
  intent: Intent,
  state: DatasetState,
  lake: Lake,
): Promise<PlannedVersion> {
  const moved = new Map(intent.moves.map((m) => [partitionKey(m.partition), m]));
  const staying = state.pointers.filter((p) => !moved.has(partitionKey(p.partition)));
  const entries: Entry[] = [
    ...staying.map(({ manifest, partition }) => ({ manifest, folder: folderOf(partition) })),
    ...intent.moves.flatMap((move) =>
      move.to === null ? [] : [{ manifest: move.to, folder: folderOf(move.partition), move }],
    ),
  ];
  refuseCollisions(place.dataset, entries);
  const links = await findSources(place, entries, state, lake);
  const record: VersionRecord = {
    recordVersion: 1,
    dataset: place.dataset,
    version: intent.projection.after,
    intentId: intent.intentId,
    partitions: entries.map(({ manifest, folder }) => ({ partition: manifest.partition, folder, manifest })),
  };
  return { record, links };
}

function refuseCollisions(dataset: string, entries: readonly Entry[]): void {
  const folders = new Set<string>();
  for (const { folder, manifest } of entries) {
    const path = folder === '' ? '.' : folder;
    if (folders.has(folder)) throw platformError('SLU-536', { dataset, path, what: 'partitions' });
    folders.add(folder);
    const names = new Set(manifest.files.map((f) => basename(f.path)));
    if (names.size < manifest.files.length) throw platformError('SLU-536', { dataset, path, what: 'files' });
  }
}

async function findSources(
  place: PublishedPlace,
  entries: readonly Entry[],
  state: DatasetState,
  lake: Lake,
): Promise<PlannedVersion['links']> {
  const sought = entries.flatMap((entry) =>
    entry.manifest.files.map((file) => ({ entry, file, places: placesOf(place, entry, file, state) })),
  );
  const found = [...(await findFiles(sought, lake))];
  const lost = sought.flatMap((s, i) => (found[i] === undefined ? [{ ...s, i }] : []));
  const elsewhere = await Promise.all(lost.map((s) => lookElsewhere(place, s)));
  for (const [k, path] of (await findFiles(elsewhere, lake)).entries()) {
    const i = lost[k]?.i;
    if (i !== undefined) found[i] = path;
  }
  return sought.map(({ entry, file }, i) => {
    const from = found[i];
    if (from === undefined || !isWhole(entry.manifest)) throw lostFile(place.dataset, entry, file.path);
    const fresh = entry.move !== undefined;
    const ours = fresh && entry.manifest.custody === undefined;
    return { from, to: join(entry.folder, basename(file.path)), fresh, ours };
  });
}

/** A candidate is taken from where it was judged; a published file from where readers see it, then from where it was a candidate. */
function placesOf(
  place: PublishedPlace,
  entry: Entry,
  file: Sought['file'],
  state: DatasetState,
): readonly string[] {
  if (entry.move !== undefined || state.projection === null) return [file.path];
  return [copyIn(join(versionFolder(place, state.projection), entry.folder), file), file.path];
}

async function lookElsewhere(
  place: PublishedPlace,
  { entry, file }: { readonly entry: Entry; readonly file: Sought['file'] },
): Promise<Sought> {
  return { file, places: (await foldersWith(place, entry.manifest)).map((folder) => copyIn(folder, file)) };
}

const isWhole = (m: Manifest): boolean => m.sha256 === snapshotIdOf(m.dataset, m.partition, m.files);

function lostFile(dataset: string, { manifest, move }: Entry, file: string) {
  const partition = partitionLabel(manifest.partition);
  if (move === undefined) return platformError('SLU-533', { dataset, partition, file });
  return move.decision === 'rollback'
    ? platformError('SLU-544', { dataset, partition, files: file })
    : platformError('SLU-532', { dataset, partition, file });
}
