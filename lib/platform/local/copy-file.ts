import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, syncPath } from './durable-fs.ts';
import { errnoOf } from './errors.ts';
import type { FileSystem } from './file-system.ts';

/** The file system has no hard links here, does not link across its border, or has too many of this file. */
const CANNOT_LINK: ReadonlySet<string | undefined> = new Set([
  'EXDEV',
  'EMLINK',
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
]);

/** Another name of the same file; where there can be none, a copy of it, synced. `to` must not exist. */
export async function linkOrCopy(from: string, to: string, fs: FileSystem): Promise<void> {
  try {
    await fs.link(from, to);
  } catch (cause) {
    if (!CANNOT_LINK.has(errnoOf(cause))) throw cause;
    await fs.copyFile(from, to, constants.COPYFILE_EXCL);
    await syncPath(to, fs);
  }
}

/** Makes the folder, and replaces what an interrupted try left. Copies share blocks where the file system can. */
export async function copyFileTo(from: string, to: string, asLink: boolean, fs: FileSystem): Promise<void> {
  await makeFolder(dirname(to), fs);
  await fs.rm(to, { force: true });
  // another name of the file itself, not of a link to it
  if (asLink) await linkOrCopy(await fs.realpath(from), to, fs);
  else await fs.copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}
