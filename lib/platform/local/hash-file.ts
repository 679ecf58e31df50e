import { createHash } from 'node:crypto';
import { withFile } from './durable-fs.ts';
import type { EtagCache } from './etag-cache.ts';
import type { FileIdentity, FileSystem, OpenFile } from './file-system.ts';

const CHUNK = 1024 * 1024;

export interface Pinned {
  readonly sizeBytes: number;
  readonly etag: string;
  /** What the cache may remember; absent where it knew it, or where the file changed while it was read. */
  readonly fresh?: { readonly stats: FileIdentity; readonly etag: string; readonly hashedAt: number };
}

/** The SHA-256 of a regular file's content; undefined for anything else. */
export function pinFile(path: string, cache: EtagCache, fs: FileSystem): Promise<Pinned | undefined> {
  return withFile(path, 'r', (file) => pinOpen(file, cache), fs);
}

async function pinOpen(file: OpenFile, cache: EtagCache): Promise<Pinned | undefined> {
  const stats = await file.stat({ bigint: true });
  if (!stats.isFile()) return undefined;
  const known = cache.find(stats);
  if (known !== undefined) return { sizeBytes: Number(stats.size), etag: known };
  const hashedAt = Date.now();
  const { etag, sizeBytes } = await hash(file, stats.size);
  const after = await file.stat({ bigint: true });
  const still =
    after.size === stats.size && after.mtimeNs === stats.mtimeNs && BigInt(sizeBytes) === stats.size;
  return still ? { sizeBytes, etag, fresh: { stats, etag, hashedAt } } : { sizeBytes, etag };
}

async function hash(file: OpenFile, size: bigint): Promise<{ etag: string; sizeBytes: number }> {
  const sum = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Number(size) + 1));
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, sizeBytes);
    if (bytesRead === 0) return { etag: sum.digest('hex'), sizeBytes };
    sum.update(buffer.subarray(0, bytesRead));
    sizeBytes += bytesRead;
  }
}
