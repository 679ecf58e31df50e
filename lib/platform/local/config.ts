import { execFileSync } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Actor } from '../../core/publish/facts.ts';

/** Where things are on this machine: flags win over the environment, the environment over the working directory. */
export interface LocalConfig {
  /** Holds `lake/` and `.sluice/`. */
  readonly root: string;
  readonly contracts: string;
}

export function localConfig(flags: { readonly root?: string; readonly contracts?: string }): LocalConfig {
  return {
    root: resolve(flags.root ?? process.env.SLUICE_ROOT ?? '.'),
    contracts: resolve(flags.contracts ?? process.env.SLUICE_CONTRACTS ?? 'contracts'),
  };
}

/** Who acts, for receipts: user and host, the commit of the contracts (`-dirty` when files differ), the tool. */
export function localActor(contracts: string, version: string): Actor {
  const user = `${process.env.USER ?? userName()}@${hostname()}`;
  return { user, commit: gitCommit(contracts), tool: `sluice ${version}` };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function gitCommit(folder: string): string | null {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const commit = git('rev-parse', 'HEAD');
    return git('status', '--porcelain', '--', '.') === '' ? commit : `${commit}-dirty`;
  } catch {
    return null;
  }
}
