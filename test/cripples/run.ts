import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CRIPPLES, type Cripple } from './cripples.ts';

/**
 * The test of the tests: each cripple is switched in, in a copy of the project, and the suite has to fail. Prints a
 * table; exits with 1 where one was not caught, or where the tests fail without any.
 */
const PROJECT = resolve(import.meta.dirname, '../..');
const COPIED = [
  'bin',
  'lib',
  'test',
  'contracts',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'biome.json',
];

mkdirSync(join(PROJECT, 'reports'), { recursive: true });
const folder = mkdtempSync(join(PROJECT, 'reports/cripples-'));
for (const name of COPIED) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** With CI set, vitest writes its report beside what it prints. */
function run(tests: readonly string[]): { readonly passes: boolean; readonly failed: string } {
  const vitest = join(PROJECT, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--bail', '1', ...tests];
  const ended = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', SLUICE_SEEDS: '10', NO_COLOR: '1' },
    maxBuffer: 256 * 1024 * 1024,
  });
  const json = readFileSync(join(folder, 'reports/vitest.json'), 'utf8');
  const report: { testResults: { assertionResults: { status: string; fullName: string }[] }[] } =
    JSON.parse(json);
  const failed = report.testResults.flatMap((f) => f.assertionResults).find((a) => a.status === 'failed');
  return { passes: ended.status === 0, failed: failed?.fullName ?? 'the run itself' };
}

/** The name of the test that noticed; undefined where none did. */
function caughtBy({ name, file, from, to, tests }: Cripple): string | undefined {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2)
    throw new Error(`"${name}": its text does not stand in ${file} exactly once`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    const { passes, failed } = run(tests);
    return passes ? undefined : failed;
  } finally {
    writeFileSync(path, text);
  }
}

const only = process.argv[2] ?? '';
const chosen = CRIPPLES.filter((c) => c.name.includes(only));
const places = [...new Set(chosen.flatMap((c) => c.tests))];
const whole = run(places);
if (!whole.passes) {
  process.stderr.write(`the tests fail without any cripple: ${whole.failed}\n`);
  process.exit(1);
}
let missed = 0;
for (const cripple of chosen) {
  const by = caughtBy(cripple);
  if (by === undefined) missed += 1;
  process.stdout.write(`| ${cripple.name} | ${by === undefined ? '**not caught**' : by} |\n`);
}
process.stdout.write(`${chosen.length - missed} of ${chosen.length} cripples caught\n`);
process.exitCode = missed > 0 ? 1 : 0;
