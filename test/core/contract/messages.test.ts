import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { allCodes, wordingOf } from '../../../lib/core/contract/messages/index.ts';

const LIB = resolve(import.meta.dirname, '../../../lib');

const used = new Set(
  readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts') && !f.includes('messages'))
    .flatMap((f) =>
      [...readFileSync(join(LIB, f), 'utf8').matchAll(/'(SLU-\d{3})'/g)].map((m) => m[1] ?? ''),
    ),
);

test('every code that is raised has its words', () => {
  expect(used.size).toBeGreaterThan(80);
  expect([...used].filter((code) => wordingOf(code) === undefined)).toEqual([]);
});

test('no words stand for a code that nobody raises', () => {
  expect(allCodes().filter((code) => !used.has(code))).toEqual([]);
});

test('every code has a title without a full stop, and an explanation', () => {
  for (const code of allCodes()) {
    const wording = wordingOf(code);
    expect(wording?.title, code).toMatch(/[^.]$/);
    expect(wording?.explanation.length, code).toBeGreaterThan(20);
  }
});
