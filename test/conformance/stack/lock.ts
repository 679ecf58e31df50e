import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { JAR_LOCKS } from './versions.ts';
import { MOTO_REQUIREMENTS, projectOf } from './wanted.ts';

/**
 * Writes the files in `locks` again: asks Maven (with the user's settings) which jars the stack's parts need, and uv
 * which Python packages moto needs, and notes their SHA-256. Needs mvn and python3 on PATH; takes some minutes.
 */
const locks = join(import.meta.dirname, 'locks');
const work = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${basename(command)} failed`, { cause: error });
}

function jarsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.jar'))
    .sort();
}

function doubled(paths: readonly string[]): readonly string[] {
  return paths.filter((path, at) => paths.findIndex((p) => basename(p) === basename(path)) !== at);
}

for (const name of JAR_LOCKS) {
  const project = join(work, name);
  mkdirSync(project);
  writeFileSync(join(project, 'pom.xml'), projectOf(name));
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const options = ['-DincludeScope=runtime', '-Dmdep.useRepositoryLayout=true', '-DoutputDirectory=jars'];
  run('mvn', ['-q', '-B', goal, ...options], project);
  const paths = jarsBelow(join(project, 'jars'));
  if (doubled(paths).length > 0) throw new Error(`two jars of one name: ${doubled(paths).join(', ')}`);
  const lines = paths.map((path) => {
    const sha256 = createHash('sha256').update(readFileSync(join(project, 'jars', path)));
    return `${sha256.digest('hex')}  ${path}\n`;
  });
  writeFileSync(join(locks, `${name}.sha256`), lines.join(''));
  process.stdout.write(`${name}: ${lines.length} jars\n`);
}

writeFileSync(join(work, 'moto.in'), MOTO_REQUIREMENTS.lines.join('\n'));
run('python3', ['-m', 'venv', 'venv'], work);
run(join(work, 'venv/bin/pip'), ['install', '--quiet', 'uv'], work);
const resolve = [
  'pip',
  'compile',
  '--quiet',
  '--universal',
  '--generate-hashes',
  '--no-header',
  '--no-annotate',
];
const wanted = ['--python-version', MOTO_REQUIREMENTS.python, 'moto.in', '-o', join(locks, 'moto.txt')];
run(join(work, 'venv/bin/uv'), [...resolve, ...wanted], work);
process.stdout.write('moto: locks/moto.txt\n');
