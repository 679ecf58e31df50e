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

/** Gives every parameter its own name as its value, and notes which were read. */
function namedParams(read: Set<string>): Readonly<Record<string, string>> {
  return new Proxy<Record<string, string>>(
    {},
    {
      get: (_, key) => {
        read.add(String(key));
        return `<${String(key)}>`;
      },
    },
  );
}

test.each(allCodes())('%s says what is wrong with its parameters, and how to fix it', (code) => {
  const wording = wordingOf(code);
  const read = new Set<string>();
  const params = namedParams(read);
  const sentence = wording?.sentence(params) ?? '';
  const remedy = wording?.remedy(params) ?? '';
  for (const text of [sentence, remedy]) {
    expect(text).toMatch(/^\S.*[.!?)"`>]$/s);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
  }
  expect(sentence).not.toBe(remedy);
  expect(`${sentence} ${remedy}`.length).toBeLessThan(700);
});

test('issues are raised with the parameters that their words name', () => {
  const raised = /issue\(\s*'(SLU-\d{3})',\s*\{([^{}]*)\}/g;
  const sources = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  const wrong: string[] = [];
  let count = 0;
  for (const file of sources) {
    for (const [, code = '', body = ''] of readFileSync(join(LIB, file), 'utf8').matchAll(raised)) {
      if (body.includes('...')) continue;
      const given = new Set(body.split(',').map((part) => part.split(':')[0]?.trim() ?? ''));
      const read = new Set<string>();
      wordingOf(code)?.sentence(namedParams(read));
      count += 1;
      for (const name of read) if (!given.has(name)) wrong.push(`${file}: ${code} lacks ${name}`);
    }
  }
  expect(count).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});
