import { join } from 'node:path';
import type { Lake, Observed } from '../../core/ports.ts';
import type { FileRef } from '../../core/publish/facts.ts';
import { snapshotIdOf } from '../../core/publish/manifest.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { HIVE_NULL, type PartitionValues } from '../../core/values/partition.ts';
import { errnoOf } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { type PublishedPlace, versionFolder } from './published-place.ts';
import { readRecord } from './version-record.ts';

interface Entry {
  readonly folder: string;
  readonly name: string;
  readonly regular: boolean;
}

/**
 * What a version's folder really holds, whatever its record says: the snapshot id of every partition is
 * computed from the files that are there, so a file that was deleted, changed or added by hand shows.
 */
export async function observeVersion(
  place: PublishedPlace,
  version: string,
  lake: Lake,
): Promise<readonly Observed[]> {
  const top = versionFolder(place, version);
  const record = await readRecord(place, version);
  const known = new Map(record?.partitions.map((p) => [p.folder, p]));
  const entries = await entriesBelow(top, '', place.fs);
  const paths = entries.filter((e) => e.regular).map((e) => join(top, e.folder, e.name));
  const pinned = new Map((await lake.pin(paths)).map((f) => [f.path, f]));
  const files = new Map<string, FileRef[]>([...known.keys()].map((folder) => [folder, []]));
  for (const { folder, name } of entries) {
    const path = join(top, folder, name);
    const inFolder = files.get(folder) ?? [];
    inFolder.push(pinned.get(path) ?? { path, sizeBytes: 0, etag: 'not a file' });
    files.set(folder, inFolder);
  }
  return [...files].map(([folder, held]) => {
    const expected = known.get(folder);
    const partition = expected?.partition ?? decode(folder);
    const gone = held.length === 0 && expected !== undefined && expected.manifest.files.length > 0;
    return { partition, snapshotId: gone ? null : snapshotIdOf(place.dataset, partition, held) };
  });
}

/** What engines would read: DuckDB's glob finds hidden files and folders too. Other hidden files are not data. */
const isSeen = (name: string): boolean =>
  !/^[._]/.test(name) || /\.(parquet|csv|json|jsonl|ndjson)(\.\w+)?$/i.test(name);

async function entriesBelow(top: string, folder: string, fs: FileSystem): Promise<readonly Entry[]> {
  const found = await fs.readdir(join(top, folder), { withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  });
  const nested = await inParallel(found, async (e): Promise<readonly Entry[]> => {
    if (e.isDirectory()) return entriesBelow(top, folder === '' ? e.name : `${folder}/${e.name}`, fs);
    return isSeen(e.name) ? [{ folder, name: e.name, regular: e.isFile() }] : [];
  });
  return nested.flat();
}

/** A folder that no record names: somebody made it. */
function decode(folder: string): PartitionValues {
  const parts = folder.split('/').filter((part) => part !== '');
  return Object.fromEntries(
    parts.map((part) => {
      const cut = part.indexOf('=');
      if (cut < 0) return [part, null];
      const value = part.slice(cut + 1);
      return [decodeText(part.slice(0, cut)), value === HIVE_NULL ? null : decodeText(value)];
    }),
  );
}

const decodeText = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
