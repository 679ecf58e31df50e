import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEAD } from '../contract-head.ts';
import { SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;

const environment = (name: string, more: string): void =>
  writeFileSync(
    join(place.contracts, `${name}.environment.yaml`),
    `apiVersion: sluice/v1\nname: ${name}\nplatform: aws\nregion: us-east-1\nlake: s3://some-lake\n${more}`,
  );

beforeAll(() => {
  place = new SmallPipeline();
  environment('away', 'endpoints: { file: nobody/stack.json }\n');
});
afterAll(() => place.remove());

const refused = (...args: readonly string[]): string => {
  const { code, stdout, stderr } = place.sluice(...args);
  expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '' });
  return stderr;
};

test('an environment that is not there is refused, and the nearest name is offered', () => {
  expect(refused('run', 'small/days', '--env', 'awya')).toMatch(/SLU-221.*awya[\s\S]*Did you mean "away"/);
  expect(refused('status', '--env', 'x')).toMatch(/SLU-221[\s\S]*There are: local, away/);
});

test('a wrong field is named with its file and line, by validate and by a run', () => {
  environment('wrong', 'workgrup: a\n');
  try {
    expect(refused('run', 'small/days', '--env', 'wrong')).toMatch(
      /SLU-114.*workgrup[\s\S]*wrong\.environment\.yaml:6/,
    );
    const validated = place.sluice('validate', join(place.contracts, 'wrong.environment.yaml'));
    expect(validated.code).toBe(2);
    expect(validated.stderr).toMatch(/workgrup/);
  } finally {
    renameSync(join(place.contracts, 'wrong.environment.yaml'), join(place.root, 'wrong.yaml'));
  }
});

test('endpoints that nobody wrote yet say what to start', () => {
  writeFileSync(
    join(place.root, 'c.odcs.yaml'),
    `${HEAD}    properties: [{ name: a, logicalType: integer }]\n`,
  );
  const data = ['s3://some-lake/a', '--contract', join(place.root, 'c.odcs.yaml')];
  expect(refused('check', ...data, '--env', 'away')).toMatch(
    /SLU-222.*nobody\/stack\.json[\s\S]*npm run stack/,
  );
});

test('data of this machine is no data of an environment', () => {
  writeFileSync(
    join(place.root, 'c.odcs.yaml'),
    `${HEAD}    properties: [{ name: a, logicalType: integer }]\n`,
  );
  const said = refused('check', place.root, '--contract', join(place.root, 'c.odcs.yaml'), '--env', 'away');
  expect(said).toMatch(/SLU-612[\s\S]*s3:\/\/bucket\/folder/);
});

test('a source without a server of the environment is refused with what is missing', () => {
  expect(refused('run', 'small/days', '--env', 'away')).toMatch(/SLU-316.*of type local.*away[\s\S]*type s3/);
});

test('commands that work on this machine only say so of an environment on AWS', () => {
  for (const args of [
    ['gc', 'small/days'],
    ['adopt', 'small/days', place.source],
  ])
    expect(refused(...args, '--env', 'away')).toMatch(/SLU-615.*on this machine only.*away is on AWS/);
  expect(refused('gc', 'small/days', '--env', 'awya')).toMatch(/SLU-221/);
});

test('without credentials every command says so in one sentence, and asks nothing of AWS', () => {
  environment('nobody', '');
  const none = {
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_PROFILE: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: place.root,
  };
  try {
    for (const args of [
      ['doctor'],
      ['status'],
      ['path', 'small/days'],
      ['rollback', 'small/days', '--run', 'x'],
    ]) {
      const { code, stdout, stderr } = place.withEnvironment(none, ...args, '--env', 'nobody');
      expect({ code, stdout, stderr }).toMatchObject({ code: 3, stdout: '' });
      expect(stderr).toMatch(/^error SLU-585: There are no credentials for .*\n.*= fix: Sign in/);
    }
  } finally {
    renameSync(join(place.contracts, 'nobody.environment.yaml'), join(place.root, 'nobody.yaml'));
  }
});

test('a doctor of an environment that is not there is refused', () => {
  expect(refused('doctor', '--env', 'awya')).toMatch(/SLU-221[\s\S]*Did you mean "away"/);
});

test('environments are no pipelines and no contracts', () => {
  const { code, stdout } = place.sluice('validate');
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^11 files: 0 errors/) });
});

test('files without an ending are Parquet where they begin as such, and nothing otherwise', async () => {
  const contract = join(place.root, 'c.odcs.yaml');
  writeFileSync(contract, `${HEAD}    properties: [{ name: at, logicalType: timestamp }]\n`);
  await place.write([{ day: '2001-01-01' }]);
  const [file = ''] = readdirSync(place.source).filter((f) => f.endsWith('.parquet'));
  const folder = join(place.root, 'bare');
  mkdirSync(folder);
  writeFileSync(join(folder, '20261121_000000_00001_abcde'), readFileSync(join(place.source, file)));
  expect(place.sluice('check', folder, '--contract', contract).code).toBe(0);
  writeFileSync(join(folder, '20261121_000000_00002_abcde'), 'no data');
  expect(refused('check', folder, '--contract', contract)).toMatch(/SLU-4\d\d/);
});
