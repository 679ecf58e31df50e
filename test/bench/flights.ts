import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const PROJECT = resolve(import.meta.dirname, '../..');
export const SLUICE = join(PROJECT, 'dist/sluice.mjs');
export const CONTRACT = join(PROJECT, 'contracts/aviation/flights.odcs.yaml');

/** A folder that is gone when the program ends. */
export function temporaryFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return root;
}

export interface Flights {
  /** The candidates of all days, as a run writes them: a folder a day, a file in each. */
  readonly all: string;
  /** One of them. */
  readonly one: string;
}

export function flights(root: string): Flights {
  const command = [SLUICE, 'run', 'aviation/flights', '--root', root, '--fail-on', 'never'];
  const ran = spawnSync(process.execPath, command, { cwd: PROJECT, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`the flights could not be written: ${ran.stderr}`);
  const runs = join(root, '.sluice/runs/aviation/flights');
  const all = join(runs, readdirSync(runs)[0] ?? '', '1');
  const one = join(root, 'one');
  mkdirSync(one);
  cpSync(join(all, 'flight_date=2001-03-01'), join(one, 'flight_date=2001-03-01'), { recursive: true });
  return { all, one };
}
