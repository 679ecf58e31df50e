import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environmentOf } from '../../lib/cli/environments.ts';

let contracts: string;
beforeEach(() => {
  contracts = mkdtempSync(join(tmpdir(), 'sluice-environments-'));
});
afterEach(() => rmSync(contracts, { recursive: true, force: true }));

function write(
  name: string,
  folder: string,
  platform = 'aws\nregion: us-east-1\nlake: s3://some-lake',
): void {
  mkdirSync(join(contracts, folder), { recursive: true });
  const text = `apiVersion: sluice/v1\nname: ${name}\nplatform: ${platform}\n`;
  writeFileSync(join(contracts, folder, `${name}.environment.yaml`), text);
}

const refused = (env: string): unknown => {
  try {
    return environmentOf({ contracts, env });
  } catch (cause) {
    return cause;
  }
};

test('two files of one name are refused, with both', () => {
  write('dev', '.');
  expect(environmentOf({ contracts, env: 'dev' }).name).toBe('dev');
  write('dev', 'aviation');
  expect(refused('dev')).toMatchObject({
    issues: [
      {
        code: 'SLU-223',
        params: {
          name: 'dev',
          first: expect.stringContaining('dev.environment.yaml'),
          second: expect.stringContaining('dev.environment.yaml'),
        },
      },
    ],
  });
});

test('a file of local that says another platform is not passed over', () => {
  write('local', '.');
  expect(refused('local')).toMatchObject({ issues: [{ code: 'SLU-224' }] });
  write('local', '.', 'local');
  expect(environmentOf({ contracts, env: 'local' })).toEqual({ name: 'local', platform: 'local' });
});

test('local needs no file, and no folder of contracts', () => {
  const local = { name: 'local', platform: 'local' };
  expect(environmentOf({ contracts, env: 'local' })).toEqual(local);
  expect(environmentOf({ contracts: join(contracts, 'nowhere'), env: 'local' })).toEqual(local);
  expect(environmentOf({ contracts: join(contracts, 'nowhere') })).toEqual(local);
});
