import { type PatternCursor, Refusal } from './pattern-cursor.ts';

export const FOLD = '(?i) folds letters outside ASCII differently on each engine';

const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** The one character that an escape stands for, after its backslash. */
export function readCharacter(char: string, cursor: PatternCursor): string {
  const simple = ESCAPED[char];
  if (simple !== undefined) return simple;
  if (/[1-9]/.test(char) || char === 'k') throw new Refusal('it uses a back-reference, which RE2 lacks');
  if (char === 'x' || char === 'u') return readCode(char, cursor);
  if (/[!-/:-@[-`{-~]/.test(char)) return char;
  throw new Refusal(`\\${char} is no escape that the engines share`);
}

function readCode(kind: 'x' | 'u', cursor: PatternCursor): string {
  const expression = kind === 'x' ? /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/ : /^([0-9A-Fa-f]{4})/;
  const match = cursor.match(expression, 10);
  const code = Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16);
  if (!match || !(code <= 0x10ffff)) throw new Refusal(`\\${kind} needs a hexadecimal character code`);
  cursor.skip(match[0]);
  return String.fromCodePoint(code);
}

/** Categories of one or two letters are shared; names of scripts are not the same everywhere. */
export function readCategory(kind: 'p' | 'P', cursor: PatternCursor, fold: boolean): string {
  const match = cursor.match(/^(?:([LMNPSZC])|\{(\^?)([LMNPSZC][a-z]?)\})/, 30);
  if (!match) throw new Refusal(`\\${kind} knows only categories such as \\p{L} or \\p{Lu} on both engines`);
  cursor.skip(match[0]);
  if (fold) throw new Refusal(FOLD);
  const name = match[1] ?? match[3] ?? '';
  // to Joni every character that is not assigned yet is one of these as well
  if (/^C[^co]?$/.test(name)) throw new Refusal(`\\${kind}{${name}} holds other characters on each engine`);
  const negated = (kind === 'P') !== (match[2] === '^');
  return `\\${negated ? 'P' : 'p'}{${name}}`;
}

/** The code point of a character that both engines can hold. */
export function codeOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0) throw new Refusal('it holds the character NUL');
  if (code >= 0xd800 && code <= 0xdfff) throw new Refusal('it holds half of a character');
  return code;
}
