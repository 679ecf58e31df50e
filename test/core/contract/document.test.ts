import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { MAX_DOCUMENT_BYTES } from '../../../lib/core/contract/document/limits.ts';
import { pathText } from '../../../lib/core/contract/document/path.ts';
import { suggest } from '../../../lib/core/contract/document/suggest.ts';
import { knownKeys, zodIssues } from '../../../lib/core/contract/document/zod-issues.ts';
import { readDocument, type YamlDocument } from '../../../lib/core/contract/document.ts';

function read(text: string): YamlDocument {
  const result = readDocument(text, 'f.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const codes = (text: string): readonly string[] => {
  const result = readDocument(text, 'f.yaml');
  return result.ok ? [] : result.error.map((i) => i.code);
};

test('places are those of the value, or of the key where the value spans lines', () => {
  const doc = read('a: 1\nlist:\n  - {x: ab}\n  - y:\n      z: c\n"odd key": v\nnone:\n');
  expect(doc.at(['a'])).toEqual({ file: 'f.yaml', path: 'a', line: 1, column: 4, endColumn: 5 });
  expect(doc.keyAt(['a'])).toMatchObject({ line: 1, column: 1, endColumn: 2 });
  expect(doc.at(['list', 0, 'x'])).toMatchObject({ path: 'list[0].x', line: 3, column: 9, endColumn: 11 });
  expect(doc.at(['list'])).toMatchObject({ line: 2, column: 1, endColumn: 5 });
  expect(doc.at(['list', 1])).toMatchObject({ line: 4, column: 5, endColumn: 6 });
  expect(doc.at(['list', 1, 'y', 'z'])).toMatchObject({ line: 5, column: 10 });
  expect(doc.at(['odd key'])).toMatchObject({ path: '["odd key"]', line: 6, column: 12 });
  expect(doc.at(['none'])).toMatchObject({ line: 7, column: 1, endColumn: 5 });
});

test('a path beyond the document is placed at its nearest ancestor', () => {
  const doc = read('a:\n  b: 1\n');
  expect(doc.at(['a', 'c', 'd'])).toMatchObject({ path: 'a.c.d', line: 1, column: 1 });
  expect(doc.at(['a', 'b', 0])).toMatchObject({ line: 2, column: 3 });
  expect(doc.at(['z'])).toMatchObject({ line: 1, column: 1 });
});

test('a place behind an alias is that of the anchor', () => {
  const doc = read('a: &x {b: 1}\nc: *x\n');
  expect(doc.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
  expect(doc.at(['c', 'b'])).toMatchObject({ path: 'c.b', line: 1, column: 11 });
});

test('the text of a scalar keeps every digit that the file has', () => {
  const doc = read('a: 10.000000000000000001\nb: "0.10"\nc: 1e3\nd: [0.1]\n');
  expect(doc.sourceText(['a'])).toBe('10.000000000000000001');
  expect(doc.sourceText(['b'])).toBe('0.10');
  expect(doc.sourceText(['c'])).toBe('1e3');
  expect(doc.sourceText(['d', 0])).toBe('0.1');
  expect(doc.sourceText(['d'])).toBeUndefined();
  expect(doc.sourceText(['e'])).toBeUndefined();
});

test('YAML 1.2 core is read: yes is a text, 0o17 a number, JSON is YAML', () => {
  expect(read('a: yes\nb: 0o17\nc: 2001-01-01\nd: ~\n').value).toEqual({
    a: 'yes',
    b: 15,
    c: '2001-01-01',
    d: null,
  });
  expect(read('{\n\t"a": {"b": [1, 2.5, true]}\n}').value).toEqual({ a: { b: [1, 2.5, true] } });
});

test('a file of more than a mebibyte is refused before it is parsed', () => {
  const result = readDocument(`a: ${'ü'.repeat(MAX_DOCUMENT_BYTES / 2)}`, 'f.yaml');
  expect(result).toMatchObject({
    ok: false,
    error: [{ code: 'SLU-102', params: { bytes: String(MAX_DOCUMENT_BYTES + 3) } }],
  });
});

test('a hundred levels are read, one more is refused, in flow and in blocks', () => {
  expect(codes(`a: ${'['.repeat(99)}${']'.repeat(99)}`)).toEqual([]);
  expect(codes(`a: ${'['.repeat(100)}${']'.repeat(100)}`)).toEqual(['SLU-103']);
  const nested = (n: number): string => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
  expect(codes(nested(100))).toEqual([]);
  expect(codes(nested(101))).toEqual(['SLU-103']);
});

test('brackets in quotes, comments and block texts are no nesting', () => {
  const brackets = '['.repeat(300);
  expect(codes(`a: "${brackets}"\nb: |\n  ${brackets}\n# ${brackets}\nc: 'it is ${brackets}'\n`)).toEqual([]);
});

test('siblings are no nesting', () => {
  expect(codes(Array.from({ length: 500 }, (_, i) => `k${i}:\n  - x: 1\n`).join(''))).toEqual([]);
});

test('thousands of aliases of one small value are refused', () => {
  expect(codes(`a: &a 1\nb: [${'*a,'.repeat(5000)}]`)).toEqual(['SLU-110']);
});

test('a merge key is a key like any other, so that nothing is merged silently', () => {
  expect(read('a: &x {b: 1}\nc:\n  <<: *x\n').value).toEqual({ a: { b: 1 }, c: { '<<': { b: 1 } } });
});

test('every duplicate key is reported at the second key, nested ones too', () => {
  const result = readDocument('a:\n  b: 1\n  b: 2\na: 3\n', 'f.yaml');
  expect(result).toMatchObject({ ok: false });
  if (!result.ok)
    expect(result.error.map((i) => [i.params.key, i.at?.line])).toEqual([
      ['a', 4],
      ['b', 3],
    ]);
});

test('reading never throws, whatever the text', () => {
  const token = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '\n',
    '  ',
    '\t',
    '"',
    "'",
    '&x ',
    '*x',
    '!!t ',
    '|',
    '>',
    '#',
    '---',
    '...',
    '%',
    '\\',
    '<<',
    '~',
    '1.5',
    '\u0000',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
      const result = readDocument(tokens.join(''), 'f.yaml');
      if (!result.ok) expect(result.error.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

const shape = z.strictObject({
  mode: z.enum(['enforce', 'shadow']).optional(),
  size: z.int().min(1).optional(),
  when: z.union([z.string(), z.strictObject({ cron: z.string() })]).optional(),
  list: z.array(z.string()).length(2).optional(),
  kind: z.literal('K').optional(),
  id: z
    .string()
    .regex(/^[a-z]+$/, 'must be lower-case letters')
    .optional(),
});

function zod(text: string) {
  const doc = read(text);
  const parsed = shape.safeParse(doc.value, knownKeys);
  return parsed.success
    ? []
    : zodIssues(doc, parsed.error).map((i) => [i.code, i.at?.line, i.params] as const);
}

test('an unknown key suggests the known one', () => {
  expect(zod('mode: shadow\nsise: 1\n')).toEqual([
    ['SLU-114', 2, expect.objectContaining({ key: 'sise', suggestion: 'size', parent: 'the document' })],
  ]);
});

test('a wrong word suggests the right one and lists all', () => {
  expect(zod('mode: shado\n')).toEqual([
    ['SLU-117', 1, { path: 'mode', value: 'shado', values: 'enforce, shadow', suggestion: 'shadow' }],
  ]);
});

test('a union speaks with the branch that fits best', () => {
  expect(zod('when:\n  crn: x\n')).toMatchObject([
    ['SLU-115', 1, { key: 'cron', parent: 'when' }],
    ['SLU-114', 2, { key: 'crn', suggestion: 'cron' }],
  ]);
  expect(zod('when: 5\n')).toMatchObject([
    ['SLU-116', 1, { expected: 'a text or a mapping', found: 'the number 5' }],
  ]);
});

test('sizes, forms and whole numbers are said in words', () => {
  expect(zod('size: 0\n')).toMatchObject([['SLU-118', 1, { rule: 'must be at least 1' }]]);
  expect(zod('size: 1.50\n')).toMatchObject([
    ['SLU-116', 1, { expected: 'a whole number', found: 'the number 1.50' }],
  ]);
  expect(zod('list: [a]\n')).toMatchObject([['SLU-118', 1, { rule: 'must have exactly 2 entries' }]]);
  expect(zod('id: A1\n')).toMatchObject([['SLU-118', 1, { rule: 'must be lower-case letters' }]]);
});

test('suggestions are near words only', () => {
  expect(suggest('treshold', ['threshold', 'schema'])).toBe('threshold');
  expect(suggest('nmae', ['name', 'game'])).toBe('name');
  expect(suggest('REQUIRED', ['required'])).toBe('required');
  expect(suggest('banana', ['name', 'schema'])).toBeUndefined();
  expect(suggest('', ['a'])).toBe('a');
});

test('paths read as people write them', () => {
  expect(pathText(['schema', 0, 'properties', 2, 'quality', 0, 'mustBe'])).toBe(
    'schema[0].properties[2].quality[0].mustBe',
  );
  expect(pathText([])).toBe('');
  expect(pathText(['a b', 'c'])).toBe('["a b"].c');
});
