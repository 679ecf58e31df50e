import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const PROJECT = resolve(import.meta.dirname, '../..');
const BIN = join(PROJECT, 'bin/sluice.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for `lake/` and `.sluice/`, with a copy of the contracts that a test may change. */
export class Workplace {
  readonly root: string;
  readonly contracts: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
    this.contracts = join(this.root, 'contracts');
    mkdirSync(this.contracts);
    cpSync(join(PROJECT, 'contracts'), this.contracts, { recursive: true });
  }

  /** The command as a process of its own, in the project's folder. */
  sluice(...args: readonly string[]): Ended {
    return this.#spawn(args, this.#environment());
  }

  /** The same, left running: the test may send it signals. */
  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [BIN, ...args], { cwd: PROJECT, env: this.#environment() });
  }

  /** The same with more in its environment, while this process goes on and may answer it. */
  async ended(more: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
    const env = { ...this.#environment(), ...more };
    const child = spawn(process.execPath, [BIN, ...args], { cwd: PROJECT, env });
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ]);
    return { code, stdout, stderr };
  }

  /** The command through a shell line in which `"$@"` stands for it: limits, other users. */
  within(shell: string, ...args: readonly string[]): Ended {
    const command = ['-c', shell, 'bash', process.execPath, BIN, ...args];
    const options = { cwd: PROJECT, env: this.#environment(), encoding: 'utf8' as const };
    const { status, stdout, stderr } = spawnSync('bash', command, options);
    return { code: status, stdout, stderr };
  }

  #environment(): Record<string, string | undefined> {
    const { START_TIME: _, END_TIME: __, ...clean } = process.env;
    return { ...clean, SLUICE_ROOT: this.root, SLUICE_CONTRACTS: this.contracts, NO_COLOR: '1' };
  }

  withEnvironment(more: Readonly<Record<string, string>>, ...args: readonly string[]): Ended {
    return this.#spawn(args, {
      ...process.env,
      SLUICE_ROOT: this.root,
      SLUICE_CONTRACTS: this.contracts,
      ...more,
    });
  }

  #spawn(args: readonly string[], env: Record<string, string | undefined>): Ended {
    const options = { cwd: PROJECT, env, encoding: 'utf8' as const, maxBuffer: 256 * 1024 * 1024 };
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], options);
    return { code: status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
