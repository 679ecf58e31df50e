import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { comesToHold, descendants, isRunning, programOf } from './testing/processes.ts';

/** Many times the two seconds that a program is given, for busy machines. */
const GONE_WITHIN_MS = 30_000;

async function keeping(how: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-keeper-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'data'));
  const script = join(import.meta.dirname, 'testing/keeps.ts');
  const parent = spawn(process.execPath, [script, how, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  await once(parent.stdout, 'data');
  const pid = parent.pid ?? 0;
  await comesToHold(() => descendants(pid).map(programOf).includes('sleep'), GONE_WITHIN_MS);
  return { parent, folder, below: descendants(pid) };
}

test.each(['stop', 'exit', 'throw', 'reject', 'SIGKILL', 'SIGTERM', 'SIGINT'])(
  'nothing that was kept outlives its owner: %s',
  async (how) => {
    const { parent, folder, below } = await keeping(how);
    expect(below.map(programOf)).toEqual(['node', 'node', 'sleep']);
    if (how.startsWith('SIG')) parent.kill(how as NodeJS.Signals);
    else parent.stdin.write('go\n');
    expect(await comesToHold(() => !below.some(isRunning), GONE_WITHIN_MS)).toBe(true);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    expect(existsSync(join(folder, 'log'))).toBe(true);
  },
);

test('what is kept goes when the keeper itself is killed', async () => {
  const { below } = await keeping('stop');
  const [keeper = 0] = below;
  process.kill(keeper, 'SIGKILL');
  expect(await comesToHold(() => !below.some(isRunning), GONE_WITHIN_MS)).toBe(true);
});
