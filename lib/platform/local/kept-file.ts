import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/**
 * Where a process leaves for the next one what would take it long to make again. The user's own folder: who may
 * write there may run code as the user anyway. Undefined where Node's own compile cache is switched off too.
 */
export function keptFolder(environment: NodeJS.ProcessEnv): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME } = environment;
  if (NODE_DISABLE_COMPILE_CACHE === '1') return undefined;
  // the specification: a path that is not absolute is to be ignored
  if (XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'sluice');
  try {
    return join(homedir(), '.cache', 'sluice');
  } catch {
    // a user without a home, as containers have them
    return undefined;
  }
}

const DIGEST_BYTES = 32;
const digest = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** What was kept, byte for byte; a damaged file is as good as none. */
export function readKept(file: string): Buffer | undefined {
  try {
    const whole = readFileSync(file);
    const data = whole.subarray(DIGEST_BYTES);
    return digest(data).equals(whole.subarray(0, DIGEST_BYTES)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Never throws: where it cannot be kept, the next process makes it again. */
export function keep(file: string, data: Uint8Array): void {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([digest(data), data]), { mode: 0o600 });
    renameSync(temporary, file);
    removeOld(dirname(file));
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // its folder is none
  }
}

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** Leftovers of builds and contracts that are gone. What is still used is made and kept again. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = statSync(path);
    if (stats.isFile() && Date.now() - stats.mtimeMs > MAX_AGE_MS) rmSync(path, { force: true });
  }
}
