import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { compilePattern, matchesPattern } from '../../../lib/core/sql/pattern.ts';
import { spansWholeText } from '../../../lib/core/sql/pattern-span.ts';
import { PATTERN, TEXT } from './any-pattern.ts';

const matches = (pattern: string, text: string): boolean | string => {
  const compiled = compilePattern(pattern);
  return compiled.ok ? matchesPattern(compiled.value.re2, text) : compiled.error.why;
};
const why = (pattern: string): string => {
  const compiled = compilePattern(pattern);
  return compiled.ok ? `runs as ${compiled.value.re2}` : compiled.error.why;
};

describe('a pattern', () => {
  it('is an unanchored search, in which ^ and $ mean the whole text', () => {
    expect(matches('B', 'ABC')).toBe(true);
    expect(matches('^[A-Z]{3}$', 'JFK')).toBe(true);
    expect(matches('^[A-Z]{3}$', 'JFK\n')).toBe(false);
    expect(matches('^[A-Z]{3}$', 'x\nJFK')).toBe(false);
    expect(matches('a$|^b', 'xa')).toBe(true);
    expect(matches('[$^]', 'a$')).toBe(true);
    expect(matches('\\$\\^', '$^')).toBe(true);
  });

  it('reads the short classes as ASCII, and a point as anything but a line feed', () => {
    expect(matches('^\\d$', '٣')).toBe(false);
    expect(matches('^\\w$', 'é')).toBe(false);
    expect(matches('^\\s$', '\u00a0')).toBe(false);
    expect(matches('^.$', '\n')).toBe(false);
    expect(matches('^.$', '\r')).toBe(true);
    expect(matches('(?s)^.$', '\n')).toBe(true);
    expect(matches('^.$', '🙂')).toBe(true);
  });

  it('folds the case of ASCII letters only where it is told to', () => {
    expect(matches('(?i)jfk', 'JfK')).toBe(true);
    expect(matches('(?i:j)fk', 'Jfk')).toBe(true);
    expect(matches('(?i:j)fk', 'JFK')).toBe(false);
    expect(matches('(?i)[a-c]', 'B')).toBe(true);
    expect(matches('(?i)k', '\u212a')).toBe(false);
    expect(matches('((?i)a)b', 'Ab')).toBe(true);
    expect(matches('((?i)a)b', 'AB')).toBe(false);
  });

  it('takes what people bring from JSON Schema', () => {
    expect(matches('^\\u00e9\\/$', 'é/')).toBe(true);
    expect(matches('^(?<year>\\d{4})-\\d{2}$', '2001-01')).toBe(true);
    expect(matches('^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}?$', 'a.b+c@d-e.org')).toBe(true);
    expect(matches('^\\p{Lu}\\p{L}*$', 'Éa')).toBe(true);
    expect(matches('a{,2}', 'a{,2}')).toBe(true);
    expect(matches('[[:digit:]]', 'a1')).toBe(true);
  });

  it.each([
    ['(?=a)', 'it looks ahead or behind, which RE2 cannot'],
    ['(?<!a)b', 'it looks ahead or behind, which RE2 cannot'],
    ['(a)\\1', 'it uses a back-reference, which RE2 lacks'],
    ['(?P<n>a)\\k<n>', 'it uses a back-reference, which RE2 lacks'],
    ['(?>a)', 'it uses an atomic group, which RE2 lacks'],
    ['a*+', 'it uses a possessive quantifier, which RE2 lacks'],
    ['a**', '* repeats what is repeated already'],
    ['*a', 'there is nothing that * could repeat'],
    ['(?m)^a', 'it uses (?m), but ^ and $ always mean the whole text here'],
    ['\\bword', '\\b finds other word boundaries on each engine outside ASCII'],
    ['(?i)é', '(?i) folds letters outside ASCII differently on each engine'],
    ['\\p{Greek}', '\\p knows only categories such as \\p{L} or \\p{Lu} on both engines'],
    ['\\p{C}', '\\p{C} holds other characters on each engine'],
    ['[\\P{Cf}]', '\\P{Cf} holds other characters on each engine'],
    ['[\\D]', '\\D inside brackets is not shared by the engines'],
    ['\\Z', '\\Z is no escape that the engines share'],
    ['\\C', '\\C is no escape that the engines share'],
    ['[z-a]', 'a range of characters ends before it begins'],
    ['[a', 'it ends too early'],
    ['(a', 'a group is not closed'],
    ['a)', 'a group is closed that was never opened'],
    ['a\\', 'it ends too early'],
    ['a{2,1}', 'a repetition ends before it begins'],
    ['a{1001}', 'it repeats more than 1000 times'],
    ['a\u0000', 'it holds the character NUL'],
    ['a'.repeat(2001), 'it is longer than 2000 characters'],
  ])('%s is refused: %s', (pattern, reason) => {
    expect(why(pattern)).toBe(reason);
  });

  it('that would take another engine seconds is answered at once', () => {
    expect(matches('^(a+)+$', `${'a'.repeat(5000)}b`)).toBe(false);
  });

  it('means to TypeScript itself what it meant as it was written, wherever both know it', () => {
    fc.assert(
      fc.property(PATTERN, TEXT, (pattern, text) => {
        const compiled = compilePattern(pattern);
        fc.pre(compiled.ok);
        let own: RegExp;
        try {
          own = new RegExp(pattern, 'u');
        } catch {
          return;
        }
        // The one intended difference: a point matches \r, \u2028 and \u2029 in RE2.
        fc.pre(!/[\r\u2028\u2029]/.test(text));
        expect(matchesPattern(compiled.ok ? compiled.value.re2 : '', text)).toBe(own.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is never answered with an exception', () => {
    fc.assert(
      fc.property(fc.oneof(PATTERN, fc.string({ unit: 'binary' })), (pattern) => {
        expect(typeof compilePattern(pattern).ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a pattern spans the whole text', () => {
  const spans = (pattern: string): boolean => {
    const compiled = compilePattern(pattern);
    if (!compiled.ok) throw new Error(compiled.error.why);
    return spansWholeText(compiled.value.re2);
  };
  it.each([
    '^$',
    '^a$',
    '^(a|b)$',
    '^[|(]$',
    '^[[]a]$',
    '\\Aa\\z',
    '(?i)^a$',
    '^a\\|$',
    '^a\\\\$',
    '^[\\]|]$',
  ])('%s', (pattern) => expect(spans(pattern)).toBe(true));
  it.each(['a', '^a', 'a$', '^a|b$', '^(a)|(b)$', '(^a$)', '^a\\\\z', '(?:^a)$', 'b^a$', '^[a-c]|c$'])(
    '%s does not',
    (pattern) => expect(spans(pattern)).toBe(false),
  );
});

describe('the same pattern in DuckDB', () => {
  let connection: DuckDBConnection;
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
    connection = await instance.connect();
  });
  afterAll(() => instance.closeSync());

  it('finds nothing where an anchor stands on its wrong side', async () => {
    for (const pattern of ['a^', '$a', 'a^b', 'a$b', '(?:a^)', 'a|b^']) {
      const compiled = compilePattern(pattern);
      const re2 = compiled.ok ? compiled.value.re2 : '';
      const reader = await connection.runAndReadAll(
        `SELECT regexp_matches('ab', '${re2}'), regexp_matches('b', '${re2}')`,
      );
      expect(reader.getRows()[0], pattern).toEqual([pattern === 'a|b^', false]);
    }
  });

  it('matches the same texts as in TypeScript', async () => {
    const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
    await fc.assert(
      fc.asyncProperty(PATTERN, fc.array(TEXT, { minLength: 10, maxLength: 30 }), async (pattern, texts) => {
        const compiled = compilePattern(pattern);
        fc.pre(compiled.ok);
        const re2 = compiled.ok ? compiled.value.re2 : '';
        const rows = texts.map((t) => `(${quote(t)})`).join(', ');
        const node = { node: 'matches', term: { node: 'column', name: 't' }, pattern: re2 } as const;
        const reader = await connection.runAndReadAll(
          `SELECT ${duckdb.matches(node, 't', quote(re2))} FROM (VALUES ${rows}) v(t)`,
        );
        expect(reader.getRows().map(([m]) => m)).toEqual(texts.map((t) => matchesPattern(re2, t)));
      }),
      { numRuns: 400 },
    );
  });
});
