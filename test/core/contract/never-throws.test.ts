import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { hasErrors } from '../../../lib/core/contract/issue.ts';
import { describeIssue } from '../../../lib/core/contract/messages/index.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { renderIssue } from '../../../lib/report/code-frame.ts';

const whole: unknown = parse(
  readFileSync(new URL('../../fixtures/contracts/every-element.odcs.yaml', import.meta.url), 'utf8'),
);

/** Every mapping and list of a value. */
function containers(value: unknown): (Record<string, unknown> | unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? value : (value as Record<string, unknown>);
  return [own, ...Object.values(own).flatMap(containers)];
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    2.5,
    '',
    'x',
    'a.b',
    [],
    {},
    [[]],
    [{}],
    '2001-01-01',
    Number.NaN,
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }),
);
const mutation = fc.record({
  where: fc.nat(),
  key: fc.nat(),
  how: fc.constantFrom('replace', 'delete', 'add'),
  value: junk,
});

function mutate(
  document: unknown,
  { where, key, how, value }: { where: number; key: number; how: string; value: unknown },
): void {
  const all = containers(document);
  const target = all[where % all.length];
  if (target === undefined) return;
  const keys = Object.keys(target);
  const name = keys[key % Math.max(1, keys.length)];
  if (Array.isArray(target)) {
    if (how === 'delete') target.splice(key % Math.max(1, target.length), 1);
    else target[how === 'add' ? target.length : key % Math.max(1, target.length)] = value;
  } else if (how === 'add') target[`${name ?? 'key'}x`] = value;
  else if (name !== undefined && how === 'delete') delete target[name];
  else if (name !== undefined) target[name] = value;
}

test('a damaged contract is read or refused with words and a place, and never throws', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const document = structuredClone(whole);
      for (const one of mutations) mutate(document, one);
      const text = stringify(document);
      const result = readContract(text, 'f.yaml');
      const issues = result.ok ? result.value.warnings : result.error;
      expect(hasErrors(issues)).toBe(!result.ok);
      for (const found of issues) {
        expect(describeIssue(found).sentence.length).toBeGreaterThan(10);
        expect(found.at?.line).toBeGreaterThan(0);
        expect(renderIssue(found, text, { color: false })).toContain(found.code);
      }
    }),
    { numRuns: 200 },
  );
});

test('any JSON value is read or refused, and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(readContract(JSON.stringify(value), 'f.json').ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});
