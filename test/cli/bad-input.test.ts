import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEAD } from '../contract-head.ts';
import { type Ended, Workplace } from './sluice.ts';

let place: Workplace;
const at = (name: string): string => join(place.root, name);

const CONTRACT = `${HEAD}    customProperties: [{ property: sluice.granularity, value: P1D }]
    properties:
      - { name: day, logicalType: date, partitioned: true, partitionKeyPosition: 1 }
      - { name: a, logicalType: integer, logicalTypeOptions: { minimum: 0 } }
`;

const FLIGHTS = resolve(import.meta.dirname, '../../node_modules/vega-datasets/data/flights-3m.parquet');

beforeAll(() => {
  place = new Workplace();
  writeFileSync(at('c.odcs.yaml'), CONTRACT);
  writeFileSync(at('d.csv'), 'a\n1\n');
});
afterAll(() => place.remove());

/** One clear message with a code on stderr, exit code 2, nothing on stdout, no stack trace. */
function expectRefused(ended: Ended, ...said: readonly (string | RegExp)[]): void {
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/error SLU-\d{3}: /);
  expect(ended.stderr).not.toMatch(/\n\s+at .*\.ts:\d+/);
  for (const words of said) expect(ended.stderr).toMatch(words);
}

const check = (data: string, contract = 'c.odcs.yaml'): Ended =>
  place.sluice('check', at(data), '--contract', at(contract));

test.each([
  ['no such file', 'none.odcs.yaml', undefined, 'SLU-603'],
  ['an empty file', 'empty.odcs.yaml', '', 'SLU-101'],
  ['a file that is no YAML', 'broken.odcs.yaml', 'a: [1,\nb: }', 'SLU-1'],
  ['a list', 'list.odcs.yaml', '- 1\n- 2\n', 'SLU-1'],
  ['another kind', 'kind.odcs.yaml', CONTRACT.replace('DataContract', 'Pod'), 'SLU-1'],
  ['version 2', 'old.odcs.yaml', CONTRACT.replace('v3.1.0', 'v2.2.2'), 'SLU-1'],
  ['an unknown key', 'typo.odcs.yaml', CONTRACT.replace('minimum', 'minimun'), 'minimum'],
  ['a duplicate key', 'twice.odcs.yaml', `${CONTRACT}version: 2.0.0\n`, 'SLU-1'],
])('refuses %s as a contract, with its place', (_, name, text, said) => {
  if (text !== undefined) writeFileSync(at(name), text);
  expectRefused(check('d.csv', name), said, name);
});

test('refuses 50 MB of YAML and an alias bomb at once', () => {
  writeFileSync(at('big.odcs.yaml'), `a: ${'x'.repeat(50_000_000)}`);
  expectRefused(check('d.csv', 'big.odcs.yaml'), '1048576');
  const bomb = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`).join(
    '\n',
  );
  writeFileSync(at('bomb.odcs.yaml'), `a0: &a0 [x]\n${bomb}\n`);
  expectRefused(check('d.csv', 'bomb.odcs.yaml'), 'bomb.odcs.yaml');
});

test('refuses a Parquet file that is cut in half, of zero bytes, or no Parquet', () => {
  const whole = readFileSync(FLIGHTS);
  writeFileSync(at('half.parquet'), whole.subarray(0, whole.length / 2));
  writeFileSync(at('zero.parquet'), '');
  writeFileSync(at('text.parquet'), 'this is no parquet file at all');
  for (const name of ['half.parquet', 'zero.parquet', 'text.parquet']) expectRefused(check(name), name);
});

test('refuses a folder without data, and a folder whose name is no partition', () => {
  mkdirSync(at('nothing'));
  expectRefused(check('nothing'), 'nothing');
  mkdirSync(at('odd/2001-01-01'), { recursive: true });
  writeFileSync(at('odd/2001-01-01/x.csv'), 'a\n1\n');
  expectRefused(check('odd'), '2001-01-01');
  mkdirSync(at('wrong/day=2001-13-45'), { recursive: true });
  writeFileSync(at('wrong/day=2001-13-45/x.csv'), 'a\n1\n');
  expectRefused(check('wrong'), '2001-13-45');
});

test('refuses a file with other columns than its neighbours, and names both', () => {
  for (const [day, header] of [
    ['2001-01-01', 'a'],
    ['2001-01-02', 'b'],
  ]) {
    mkdirSync(at(`mixed/day=${day}`), { recursive: true });
    writeFileSync(at(`mixed/day=${day}/x.csv`), `${header}\n1\n`);
  }
  expectRefused(check('mixed'), 'day=2001-01-02', 'day=2001-01-01');
});

test('refuses a window whose end is before its start', () => {
  const ended = place.sluice('run', 'aviation/flights', '--start', '2001-03-02', '--end', '2001-03-01');
  expectRefused(ended, '--end', '--start');
});

test('refuses a ledger from a newer version, and leaves it as it is', () => {
  mkdirSync(at('newer/.sluice'), { recursive: true });
  const ledger = new DatabaseSync(at('newer/.sluice/ledger.sqlite'));
  ledger.exec('PRAGMA user_version = 999');
  ledger.close();
  expectRefused(place.sluice('run', 'aviation/flights', '--root', at('newer')), 'newer', 'ledger.sqlite');
  expect(readdirSync(at('newer'))).toEqual(['.sluice']);
});

test('refuses two servers where one must be chosen', () => {
  const file = join(place.contracts, 'aviation/flights_raw.odcs.yaml');
  const text = readFileSync(file, 'utf8');
  const server = '  - { server: second, type: local, path: x.parquet, format: parquet }\n';
  writeFileSync(file, text.replace('servers:\n', `servers:\n${server}`));
  expectRefused(place.sluice('run', 'aviation/flights'), 'second', 'local');
  writeFileSync(file, text);
});

test('refuses unknown commands, options and formats', () => {
  expectRefused(place.sluice('rnu'), 'run');
  expectRefused(place.sluice('run', 'aviation/flights', '--strat', '2001-01-01'), '--start');
  expectRefused(place.sluice('run', 'aviation/flights', '--format', 'sarif'), 'sarif');
  expectRefused(place.sluice('run', 'aviation/flight'), 'aviation/flights');
  expectRefused(place.sluice('explain', 'SLU-999'), 'SLU-999');
});

test('refuses what is not built yet with its own sentence', () => {
  writeFileSync(
    at('custom.odcs.yaml'),
    `${CONTRACT}    quality: [{ id: mine, type: custom, engine: soda, implementation: x }]\n`,
  );
  expectRefused(check('d.csv', 'custom.odcs.yaml'), 'SLU-306');
});

test.each([
  ['a key twice', '{"a": 1}\n{"a": 1, "a": 2}\n', /row 2 has a key twice/],
  ['keys that differ only in case', '{"a": 1}\n{"A": 2}\n', /"a" and "A" differ only in case/],
  ['a byte order mark', '\uFEFF[{"a": 1}]', /byte order mark/],
])('refuses JSON with %s', (_, text, said) => {
  writeFileSync(at('rows.json'), text);
  expectRefused(check('rows.json'), 'SLU-424', said);
});

test('JSON without any row, or with rows without any key, is judged', () => {
  for (const text of ['[]', '{}\n{}\n']) {
    writeFileSync(at('rows.json'), text);
    const ended = check('rows.json');
    expect(ended.code, ended.stderr).toBe(1);
    expect(ended.stdout).toContain('a.present');
  }
});

test('a folder that is one partition, and a file in it, have the partition that the path names', () => {
  mkdirSync(at('hive/day=2001-01-01'), { recursive: true });
  writeFileSync(at('hive/day=2001-01-01/d.csv'), 'a\n1\n');
  for (const data of ['hive/day=2001-01-01', 'hive/day=2001-01-01/d.csv', 'hive']) {
    const ended = check(data);
    expect(ended, data).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('day=2001-01-01: publish');
  }
});
