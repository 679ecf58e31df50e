import { expect, test } from 'vitest';
import {
  databaseOf,
  type Environment,
  readEndpoints,
  readEnvironment,
} from '../../../lib/core/environment/environment.ts';

const FULL = `apiVersion: sluice/v1
name: dev
platform: aws
region: eu-central-1
lake: s3://my-lake/features
results: s3://my-results
workgroup: gate
databases: { staging: tmp, prefix: dev_ }
ledgerTable: decisions
`;

const read = (text: string, file = 'contracts/dev.environment.yaml'): Environment => {
  const found = readEnvironment(text, file);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
};

const issuesOf = (text: string, file = 'contracts/dev.environment.yaml') => {
  const found = readEnvironment(text, file);
  return found.ok ? [] : found.error.map((i) => [i.code, i.at?.file, i.at?.line]);
};

test('what a file says is what a run gets; prefixes and results end in a slash', () => {
  expect(read(FULL)).toEqual({
    name: 'dev',
    platform: 'aws',
    region: 'eu-central-1',
    lake: { bucket: 'my-lake', prefix: 'features/' },
    results: 's3://my-results/',
    workgroup: 'gate',
    catalog: 'AwsDataCatalog',
    databases: { staging: 'tmp', prefix: 'dev_' },
    ledgerTable: 'decisions',
  });
});

test('what is not given is named after the environment', () => {
  const text = 'apiVersion: sluice/v1\nname: my-dev\nplatform: aws\nregion: us-east-1\nlake: s3://lake\n';
  const environment = read(text, 'my-dev.environment.yml');
  expect(environment).toEqual({
    name: 'my-dev',
    platform: 'aws',
    region: 'us-east-1',
    lake: { bucket: 'lake', prefix: '' },
    workgroup: 'sluice-my-dev',
    catalog: 'AwsDataCatalog',
    databases: { staging: 'sluice_my_dev', prefix: 'sluice_my_dev_' },
    ledgerTable: 'sluice-my-dev',
  });
  if (environment.platform !== 'aws') throw new Error('another platform');
  expect(databaseOf(environment, 'Air-Traffic')).toBe('sluice_my_dev_air_traffic');
});

test('two environments share no name that was not given', () => {
  const of = (name: string) =>
    read(
      `apiVersion: sluice/v1\nname: ${name}\nplatform: aws\nregion: us-east-1\nlake: s3://lake-${name}\n`,
      `${name}.environment.yaml`,
    );
  const [dev, sit] = [of('dev'), of('sit')];
  if (dev.platform !== 'aws' || sit.platform !== 'aws') throw new Error('another platform');
  expect(dev.workgroup).not.toBe(sit.workgroup);
  expect(dev.ledgerTable).not.toBe(sit.ledgerTable);
  expect(dev.databases.staging).not.toBe(sit.databases.staging);
  expect(dev.databases.prefix).not.toBe(sit.databases.prefix);
});

test('every field that is wrong is named, with its file and line', () => {
  const text = `apiVersion: sluice/v1
name: dev
platform: aws
region: Frankfurt
lake: my-lake
databases: { staging: "a-b" }
endpoints: { s3: localhost:4566 }
`;
  expect(issuesOf(text)).toEqual([
    ['SLU-118', 'contracts/dev.environment.yaml', 4],
    ['SLU-118', 'contracts/dev.environment.yaml', 5],
    ['SLU-118', 'contracts/dev.environment.yaml', 6],
    ['SLU-118', 'contracts/dev.environment.yaml', 7],
  ]);
});

test('an unknown key, a missing one, a platform that nobody knows', () => {
  expect(issuesOf(`${FULL}workgrup: x\n`).map(([code]) => code)).toEqual(['SLU-114']);
  expect(issuesOf('apiVersion: sluice/v1\nname: dev\nplatform: aws\n').map(([code]) => code)).toEqual([
    'SLU-115',
    'SLU-115',
  ]);
  expect(issuesOf('apiVersion: sluice/v1\nname: dev\nplatform: gcp\n')).toHaveLength(1);
});

test('an environment is called what its file is called', () => {
  expect(issuesOf(FULL, 'contracts/prod.environment.yaml')).toEqual([
    ['SLU-220', 'contracts/prod.environment.yaml', 2],
  ]);
});

test('local needs a platform and a name only', () => {
  expect(read('apiVersion: sluice/v1\nname: dev\nplatform: local\n')).toEqual({
    name: 'dev',
    platform: 'local',
  });
});

test('local is this machine, whatever its file says', () => {
  const file = 'contracts/local.environment.yaml';
  expect(read('apiVersion: sluice/v1\nname: local\nplatform: local\n', file).platform).toBe('local');
  expect(issuesOf(FULL.replace('name: dev', 'name: local'), file)).toEqual([['SLU-224', file, 3]]);
});

test('endpoints are read from what the stack writes, whatever else stands there', () => {
  const text = '{"pid": 7, "endpoints": {"s3": "http://127.0.0.1:1", "trino": "http://127.0.0.1:2"}}';
  expect(readEndpoints(text, 'stack.json')).toEqual({
    ok: true,
    value: { endpoints: { s3: 'http://127.0.0.1:1' } },
  });
  expect(readEndpoints('{"endpoints": {"s3": 7}}', 'stack.json').ok).toBe(false);
});
