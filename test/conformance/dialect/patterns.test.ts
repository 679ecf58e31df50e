import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEXT_FORMATS } from '../../../lib/core/checks/text-formats.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { compilePattern, matchesPattern } from '../../../lib/core/sql/pattern.ts';
import { quoteText } from '../../../lib/core/sql/print.ts';
import { PATTERN, TEXT } from '../../core/sql/any-pattern.ts';
import { onTrino } from './trino-engine.ts';

const RUNS = Number(process.env.SLUICE_PATTERNS ?? 60);

/** Each pattern against each text, in one statement. */
async function matchedByTrino(
  patterns: readonly string[],
  texts: readonly string[],
): Promise<readonly unknown[][]> {
  const columns = patterns.map((pattern, i) => {
    const node = { node: 'matches', term: { node: 'column', name: 't' }, pattern } as const;
    return `${trino.matches(node, 't', quoteText(pattern))} AS m${i}`;
  });
  const rows = texts.map((t, i) => `(${i}, ${quoteText(t)})`).join(', ');
  const found = await onTrino(`SELECT n, ${columns.join(', ')} FROM (VALUES ${rows}) v(n, t) ORDER BY n`);
  return found.rows.map(([, ...matched]) => matched);
}

const compiled = (patterns: readonly string[]): readonly string[] =>
  patterns.flatMap((p) => {
    const read = compilePattern(p);
    return read.ok ? [read.value.re2] : [];
  });

test('a pattern matches the same texts on Trino (Joni) as in TypeScript and DuckDB (RE2)', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(PATTERN, { minLength: 10, maxLength: 20 }),
      fc.array(TEXT, { minLength: 10, maxLength: 20 }),
      async (written, texts) => {
        const patterns = compiled(written);
        fc.pre(patterns.length > 0);
        compared += patterns.length * texts.length;
        const mine = texts.map((t) => patterns.map((p) => matchesPattern(p, t)));
        expect({ patterns, texts, found: await matchedByTrino(patterns, texts) }).toEqual({
          patterns,
          texts,
          found: mine,
        });
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(RUNS * 50);
}, 600_000);

test('every character of ASCII, and some beyond, is in the same classes', async () => {
  const texts = [...Array(127).keys()].map((n) => String.fromCharCode(n + 1));
  texts.push(
    '\u0085',
    '\u00a0',
    '\u00aa',
    'é',
    'ß',
    'İ',
    'ı',
    'K',
    'ſ',
    '٣',
    '\u2028',
    '\u2029',
    '\ufeff',
    '🙂',
    '中',
  );
  const classes = [
    'alnum',
    'alpha',
    'ascii',
    'blank',
    'cntrl',
    'digit',
    'graph',
    'lower',
    'print',
    'punct',
    'space',
    'upper',
    'word',
    'xdigit',
  ];
  const patterns = compiled([
    ...classes.flatMap((c) => [`[[:${c}:]]`, `[^[:${c}:]]`]),
    ...[
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '.',
      '(?s).',
      '^$',
      '[^\\n]',
      '[\\x00-\\x1f]'.replace('\\x00', '\\x01'),
    ],
    ...[
      '(?i)k',
      '(?i)s',
      '(?i)[a-z]',
      '(?i)[^k]',
      '[!-~]',
      '[\\[\\]&|^-]',
      '\\p{L}',
      '\\p{Lu}',
      '\\P{Nd}',
      '\\p{Zs}',
      '[^\\p{L}]',
    ],
  ]);
  expect(patterns.length).toBe(classes.length * 2 + 22);
  expect(await matchedByTrino(patterns, texts)).toEqual(
    texts.map((t) => patterns.map((p) => matchesPattern(p, t))),
  );
});

test('every named format holds for the same texts', async () => {
  const texts = [
    ...[
      'a@b.org',
      'a@b',
      '@b.org',
      'a b@c.de',
      'é@b.org',
      'a@b.org\n',
      '127.0.0.1',
      '256.1.1.1',
      '1.2.3',
      '::1',
      '::',
      '1::2::3',
    ],
    ...[
      'fe80::1ff:fe23:4567:890a',
      '00000000-0000-0000-0000-00000000000G',
      '123e4567-e89b-12d3-a456-426614174000',
    ],
    ...['https://example.org/a?b#c', 'no uri', 'example.org', '-bad.org', 'a'.repeat(64), ''],
  ];
  const formats = Object.values(TEXT_FORMATS);
  expect(await matchedByTrino(formats, texts)).toEqual(
    texts.map((t) => formats.map((p) => matchesPattern(p, t))),
  );
});
