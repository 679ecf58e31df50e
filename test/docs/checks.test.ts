import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainKind } from '../../lib/core/checks/index.ts';
import { CHECK_KINDS } from '../../lib/core/contract/model.ts';
import { readContract } from '../../lib/core/contract/read.ts';
import { prepareChecks } from '../../lib/core/gate/bind.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/checks.md'), 'utf8');
const HEAD = 'kind: DataContract\nid: t\nname: t\nversion: 1.0.0\nstatus: active\n';

/** Section titles of the page with what stands below them. */
const sections = new Map(
  PAGE.split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

test('the page has one section for every kind of check, in their order', () => {
  expect([...sections.keys()]).toEqual([...CHECK_KINDS]);
});

test.each(CHECK_KINDS)('%s is explained in the words of `sluice explain`', (kind) => {
  const words = (text: string): string => text.replaceAll(/\s+/g, ' ');
  expect(words(sections.get(kind) ?? '')).toContain(
    words(explainKind(kind)?.explanation ?? 'no explanation'),
  );
});

test.each(CHECK_KINDS)('the example of %s is a contract that has such a check', (kind) => {
  const yaml = /```yaml\n([^`]+)```/.exec(sections.get(kind) ?? '')?.[1] ?? '';
  const version = yaml.startsWith('apiVersion') ? '' : 'apiVersion: v3.1.0\n';
  const read = readContract(`${version}${HEAD}${yaml}`, `${kind}.odcs.yaml`);
  if (!read.ok) throw new Error(read.error.map((i) => JSON.stringify(i)).join('\n'));
  expect(read.value.warnings).toEqual([]);
  const kinds = read.value.contract.datasets.flatMap((dataset) => {
    const prepared = prepareChecks(dataset);
    if (!prepared.ok) throw new Error(prepared.error.map((i) => JSON.stringify(i)).join('\n'));
    return prepared.value.evaluated.map((check) => check.kind);
  });
  expect(kinds).toContain(kind);
});
