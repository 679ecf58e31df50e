import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { inParallel } from '../../core/values/in-parallel.ts';
import type { FileSystem, OpenFile } from './file-system.ts';

/**
 * What survives a power loss. Tried over all crash states of a file system: without fsync, torn and lost files;
 * with the file's fsync alone, whole files whose names are lost; file, then directory: nothing lost. So: the
 * bytes first, then every directory that got a new name (in any order: nothing refers to them yet), then the
 * link that makes all of it visible, then the link's directory.
 */
export async function syncPath(path: string, fs: FileSystem): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Independent files or folders: the order among them does not matter, so the journal can commit them together. */
export async function syncAll(paths: readonly string[], fs: FileSystem): Promise<void> {
  await inParallel(paths, (path) => syncPath(path, fs));
}

/** Makes a folder and its parents, and puts the name of every new one on disk. */
export async function makeFolder(path: string, fs: FileSystem): Promise<void> {
  const first = await fs.mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    await syncPath(parent, fs);
    if (parent === dirname(first) || parent === dirname(parent)) return;
  }
}

/** Under its name there is the old content or the whole new one, never a part, whenever the power goes. */
export async function writeWhole(path: string, body: Uint8Array, fs: FileSystem): Promise<void> {
  await writeUnnamed(path, body, fs);
  await syncPath(dirname(path), fs);
}

/** The same, for who syncs the folder later: until then its name may be lost. */
export async function writeUnnamed(path: string, body: Uint8Array, fs: FileSystem): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder, fs);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await withFile(
      temporary,
      'wx',
      async (file) => {
        await file.writeFile(body);
        await file.sync();
      },
      fs,
    );
    await fs.rename(temporary, path);
  } catch (cause) {
    await fs.rm(temporary, { force: true });
    throw cause;
  }
}

export async function withFile<T>(
  path: string,
  flags: string,
  act: (file: OpenFile) => Promise<T>,
  fs: FileSystem,
): Promise<T> {
  const file = await fs.open(path, flags);
  try {
    return await act(file);
  } finally {
    await file.close();
  }
}
