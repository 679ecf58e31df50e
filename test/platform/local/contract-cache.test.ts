import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readContract } from '../../../lib/core/contract/read.ts';
import { contractCache } from '../../../lib/platform/local/contract-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-contracts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string) => {
  const path = `test/fixtures/contracts/${name}.odcs.yaml`;
  return { path, text: readFileSync(path, 'utf8') };
};
const read = (name: string) => {
  const { path, text } = source(name);
  const result = readContract(text, path);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const cacheOf = (build: string | undefined) => contractCache({ XDG_CACHE_HOME: folder }, build);

it.each(['every-element', 'flights', 'version-30'])('a contract is the same out of the cache: %s', (name) => {
  cacheOf('b1').keep(source(name), read(name));
  expect(cacheOf('b1').find(source(name))).toStrictEqual(read(name));
});

it('another text, name or build is another contract', () => {
  const kept = source('flights');
  cacheOf('b1').keep(kept, read('flights'));
  expect(cacheOf('b1').find({ ...kept, text: `${kept.text}\n` })).toBeUndefined();
  expect(cacheOf('b1').find({ ...kept, path: 'other.odcs.yaml' })).toBeUndefined();
  expect(cacheOf('b2').find(kept)).toBeUndefined();
});

it('nothing is kept from source, nor where caches are switched off', () => {
  cacheOf(undefined).keep(source('flights'), read('flights'));
  const off = contractCache({ XDG_CACHE_HOME: folder, NODE_DISABLE_COMPILE_CACHE: '1' }, 'b1');
  off.keep(source('flights'), read('flights'));
  expect(readdirSync(folder)).toEqual([]);
});

it('a damaged file is read as none', () => {
  cacheOf('b1').keep(source('flights'), read('flights'));
  const [name = ''] = readdirSync(join(folder, 'sluice'));
  const file = join(folder, 'sluice', name);
  // still JSON, but with another policy in it
  const changed = readFileSync(file, 'latin1').replace('STRICT', 'ALWAYS');
  writeFileSync(file, changed, 'latin1');
  expect(readFileSync(file, 'latin1')).toContain('ALWAYS');
  expect(cacheOf('b1').find(source('flights'))).toBeUndefined();
});
