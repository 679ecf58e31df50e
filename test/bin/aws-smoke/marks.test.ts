import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PROBES } from '../../../bin/aws-smoke/probes/index.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** Sentences that say what the mark means. */
const ABOUT_THE_MARK = ['What only an account can settle is marked', 'what only AWS can answer is marked'];

const pages = readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`)
  .concat('README.md');

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');
const marked = new Map(
  pages.map((page) => {
    const before = inOneLine(readFileSync(join(PROJECT, page), 'utf8'))
      .split(/ ?\[nv\]/)
      .slice(0, -1);
    return [page, before.filter((text) => !ABOUT_THE_MARK.some((words) => text.endsWith(words)))];
  }),
);
const settled = PROBES.flatMap(({ name, settles }) => (settles === undefined ? [] : [{ name, ...settles }]));

test.each([...marked].filter(([, marks]) => marks.length > 0))(
  'every [nv] of %s has exactly one probe',
  (page, marks) => {
    const probes = marks.map((before) =>
      settled.filter((s) => s.page === page && before.endsWith(inOneLine(s.text))).map((s) => s.name),
    );
    expect(probes.map((found, i) => [marks[i]?.slice(-80), found.length])).toEqual(
      marks.map((before) => [before.slice(-80), 1]),
    );
    expect(new Set(probes.flat()).size).toBe(marks.length);
  },
);

test.each(settled)('the probe $name settles a mark that is there: $text', ({ page, text }) => {
  const marks = marked.get(page) ?? [];
  expect(marks.filter((before) => before.endsWith(inOneLine(text)))).toHaveLength(1);
});

test('there are marks, and probes of one name each', () => {
  expect([...marked.values()].flat()).toHaveLength(settled.length);
  expect(settled.length).toBeGreaterThanOrEqual(7);
  expect(new Set(PROBES.map((p) => p.name)).size).toBe(PROBES.length);
});

test('a probe needs only what was asked before it', () => {
  const late = PROBES.flatMap(({ name, needs = [] }, i) =>
    needs
      .filter((need) => !PROBES.slice(0, i).some((p) => p.name === need))
      .map((need) => `${name}: ${need}`),
  );
  expect(late).toEqual([]);
});
