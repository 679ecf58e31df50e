import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inParallel } from './in-parallel.ts';

/**
 * What survives a power loss. Tried over all crash states of a file system: without fsync, torn and lost files;
 * with the file's fsync alone, whole files whose names are lost; file, then directory: nothing lost. So: the
 * bytes first, then every directory that got a new name (in any order: nothing refers to them yet), then the
 * link that makes all of it visible, then the link's directory.
 */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Independent files or folders: the order among them does not matter, so the journal can commit them together. */
export async function syncAll(paths: readonly string[]): Promise<void> {
  await inParallel(paths, syncPath);
}

/** Makes a folder and its parents, and puts the name of every new one on disk. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    await syncPath(parent);
    if (parent === dirname(first) || parent === dirname(parent)) return;
  }
}

/** Under its name there is the old content or the whole new one, never a part, whenever the power goes. */
export async function writeWhole(path: string, body: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await withFile(temporary, 'wx', async (file) => {
      await file.writeFile(body);
      await file.sync();
    });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
  await syncPath(folder);
}

export async function withFile<T>(
  path: string,
  flags: string,
  act: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags);
  try {
    return await act(file);
  } finally {
    await file.close();
  }
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
