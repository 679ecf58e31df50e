import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadBundle } from '../../bin/code-cache.ts';

interface Adder {
  add(a: number, b: number): number;
}
let folder: string;
let bundle: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-code-'));
  bundle = join(folder, 'adder.cjs');
  cache = join(folder, 'kept', 'adder.v8');
  writeFileSync(
    bundle,
    "const { sep } = require('node:path');\nexports.add = (a, b) => a + b + sep.length - 1;\n",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = () => loadBundle<Adder>(bundle, cache);
const keepOnce = (): number => {
  const first = load();
  first.exports.add(1, 2);
  first.keepCode();
  return statSync(cache).mtimeMs;
};

it('keeps what ran, and takes it the next time', () => {
  keepOnce();
  const old = new Date('2001-02-27T00:00:00Z');
  utimesSync(cache, old, old);
  const second = load();
  expect(second.exports.add(1, 2)).toBe(3);
  second.keepCode();
  // what fits is not written again
  expect(statSync(cache).mtimeMs).toBe(old.getTime());
});

it.each([
  ['cut off', () => truncateSync(cache, 100)],
  ['empty', () => truncateSync(cache, 0)],
  [
    'damaged',
    () => {
      const bytes = readFileSync(cache);
      bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 0xff;
      writeFileSync(cache, bytes);
    },
  ],
])('passes over a cache that is %s, and writes it anew', (_, harm) => {
  keepOnce();
  const whole = readFileSync(cache).length;
  harm();
  const next = load();
  expect(next.exports.add(1, 2)).toBe(3);
  next.keepCode();
  expect(readFileSync(cache).length).toBe(whole);
});

it('does without a cache where none can be written', () => {
  writeFileSync(join(folder, 'kept'), 'a file where the folder should be');
  const only = load();
  only.keepCode();
  expect(only.exports.add(1, 2)).toBe(3);
  expect(readdirSync(folder).sort()).toEqual(['adder.cjs', 'kept']);
});
