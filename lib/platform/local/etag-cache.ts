import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FileIdentity } from './file-system.ts';
import { bootName } from './holder.ts';

/**
 * Remembers the SHA-256 of files, so that gigabytes are not read again to find them unchanged. Known by device,
 * inode, birth, size and mtime, not by path: a published hard link is the same file as its candidate. Who
 * changes a file in place and sets its mtime back deceives it. What was hashed may have been in memory alone, and a
 * power cut may leave a file of the same size and mtime with other bytes: nothing is known beyond a boot. Only a
 * cache: where it cannot be read or written it is not used, and nothing else changes.
 */
export interface EtagCache {
  find(stats: FileIdentity): string | undefined;
  /** `hashedAt`: milliseconds since 1970 at which reading began. */
  put(
    entries: readonly { readonly stats: FileIdentity; readonly etag: string; readonly hashedAt: number }[],
  ): void;
  close(): void;
}

/**
 * A file that was changed within one tick of its clock before it was read may change again without its mtime
 * changing; it is not remembered yet. Ticks are up to 10 ms; file systems that keep whole seconds go by two.
 */
const TICK_MS = 50;
const COARSE_TICK_MS = 2_000;

/** Opened at first use; `folder` has to exist for it to be used. */
export function etagCache(file: string, boot = bootName()): EtagCache {
  let db: DatabaseSync | undefined | null;
  let tidied = false;
  const use = <T>(act: (db: DatabaseSync) => T): T | undefined => {
    if (db === undefined) {
      // Its folder may come later: the ledger makes it.
      if (!existsSync(dirname(file))) return undefined;
      db = openCache(file) ?? null;
    }
    if (db === null) return undefined;
    try {
      return act(db);
    } catch {
      db.close();
      db = null;
      return undefined;
    }
  };
  return {
    find: (stats) =>
      use((db) => {
        const row = db.prepare('SELECT etag FROM etags WHERE file = ?').get(identityOf(stats, boot));
        return row === undefined ? undefined : String(row.etag);
      }),
    put: (entries) => {
      const settled = entries.filter(({ stats, hashedAt }) => isSettled(stats, hashedAt));
      if (settled.length === 0) return;
      use((db) => {
        db.exec('BEGIN IMMEDIATE');
        if (!tidied) db.prepare('DELETE FROM etags WHERE file NOT LIKE ?').run(`${boot}/%`);
        tidied = true;
        const insert = db.prepare('INSERT OR REPLACE INTO etags (file, etag) VALUES (?, ?)');
        for (const { stats, etag } of settled) insert.run(identityOf(stats, boot), etag);
        db.exec('COMMIT');
      });
    },
    close: () => {
      db?.close();
      db = null;
    },
  };
}

function openCache(file: string): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 1_000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS etags (file TEXT PRIMARY KEY, etag TEXT NOT NULL) STRICT, WITHOUT ROWID',
    );
    return db;
  } catch {
    db?.close();
    return undefined;
  }
}

export const identityOf = (
  { dev, ino, birthtimeNs, size, mtimeNs }: Omit<FileIdentity, 'isFile'>,
  boot: string,
): string => [boot, dev, ino, birthtimeNs, size, mtimeNs].join('/');

function isSettled({ mtimeNs }: FileIdentity, hashedAt: number): boolean {
  const tick = mtimeNs % 1_000_000_000n === 0n ? COARSE_TICK_MS : TICK_MS;
  return hashedAt - Number(mtimeNs / 1_000_000n) > tick;
}
