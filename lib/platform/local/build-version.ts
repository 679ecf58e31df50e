import { chmod, constants, copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolder, syncAll, syncPath } from './durable-fs.ts';
import { errnoOf, ioError } from './errors.ts';
import { inParallel } from './in-parallel.ts';
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
  const folder = versionFolder(place, record.version);
  const files = links.map(({ from, to, fresh }) => ({
    from: resolve(lakeRoot, from),
    to: join(folder, to),
    fresh,
  }));
  try {
    // First the record: from here on this version belongs to this intent. A folder can only be a leftover of the same one.
    await writeRecord(place, record);
    await rm(folder, { recursive: true, force: true });
    await makeFolder(place.versions);
    await mkdir(folder);
    const leaves = record.partitions.map((p) => join(folder, p.folder));
    await inParallel(leaves, (leaf) => mkdir(leaf, { recursive: true }));
    await inParallel(files, linkOrCopy);
    // Engines do not sync what they write. Published files and their bytes were synced by their own publish.
    // The candidate's own folder is left out: once published, the version's name for the file is what counts.
    await syncAll(files.filter((f) => f.fresh).map((f) => f.to));
    await syncAll(foldersBetween(folder, leaves));
    await syncPath(place.versions);
  } catch (cause) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    await rm(recordFile(place, record.version), { force: true }).catch(() => undefined);
    throw ioError(cause, folder);
  }
}

/** The file system has no hard links here, does not link across its border, or has too many of this file. */
const CANNOT_LINK: ReadonlySet<string | undefined> = new Set([
  'EXDEV',
  'EMLINK',
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
]);

async function linkOrCopy({ from, to, fresh }: { from: string; to: string; fresh: boolean }): Promise<void> {
  // Published files are immutable: what would be changed in place would be changed in every version at once.
  if (fresh) await chmod(from, 0o444).catch(() => undefined);
  try {
    await link(from, to);
  } catch (cause) {
    if (!CANNOT_LINK.has(errnoOf(cause))) throw cause;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await syncPath(to);
  }
}

/** The version's folder and every folder below it on the way to a leaf. */
function foldersBetween(top: string, leaves: readonly string[]): readonly string[] {
  const folders = new Set([top]);
  for (const leaf of leaves) {
    for (let f = leaf; f !== top && !folders.has(f); f = dirname(f)) folders.add(f);
  }
  return [...folders];
}
