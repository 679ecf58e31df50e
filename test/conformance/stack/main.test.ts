import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StackAddress } from './stack.ts';
import { comesToHold, descendants, isRunning, programOf } from './testing/processes.ts';
import { trinoStatement } from './trino-statement.ts';

const READY_WITHIN_MS = 300_000;
const BEGUN_WITHIN_MS = 60_000;
const GONE_WITHIN_MS = 30_000;
const PROGRAMS = ['java', 'java', 'node', 'python'];

interface Started {
  readonly main: ChildProcess;
  /** Where it may put its files. */
  readonly temporary: string;
  readonly file: string;
  said(): string;
}

function startMain(): Started {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-main-'));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const file = join(folder, 'made/stack.json');
  const main = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--file', file], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  main.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  onTestFinished(() => {
    main.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  });
  return { main, temporary, file, said: () => said };
}

const programsBelow = (main: ChildProcess): readonly string[] =>
  descendants(main.pid ?? 0)
    .map((pid) => programOf(pid).replace(/^python.*/, 'python'))
    .sort();

const haveBegun = (main: ChildProcess): boolean =>
  PROGRAMS.every((name, at) => programsBelow(main)[at] === name);

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.log'))
    .map((path) => path.split('/').at(-1) ?? '')
    .sort();

test('kill -9 of a stack that is up leaves nothing but its logs', { timeout: 400_000 }, async () => {
  const { main, temporary, file, said } = startMain();
  expect(await comesToHold(() => existsSync(file), READY_WITHIN_MS), said()).toBe(true);
  const { endpoints, credentials } = JSON.parse(readFileSync(file, 'utf8')) as StackAddress;
  expect(credentials).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
  expect(await trinoStatement(endpoints.trino, 'SELECT 40 + 2')).toEqual([[42]]);
  const below = descendants(main.pid ?? 0);
  expect(programsBelow(main)).toEqual(PROGRAMS);
  main.kill('SIGKILL');
  expect(await comesToHold(() => !below.some(isRunning), GONE_WITHIN_MS)).toBe(true);
  expect(existsSync(file)).toBe(false);
  for (const url of Object.values(endpoints)) await expect(fetch(url)).rejects.toThrow();
  expect(filesBelow(temporary)).toEqual(['iceberg-rest.log', 'moto.log', 'trino.log']);
  expect(readdirSync(join(temporary, readdirSync(temporary)[0] ?? ''))).toEqual(['logs']);
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s while the stack starts leaves nothing running',
  async (signal) => {
    const { main, temporary, file, said } = startMain();
    expect(await comesToHold(() => haveBegun(main), BEGUN_WITHIN_MS), said()).toBe(true);
    const below = descendants(main.pid ?? 0);
    const ended = once(main, 'exit');
    main.kill(signal);
    const [code] = await ended;
    expect(code).toBe(signal === 'SIGKILL' ? null : 0);
    expect(await comesToHold(() => !below.some(isRunning), GONE_WITHIN_MS)).toBe(true);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(join(temporary, readdirSync(temporary)[0] ?? ''))).toEqual(['logs']);
  },
);

test('where something is missing it says in one sentence what to install, and fails', async () => {
  const env = { PATH: '/nowhere' }; // no Python, and Java only where packages put it
  const main = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  main.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(main, 'close');
  expect(code).toBe(1);
  expect(said).toMatch(/^\S.* needs .*install .*\.\n$/);
});
