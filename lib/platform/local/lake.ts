import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { platformError } from '../../core/contract/platform-error.ts';
import type { Lake } from '../../core/ports.ts';
import type { FileRef } from '../../core/publish/facts.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { copyFileTo } from './copy-file.ts';
import { withFile, writeWhole } from './durable-fs.ts';
import { errnoOf, ioError } from './errors.ts';
import { type EtagCache, etagCache } from './etag-cache.ts';
import { DISK, type FileSystem, type OpenFile } from './file-system.ts';
import { pinFile } from './hash-file.ts';

export interface LocalLake extends Lake {
  readonly root: string;
  readonly fs: FileSystem;
  close(): Promise<void>;
}

/**
 * Files below a root folder. Paths are relative to it, with `/`; absolute ones are read (a source may lie
 * anywhere) but never written. Throws PlatformError.
 */
export function localLake(root: string, fs: FileSystem = DISK, known?: EtagCache): LocalLake {
  const base = resolve(root);
  const cache = known ?? etagCache(join(base, '.sluice', 'etags.sqlite'));
  const at = (path: string): string => (isAbsolute(path) ? path : join(base, path));
  return {
    root: base,
    fs,
    list: (prefix) => worded(prefix, () => listFiles(prefix, at(prefix), fs)),
    pin: async (paths) => {
      const pinned = await inParallel(paths, (path) =>
        worded(path, () => missingIsUndefined(() => pinFile(at(path), cache, fs))),
      );
      cache.put(pinned.flatMap((p) => (p?.fresh ? [p.fresh] : [])));
      return pinned.flatMap((p, i): FileRef[] => {
        const path = paths[i];
        return p && path !== undefined ? [{ path, sizeBytes: p.sizeBytes, etag: p.etag }] : [];
      });
    },
    readRange: (path, from, to) => worded(path, () => readBytes(at(path), from, to, fs)),
    put: (ref, body) => worded(ref, () => writeWhole(below(base, ref), body, fs)),
    get: (ref) => worded(ref, () => missingIsUndefined(() => fs.readFile(at(ref)))),
    copy: (from, to, { link = false } = {}) =>
      worded(from, () => copyFileTo(at(from), below(base, to), link, fs)),
    removeAll: (prefix) => worded(prefix, () => fs.rm(below(base, prefix), { recursive: true, force: true })),
    close: async () => cache.close(),
  };
}

async function worded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw ioError(cause, path);
  }
}

async function missingIsUndefined<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Where a path is written: strictly below the root. */
function below(base: string, path: string): string {
  const target = resolve(base, path);
  const inside = relative(base, target);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw platformError('SLU-527', { file: path });
  }
  return target;
}

type Listed = { readonly path: string; readonly sizeBytes: number };

/**
 * The file itself, or every file below the folder. The folder may be a link (a published dataset is one); it is
 * resolved once, so that a listing shows one version even while the link is replaced. Links to folders below it
 * are refused: they may lead out of it, or in circles. Links to files are followed.
 */
async function listFiles(prefix: string, path: string, fs: FileSystem): Promise<readonly Listed[]> {
  const real = await missingIsUndefined(() => fs.realpath(path));
  if (real === undefined) return [];
  const stats = await fs.stat(real);
  if (stats.isFile()) return [{ path: prefix, sizeBytes: stats.size }];
  const names = await namesBelow(real, '', fs);
  const listed = await inParallel(names, async (name): Promise<Listed | undefined> => {
    const found = await missingIsUndefined(() => fs.stat(join(real, name)));
    // a link to a folder: what lies behind it would be missed without a word
    if (found?.isDirectory())
      throw platformError('SLU-528', { path: `${prefix.replace(/\/+$/, '')}/${name}` });
    return found?.isFile()
      ? { path: `${prefix.replace(/\/+$/, '')}/${name}`, sizeBytes: found.size }
      : undefined;
  });
  return listed.filter((f) => f !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function namesBelow(folder: string, prefix: string, fs: FileSystem): Promise<string[]> {
  const entries = (await fs.readdir(join(folder, prefix), { withFileTypes: true })).filter(
    (e) => !/^[._]/.test(e.name),
  );
  const nested = await inParallel(entries, (e) => {
    const name = `${prefix}${e.name}`;
    return e.isDirectory() ? namesBelow(folder, `${name}/`, fs) : Promise.resolve([name]);
  });
  return nested.flat();
}

/** Fewer bytes than asked for where the file ends before `to`. */
function readBytes(path: string, from: number, to: number, fs: FileSystem): Promise<Uint8Array> {
  return withFile(path, 'r', (file) => readSome(file, from, to), fs);
}

async function readSome(file: OpenFile, from: number, to: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
