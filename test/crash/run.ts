import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Injection, inject } from './injection.ts';

/**
 * Every call by which a publish changes the disk is a place to die, and a place to fail. Prints a table; exits with 1
 * where a reader saw something else than the old or the new, or the next run could not go on by itself.
 */
const KILLED = [
  'write',
  'pwrite64',
  'ftruncate',
  'fsync',
  'fdatasync',
  'mkdir',
  'link',
  'symlink',
  'rename',
  'unlink',
  'rmdir',
  'chmod',
];
const FAILED: Readonly<Record<string, readonly Injection['what'][]>> = {
  pwrite64: ['ENOSPC', 'EIO'],
  fsync: ['EIO'],
  fdatasync: ['EIO'],
  mkdir: ['ENOSPC', 'EACCES'],
  link: ['ENOSPC', 'EIO', 'EACCES'],
  symlink: ['ENOSPC', 'EACCES'],
  rename: ['EIO', 'EACCES'],
  unlink: ['EIO', 'EACCES'],
};
const AT_ONCE = 2;
/** No thread of a publish makes so many calls of a kind. */
const LIMIT = 200;

if (spawnSync('strace', ['--version']).status !== 0) {
  process.stderr.write('this needs strace: apt-get install strace\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'sluice-crash-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const instance = await DuckDBInstance.create();
const connection = await instance.connect();
const files = new Map<string, Uint8Array>();
for (const value of ['old', 'stays', 'new']) {
  const path = join(folder, `${value}.parquet`);
  await connection.run(`COPY (SELECT '${value}' AS value) TO '${path}' (FORMAT parquet)`);
  files.set(value, readFileSync(path));
}
const bytes = (value: string): Uint8Array => files.get(value) ?? new Uint8Array();

const campaigns = [
  ...KILLED.map((call) => ({ call, what: 'SIGKILL' as const })),
  ...Object.entries(FAILED).flatMap(([call, errors]) => errors.map((what) => ({ call, what }))),
];
const total = { points: 0, reads: 0, wrong: 0 };

async function campaign({ call, what }: { call: string; what: Injection['what'] }): Promise<void> {
  let points = 0;
  const ends = new Map<string, number>();
  for (let when = 1; when <= LIMIT; when++) {
    const { hit, end, reads, wrong } = await inject({ call, when, what }, bytes);
    total.reads += reads;
    for (const words of wrong) process.stdout.write(`!! ${what} at ${call} ${when}: ${words}\n`);
    total.wrong += wrong.length;
    if (!hit) break;
    points += 1;
    const word = end.startsWith('nothing') ? 'nothing begun' : end;
    if (what !== 'SIGKILL') ends.set(word, (ends.get(word) ?? 0) + 1);
  }
  total.points += points;
  const how = [...ends].map(([end, count]) => `${count} ${end}`).join(', ');
  process.stdout.write(`| ${what} | ${call} | ${points} | ${how} |\n`);
}

const todo = [...campaigns];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) await campaign(next);
  }),
);
connection.closeSync();
instance.closeSync();
process.stdout.write(`${total.points} points, ${total.reads} reads meanwhile, ${total.wrong} wrong\n`);
process.exitCode = total.wrong > 0 || total.points < 50 ? 1 : 0;
