import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DECISIONS, severityOf } from '../../lib/core/notify/decided.ts';
import { about, receipt, rejectedDay, told } from '../core/notify/scene.ts';

const PAGE = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/notifications.md'), 'utf8');

const examples: readonly Record<string, unknown>[] = [...PAGE.matchAll(/```json\n(.*?)```/gs)].map(
  ([, text = '']) => JSON.parse(text),
);
const sorted = (value: object | undefined): readonly string[] => Object.keys(value ?? {}).sort();

test('the examples have the keys that messages and events have', () => {
  const [message, event] = examples;
  const { message: real, events } = told([
    rejectedDay(0),
    { ...rejectedDay(1, []), decision: 'published', receipt: receipt(1) },
  ]);
  expect(sorted(message)).toEqual(sorted(real));
  expect(sorted(event)).toEqual(sorted(events[0]));
  const of = about();
  expect(sorted(event?.contract as object)).toEqual(sorted({ id: of.contract?.id, version: '', sha256: '' }));
});

test('the page says of every decision how severe it is', () => {
  const rows = [...PAGE.matchAll(/^\| (`.*?) \| (error|warning|info) \|/gm)];
  const listed = rows.flatMap(([, names = '', severity]) =>
    names.split(', ').map((name) => [name.replaceAll('`', ''), severity]),
  );
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(DECISIONS.map((d) => [d, severityOf(d)])));
  expect(listed.map(([name]) => name)).toHaveLength(DECISIONS.length);
});
