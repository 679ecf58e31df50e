import { codeOf, FOLD, readCategory, readCharacter } from './pattern-character.ts';
import { foldCase, POSIX, printClass, type Range, SHORT } from './pattern-class.ts';
import { type PatternCursor, Refusal } from './pattern-cursor.ts';

/** A bracket expression after its `[`, as the portable text of it. */
export function readBrackets(cursor: PatternCursor, fold: boolean): string {
  const negated = cursor.skip('^');
  const ranges: Range[] = [];
  const categories: string[] = [];
  let first = true;
  while (first || !cursor.skip(']')) {
    first = false;
    const char = cursor.take();
    const shared = readSharedClass(char, categories, cursor, fold);
    if (shared !== undefined) ranges.push(...shared);
    else ranges.push(readRange(char, cursor));
  }
  const outside = ranges.some(([, to]) => to > 0x7f);
  if (fold && outside) throw new Refusal(FOLD);
  return printClass({ ranges: fold ? foldCase(ranges) : ranges, categories, negated });
}

/** `[:alpha:]`, `\d` or `\p{L}` inside brackets. */
function readSharedClass(
  char: string,
  categories: string[],
  cursor: PatternCursor,
  fold: boolean,
): readonly Range[] | undefined {
  if (char === '[' && cursor.follows(':')) {
    const match = cursor.match(/^:(\^?)([a-z]+):\]/, 12);
    const posix = match?.[2] === undefined ? undefined : POSIX[match[2]];
    if (!match || posix === undefined) throw new Refusal('it names a POSIX class that does not exist');
    if (match[1] === '^') throw new Refusal('a negated class inside brackets is not shared by the engines');
    cursor.skip(match[0]);
    return posix;
  }
  if (char !== '\\') return undefined;
  const next = cursor.peek() ?? '';
  if (next === 'p' || next === 'P') {
    cursor.take();
    categories.push(readCategory(next, cursor, fold));
    return [];
  }
  if (/[DWS]/.test(next)) throw new Refusal(`\\${next} inside brackets is not shared by the engines`);
  const short = SHORT[next];
  if (short !== undefined) cursor.take();
  return short;
}

function readRange(char: string, cursor: PatternCursor): Range {
  const from = readMember(char, cursor);
  const next = cursor.peek(1);
  if (!cursor.follows('-') || next === ']' || next === undefined) return [from, from];
  cursor.take();
  const to = readMember(cursor.take(), cursor);
  if (to < from) throw new Refusal('a range of characters ends before it begins');
  return [from, to];
}

const readMember = (char: string, cursor: PatternCursor): number =>
  codeOf(char === '\\' ? readCharacter(cursor.take(), cursor) : char);
