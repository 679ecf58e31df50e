import { expect, test } from 'vitest';
import { issue } from '../../lib/core/contract/issue.ts';
import { renderIssue } from '../../lib/report/code-frame.ts';

const unknownKey = (line: number, column: number, endColumn: number) =>
  issue(
    'SLU-114',
    { key: 'nmae', parent: 'schema[0]', suggestion: 'name', known: '' },
    { file: 'c.yaml', line, column, endColumn },
  );
const render = (text: string | undefined, line: number, column: number, endColumn: number): string[] =>
  renderIssue(unknownKey(line, column, endColumn), text, { color: false }).split('\n');
/** What the carets stand under. */
function underlined(text: string, line: number, column: number, endColumn: number): string {
  const lines = render(text, line, column, endColumn);
  const at = lines.findIndex((l) => /\| +\^+$/.test(l));
  const from = (lines[at] ?? '').indexOf('^');
  return (lines[at - 1] ?? '').slice(from, (lines[at] ?? '').length);
}

test('an issue shows its code, place, two lines around, carets, remedy and where to read more', () => {
  expect(render('a: 1\nb: 2\nc: 3\n  nmae: x\ne: 5\nf: 6\ng: 7\n', 4, 3, 7)).toEqual([
    'error SLU-114: "nmae" is no key of schema[0]; did you mean "name"?',
    ' --> c.yaml:4:3',
    '  |',
    '2 | b: 2',
    '3 | c: 3',
    '4 |   nmae: x',
    '  |   ^^^^',
    '5 | e: 5',
    '6 | f: 6',
    '  = fix: Write "name", or take the key out.',
    '  = sluice explain SLU-114',
  ]);
});

test('without the text of the file there is no frame', () => {
  expect(render(undefined, 4, 3, 7)).toEqual([
    'error SLU-114: "nmae" is no key of schema[0]; did you mean "name"?',
    ' --> c.yaml:4:3',
    '  = fix: Write "name", or take the key out.',
    '  = sluice explain SLU-114',
  ]);
});

test('an issue without a place has neither', () => {
  const lines = renderIssue(issue('SLU-190', { contract: 'c' }), 'text', { color: false }).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^error SLU-190: /);
});

test('a warning says so', () => {
  const warning = { ...unknownKey(1, 1, 5), severity: 'warning' as const };
  expect(renderIssue(warning, 'nmae: 1', { color: false })).toMatch(/^warning SLU-114: /);
});

test('tabs take two columns, in the line and before the carets', () => {
  expect(underlined('\t\tnmae: 1', 1, 3, 7)).toBe('nmae');
});

test('wide characters take two columns, marks that combine none', () => {
  const lines = render('名前: {nmae: 1}', 1, 6, 10);
  expect(lines.find((l) => l.includes('^'))).toBe(`  | ${' '.repeat(7)}^^^^`);
  expect(render('e\u0301a: 1', 1, 3, 4).find((l) => l.includes('^'))).toBe('  |  ^');
});

test('characters beyond the basic plane count twice in columns and are shown once', () => {
  expect(render('"𝒳": nmae', 1, 7, 11).find((l) => l.includes('^'))).toBe(`  | ${' '.repeat(5)}^^^^`);
});

test('a very long line is clipped around the span, and the carets still stand under it', () => {
  const line = `{${'x'.repeat(500)}, nmae: 1, ${'y'.repeat(500)}}`;
  const column = line.indexOf('nmae') + 1;
  expect(underlined(line, 1, column, column + 4)).toBe('nmae');
  for (const shown of render(line, 1, column, column + 4)) expect(shown.length).toBeLessThanOrEqual(120);
});

test('a span longer than the screen ends with it', () => {
  const lines = render('z'.repeat(5000), 1, 1, 5001);
  expect((lines.find((l) => l.includes('^')) ?? '').length).toBeLessThanOrEqual(120);
});

test('an issue at the end of the file has one caret', () => {
  expect(render('a: 1', 1, 5, 5).find((l) => l.includes('^'))).toBe('  |     ^');
});

test('nothing in a file or a name can steer the terminal', () => {
  const lines = renderIssue(
    issue(
      'SLU-114',
      { key: '\u001b[2Jx', parent: 'a\nb', suggestion: '', known: '' },
      { file: '\u001b[31mf', line: 1, column: 1 },
    ),
    '\u001b[2J\u202ex: 1',
    { color: false },
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  expect(lines).not.toMatch(/[\u001b\u202e]/);
  expect(lines.split('\n')).toHaveLength(7);
});

test('with color the words are the same', () => {
  const text = 'a: 1\nnmae: 2\n';
  const plain = renderIssue(unknownKey(2, 1, 5), text, { color: false });
  const colored = renderIssue(unknownKey(2, 1, 5), text, { color: true });
  expect(colored).not.toBe(plain);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of the colors
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('line breaks of Windows are no characters of the line', () => {
  expect(underlined('a: 1\r\nnmae: 2\r\n', 2, 1, 5)).toBe('nmae');
});
