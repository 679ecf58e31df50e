import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { completeEvent } from '../../lib/core/lineage/build-event.ts';
import { eventShape } from '../core/lineage/event-shape.ts';
import { END, EXAMPLE, TIME } from '../core/lineage/example.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/lineage.md'), 'utf8');

test('the example is the event that such a run sends', () => {
  const [, text = ''] = /```json\n(.*?)```/s.exec(PAGE) ?? [];
  const shown: unknown = JSON.parse(text);
  expect(shown).toEqual(completeEvent(EXAMPLE, TIME, END));
  expect(eventShape.parse(shown).outputs).toHaveLength(1);
});

test('the page names every variable that the command line reads', () => {
  const code = readFileSync(join(ROOT, 'lib/cli/lineage.ts'), 'utf8');
  const read = [...code.matchAll(/'((?:OPENLINEAGE|SLUICE)_[A-Z_]+)'/g)].map(([, name]) => name);
  const listed = [...PAGE.matchAll(/^\| `((?:OPENLINEAGE|SLUICE)_[A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(read.toSorted());
  expect(read).not.toEqual([]);
});
