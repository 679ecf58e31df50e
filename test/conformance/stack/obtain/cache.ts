import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder in which downloads are kept between runs, and between clones. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.SLUICE_CACHE ?? join(homedir(), '.cache/sluice'), 'conformance');
}

/**
 * Makes a folder that is either whole or not there: built beside its place, then renamed into it. Where another
 * process was faster, its folder is as good.
 */
export async function buildOnce(
  folder: string,
  build: (draft: string) => Promise<void> | void,
): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    await build(draft);
    renameSync(draft, folder);
  } catch (e) {
    if (!existsSync(folder)) throw e;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
