import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a command to its end, in silence; an error holds what it said. */
export async function run(command: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(command, [...args], { maxBuffer: 2 ** 26 });
}

/** The last lines that a failed command wrote. */
export function lastWords(e: unknown): string {
  const said = typeof e === 'object' && e !== null && 'stderr' in e ? String(e.stderr) : String(e);
  return said.trim().split('\n').slice(-5).join('\n');
}
