import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { StackAddress } from './stack.ts';

/** Where `sluice --env stack` looks, below the folder it is called in. */
export const STACK_FILE = '.sluice/stack.json';

/** Writes where the stack answers; readers see the whole file or none. Gives its path. */
export function writeStackFile(path: string, { endpoints, region, credentials }: StackAddress): string {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify({ endpoints, region, credentials }, null, 2)}\n`);
  renameSync(draft, file);
  return file;
}
