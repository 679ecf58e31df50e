import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Issue } from '../../core/contract/issue.ts';
import type { Contract } from '../../core/contract/model.ts';
import type { TextFile } from './folder-registry.ts';
import { keep, keptFolder, readKept } from './kept-file.ts';

/** A contract without errors, as `readContract` returned it: JSON, like everything that travels between steps. */
export interface ReadContract {
  readonly contract: Contract;
  readonly warnings: readonly Issue[];
}

/**
 * What reading a contract came to is kept, because reading one takes a sixth of a short `sluice check` (2026-11). It
 * is found again by the same text under the same name, read by the same build, and by nothing else. Where there is
 * no build, nothing is kept.
 */
export function contractCache(environment: NodeJS.ProcessEnv, build: string | undefined) {
  const folder = keptFolder(environment);
  const fileOf = ({ path, text }: TextFile): string | undefined => {
    if (folder === undefined || build === undefined) return undefined;
    const key = createHash('sha256')
      .update(JSON.stringify([build, path, text]))
      .digest('hex');
    return join(folder, `contract-${key}.json`);
  };
  return {
    find: (source: TextFile): ReadContract | undefined => {
      const file = fileOf(source);
      const kept = file === undefined ? undefined : readKept(file);
      return kept === undefined ? undefined : JSON.parse(kept.toString('utf8'));
    },
    keep: (source: TextFile, read: ReadContract): void => {
      const file = fileOf(source);
      if (file !== undefined) keep(file, Buffer.from(JSON.stringify(read)));
    },
  };
}
