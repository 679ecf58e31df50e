import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '../../..');
const home = mkdtempSync(join(tmpdir(), 'sluice-home-'));
afterAll(() => rmSync(home, { recursive: true }));

/** As on a machine where nobody has signed in. */
function smoke(...args: readonly string[]) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = { ...Object.fromEntries(clean), HOME: home, AWS_EC2_METADATA_DISABLED: 'true' };
  const command = [join(PROJECT, 'bin/aws-smoke.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    env,
    cwd: home,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test('without credentials it says so in one sentence, and does nothing', () => {
  const { code, stdout, stderr } = smoke('--region', 'eu-central-1', '--yes');
  expect(stderr).toMatch(/^There are no credentials that AWS accepts \(.+\): sign in .*--profile\.\n$/);
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
});

test.each([
  ['no region', [], /^Say which region, like --region eu-central-1, or set AWS_REGION\.\n$/],
  ['something else than a region', ['--region', 'Frankfurt'], /^Say which region/],
  [
    'an unknown probe',
    ['--region', 'eu-central-1', '--only', 'nope'],
    /^There is no probe nope: there are deployed, three-days/,
  ],
  ['an unknown option', ['--nope'], /^unknown option '--nope' \(see --help\)\n$/],
  [
    'a name that no run has',
    ['--tear-down', 'prod'],
    /^--tear-down takes the name of an earlier run, like smoke-1a2b3c4d, not prod\.\n$/,
  ],
  [
    'a run of another machine',
    ['--tear-down', 'smoke-00000000'],
    /^There is no folder .*smoke-00000000: an earlier run is taken away where it was started\.\n$/,
  ],
])('%s is refused in one sentence', (_, args, sentence) => {
  const { code, stdout, stderr } = smoke(...args);
  expect(stderr).toMatch(sentence);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
