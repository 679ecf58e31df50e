import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lex, position } from './lex.ts';

test('comments and white space are no tokens; quotes are read with what they double', () => {
  const tokens = lex(`SELECT -- 'not' "this"\n "a""b", 'it''s' /* nor 'this' */ , \`c\`, 1.5e3 <> .5`);
  expect(tokens.map((t) => [t.kind, t.value])).toEqual([
    ['word', 'SELECT'],
    ['quoted', 'a"b'],
    ['symbol', ','],
    ['string', "it's"],
    ['symbol', ','],
    ['backtick', 'c'],
    ['symbol', ','],
    ['number', '1.5e3'],
    ['symbol', '<>'],
    ['number', '.5'],
  ]);
});

test('what is left open is read sign by sign, to the end', () => {
  expect(lex(`'open /* x`).map((t) => t.text)).toEqual(["'", 'open', '/', '*', 'x']);
});

/** What opens, closes or hides something, and signs of one and of two code units. */
const SIGNS = [...`'"\`;-/*\\\n a1.e_<=|é😀\u0000`];

test('tokens lie in the text in order, whatever it is, in both grammars', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...SIGNS) }),
      fc.constantFrom('trino', 'hive'),
      (sql, grammar) => {
        const tokens = lex(sql, grammar);
        const ordered = tokens.every((token, i) => token.start >= (tokens[i - 1]?.end ?? 0));
        return ordered && tokens.every((token) => sql.slice(token.start, token.end) === token.text);
      },
    ),
  );
});

test("a backslash keeps Hive's string open, not the engine's", () => {
  expect(lex(`'a\\'b'`, 'hive').map((t) => t.kind)).toEqual(['string']);
  expect(lex(`'a\\'b`).map((t) => t.kind)).toEqual(['string', 'word']);
});

test('positions count lines and columns from one', () => {
  expect(position('ab\ncd', 0)).toBe('1:1');
  expect(position('ab\ncd', 4)).toBe('2:2');
});
