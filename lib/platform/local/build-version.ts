import { dirname, join, resolve } from 'node:path';
import { inParallel } from '../../core/values/in-parallel.ts';
import { linkOrCopy } from './copy-file.ts';
import { makeFolder, syncAll, syncPath } from './durable-fs.ts';
import { ioError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import type { PlannedVersion } from './plan-version.ts';
import { type PublishedPlace, versionFolder } from './published-place.ts';
import { recordFile, writeRecord } from './version-record.ts';

/**
 * Builds the version's folder, which nobody sees before the link shows it. When this returns, the version
 * survives a power loss; when it throws, nothing of it is left (best effort).
 */
export async function buildVersion(
  place: PublishedPlace,
  { record, links }: PlannedVersion,
  lakeRoot: string,
): Promise<void> {
  const { fs } = place;
  const folder = versionFolder(place, record.version);
  const files = links.map((file) => ({
    ...file,
    from: resolve(lakeRoot, file.from),
    to: join(folder, file.to),
  }));
  try {
    // First the record: from here on this version belongs to this intent. A folder can only be a leftover of the same one.
    await writeRecord(place, record);
    await fs.rm(folder, { recursive: true, force: true });
    await makeFolder(place.versions, fs);
    await fs.mkdir(folder, { recursive: false });
    const leaves = record.partitions.map((p) => join(folder, p.folder));
    await inParallel(leaves, (leaf) => fs.mkdir(leaf, { recursive: true }));
    await inParallel(files, (file) => show(file, fs));
    // Engines do not sync what they write. Published files and their bytes were synced by their own publish.
    // The candidate's own folder is left out: once published, the version's name for the file is what counts.
    await syncAll(
      files.filter((f) => f.fresh).map((f) => f.to),
      fs,
    );
    await syncAll(foldersBetween(folder, leaves), fs);
    await syncPath(place.versions, fs);
  } catch (cause) {
    await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
    await fs.rm(recordFile(place, record.version), { force: true }).catch(() => undefined);
    throw ioError(cause, folder);
  }
}

/** Published files are immutable: what would be changed in place would be changed in every version at once. */
async function show(
  { from, to, ours }: { from: string; to: string; ours: boolean },
  fs: FileSystem,
): Promise<void> {
  // a file of another job keeps its permissions
  if (ours) await fs.chmod(from, 0o444).catch(() => undefined);
  await linkOrCopy(from, to, fs);
}

/** The version's folder and every folder below it on the way to a leaf. */
function foldersBetween(top: string, leaves: readonly string[]): readonly string[] {
  const folders = new Set([top]);
  for (const leaf of leaves) {
    for (let f = leaf; f !== top && !folders.has(f); f = dirname(f)) folders.add(f);
  }
  return [...folders];
}
