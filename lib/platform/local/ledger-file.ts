import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { PlatformError } from '../../core/contract/platform-error.ts';
import { ioError, sqliteError } from './errors.ts';
import { LEDGER_VERSION, ledgerVersionOf, migrate } from './ledger-migrations.ts';

/** Writers hold the lock for milliseconds; who waits longer than this waits for somebody who is stuck. */
const BUSY_MS = 10_000;

/**
 * `read` never makes a ledger: where there is none, an empty one in memory stands for it. `write` makes the
 * file and its folder.
 */
export function openLedgerFile(file: string, mode: 'read' | 'write'): DatabaseSync {
  try {
    return mode === 'write' ? openToWrite(file) : openToRead(file);
  } catch (cause) {
    throw cause instanceof PlatformError ? cause : sqliteError(cause, file);
  }
}

function openToWrite(file: string): DatabaseSync {
  try {
    makeFolderNow(dirname(file));
  } catch (cause) {
    throw ioError(cause, dirname(file));
  }
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  return closingOnFailure(db, () => {
    // Looked at before anything is set: not a byte of a foreign or newer file is changed.
    ledgerVersionOf(db, file);
    switchToWal(db);
    // FULL: a commit is on the disk when it returns. In WAL mode NORMAL would keep the file sound but may lose the last commits.
    db.exec('PRAGMA synchronous = FULL');
    migrate(db, file);
  });
}

/** SQLite syncs the folder that its files lie in, but nobody the names of that folder and of new ones above it. */
function makeFolderNow(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(folder); ; made = dirname(made)) {
    const parent = openSync(dirname(made), 'r');
    try {
      fsyncSync(parent);
    } finally {
      closeSync(parent);
    }
    if (made === resolve(first) || made === dirname(made)) return;
  }
}

/** The one statement that does not wait for a lock by itself: two processes may open a new ledger at once. */
function switchToWal(db: DatabaseSync): void {
  const until = Date.now() + BUSY_MS;
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (cause) {
      if (!isBusy(cause) || Date.now() > until) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function openToRead(file: string): DatabaseSync {
  if (!existsSync(file) || statSync(file).size === 0) {
    const empty = new DatabaseSync(':memory:');
    migrate(empty, file);
    return empty;
  }
  for (const open of [openQuietly, openReadOnly, openImmutable]) {
    try {
      return open(file);
    } catch (cause) {
      // Newer, foreign, no database: a second look does not change it. The last attempt's error is thrown.
      if (cause instanceof PlatformError || open === openImmutable || !isRefused(cause)) throw cause;
    }
  }
  throw new Error('unreachable');
}

/** Opened for writing, so that SQLite removes its `-wal` and `-shm` again; `query_only`, so that nothing is written. */
function openQuietly(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  return closingOnFailure(db, () => {
    if (ledgerVersionOf(db, file) < LEDGER_VERSION) migrate(db, file);
    db.exec('PRAGMA query_only = 1');
    db.prepare('SELECT count(*) FROM leases').get();
  });
}

function openReadOnly(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  return closingOnFailure(db, () => ledgerVersionOf(db, file));
}

/** In a folder that cannot be written nobody else writes either, and SQLite may leave out its locks. */
function openImmutable(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.search = '?immutable=1';
  const db = new DatabaseSync(url, { readOnly: true });
  return closingOnFailure(db, () => ledgerVersionOf(db, file));
}

function closingOnFailure(db: DatabaseSync, prepare: () => unknown): DatabaseSync {
  try {
    prepare();
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

const resultCode = (cause: unknown): number =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : 0;
const isBusy = (cause: unknown): boolean => [5, 6].includes(resultCode(cause));
/** No permission, read-only, cannot open. */
const isRefused = (cause: unknown): boolean => [3, 8, 14].includes(resultCode(cause));
