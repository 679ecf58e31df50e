import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { PROJECT, type WorkFolder } from './work-folder.ts';

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a user has it, in a process of its own, on the folder's contracts. */
export async function sluice({ contracts, localRoot }: WorkFolder, args: readonly string[]): Promise<Answer> {
  const places = { SLUICE_CONTRACTS: contracts, SLUICE_ROOT: localRoot };
  const child = spawn(process.execPath, [join(PROJECT, 'bin/sluice.ts'), ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...places, NO_COLOR: '1' },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** What a command gives as JSON, whatever its exit code; throws its words where it gives nothing. */
export async function sluiceJson<T>(folder: WorkFolder, args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await sluice(folder, [...args, '--format', 'json']);
  if (stdout.trim() === '') throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}

interface RunLine {
  readonly runId: string;
  readonly state: string;
}

/** The newest run of a dataset that came to its end, as `sluice show` has it. */
export async function newestOutcome(folder: WorkFolder, dataset: string): Promise<RunOutcome> {
  const env = ['--env', folder.environment];
  const history = await sluiceJson<readonly RunLine[]>(folder, ['history', dataset, ...env]);
  const newest = history.find((line) => line.state === 'finished');
  if (newest === undefined) throw new Error(`no run of ${dataset} has finished`);
  return sluiceJson<RunOutcome>(folder, ['show', newest.runId, ...env]);
}
