import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const BUILT = resolve(import.meta.dirname, '../../dist/functions');
const SOURCES = resolve(import.meta.dirname, '../../functions');

/** By what a client's code is known in a bundle. */
const CLIENTS = {
  athena: 'AmazonAthena',
  glue: 'AWSGlue',
  dynamodb: 'DynamoDB_20120810',
  s3: 'x-amz-copy-source',
  sns: 'AmazonSimpleNotificationService',
  events: 'AWSEvents',
  secretsmanager: 'secretsmanager',
  ssm: 'AmazonSSM',
} as const;
type Client = keyof typeof CLIENTS;

/** The most that each may weigh, in kB, and the clients that it has: what its step needs. */
const EXPECTED: Readonly<Record<string, readonly [kilobytes: number, ...clients: Client[]]>> = {
  abandon: [2200, 'athena', 'glue', 'dynamodb', 's3', 'sns', 'events'],
  begin: [2150, 'athena', 'glue', 'dynamodb', 's3'],
  finish: [1900, 'dynamodb', 's3', 'sns', 'events'],
  judge: [1800, 'dynamodb', 's3'],
  measure: [1950, 'athena', 'glue', 'dynamodb', 's3'],
  pin: [1850, 'dynamodb', 's3'],
  prepare: [1950, 'glue', 'dynamodb', 's3'],
  publish: [1950, 'glue', 'dynamodb', 's3'],
  sample: [1950, 'athena', 'glue', 's3'],
  'slack-relay': [1250, 'secretsmanager', 'ssm'],
  transform: [2000, 'athena', 'glue', 'dynamodb', 's3'],
  windows: [1900, 's3'],
};

const folders = readdirSync(SOURCES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name);

test('every function is expected', () => {
  expect(folders.sort()).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))(
  '%s weighs no more than it may, and has no client too many',
  (name, [kilobytes, ...clients]) => {
    const path = resolve(BUILT, name, 'index.mjs');
    expect(statSync(path).size).toBeLessThan(kilobytes * 1000);
    const text = readFileSync(path, 'utf8');
    const found = Object.entries(CLIENTS).flatMap(([client, mark]) => (text.includes(mark) ? [client] : []));
    expect(found.sort()).toEqual([...clients].sort());
  },
);

/** Of processor time, on a machine that does other things beside; about 300 ms were seen. */
const LOADED_WITHIN_MS = 1000;

/** The processor time that a process needs to load a function: what a cold start waits for, at the least. */
function loadingMs(name: string): number {
  const file = JSON.stringify(resolve(BUILT, name, 'index.mjs'));
  const code = `const from = process.cpuUsage(); const { handler } = await import(${file});
    const { user, system } = process.cpuUsage(from); process.stdout.write(typeof handler + ' ' + (user + system) / 1000)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  });
  const [type, ms] = stdout.split(' ');
  if (type !== 'function') throw new Error(stderr);
  return Number(ms);
}

test.each(folders)('%s is loaded in the time that a cold start has, from nothing but its bundle', (name) => {
  const fastest = Math.min(...[1, 2, 3].map(() => loadingMs(name)));
  expect(fastest).toBeLessThan(LOADED_WITHIN_MS);
});
