import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { IssueCode } from '../../core/contract/issue.ts';
import { platformError } from '../../core/contract/platform-error.ts';

const BY_ERRNO: Readonly<Record<string, IssueCode>> = {
  ENOSPC: 'SLU-520',
  EDQUOT: 'SLU-520',
  EACCES: 'SLU-521',
  EPERM: 'SLU-521',
  EROFS: 'SLU-522',
  ENOENT: 'SLU-523',
  ENOTDIR: 'SLU-524',
  EISDIR: 'SLU-524',
  EEXIST: 'SLU-524',
  ENAMETOOLONG: 'SLU-525',
};

/** An error of `node:fs` in words; `file` is what the user knows it by. Anything else is passed through. */
export function ioError(cause: unknown, file: string): unknown {
  if (!isErrno(cause)) return cause;
  return platformError(BY_ERRNO[cause.code] ?? 'SLU-526', { file, reason: cause.message }, cause);
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const BY_SQLITE: Readonly<Record<number, IssueCode>> = {
  3: 'SLU-521',
  5: 'SLU-514',
  6: 'SLU-514',
  8: 'SLU-521',
  11: 'SLU-513',
  13: 'SLU-520',
  14: 'SLU-512',
  23: 'SLU-521',
  26: 'SLU-511',
};

/** An error of `node:sqlite` in words; anything that is not SQLite's own is passed through. */
export function sqliteError(cause: unknown, file: string): unknown {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return cause;
  const primary = cause.errcode & 0xff;
  const code = primary === SQLITE_IOERR && isFull(dirname(file)) ? 'SLU-520' : BY_SQLITE[primary];
  return platformError(code ?? 'SLU-515', { file, reason: cause.message }, cause);
}

const SQLITE_IOERR = 10;

/** SQLite says only "I/O error" where it cannot make its shared memory file on a disk without room. */
function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < 64 * 1024;
  } catch {
    return false;
  }
}

export const errnoOf = (cause: unknown): string | undefined => (isErrno(cause) ? cause.code : undefined);

/** What `node:fs` throws: a `code` in capitals and the number behind it. */
function isErrno(cause: unknown): cause is Error & { readonly code: string } {
  return cause instanceof Error && 'errno' in cause && 'code' in cause && typeof cause.code === 'string';
}
