/** Characters of a bracket expression as closed ranges of code points, and Unicode categories (`\p{L}`). */
export interface CharacterClass {
  readonly ranges: readonly Range[];
  readonly categories: readonly string[];
  readonly negated: boolean;
}
export type Range = readonly [from: number, to: number];

const range = (from: string, to: string = from): Range => [from.charCodeAt(0), to.charCodeAt(0)];

/** What the short classes mean in RE2: ASCII only. */
export const SHORT: Readonly<Record<string, readonly Range[]>> = {
  d: [range('0', '9')],
  w: [range('0', '9'), range('A', 'Z'), range('_'), range('a', 'z')],
  s: [range('\t', '\n'), range('\f', '\r'), range(' ')],
};

/** `[[:alpha:]]` and its like, as RE2 defines them. */
export const POSIX: Readonly<Record<string, readonly Range[]>> = {
  alnum: [range('0', '9'), range('A', 'Z'), range('a', 'z')],
  alpha: [range('A', 'Z'), range('a', 'z')],
  ascii: [[0, 0x7f]],
  blank: [range('\t'), range(' ')],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [range('0', '9')],
  graph: [range('!', '~')],
  lower: [range('a', 'z')],
  print: [range(' ', '~')],
  punct: [range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~')],
  space: [range('\t', '\r'), range(' ')],
  upper: [range('A', 'Z')],
  word: [range('0', '9'), range('A', 'Z'), range('_'), range('a', 'z')],
  xdigit: [range('0', '9'), range('A', 'F'), range('a', 'f')],
};

/** Text of a class that both engines read alike: everything that could be special is escaped. */
export function printClass({ ranges, categories, negated }: CharacterClass): string {
  const parts = ranges.map(([from, to]) =>
    from === to ? printMember(from) : `${printMember(from)}-${printMember(to)}`,
  );
  return `[${negated ? '^' : ''}${parts.join('')}${categories.join('')}]`;
}

function printMember(code: number): string {
  const char = String.fromCodePoint(code);
  if (/[0-9A-Za-z_]/.test(char)) return char;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  return code < 0x7f && code !== 0x20 ? `\\${char}` : char;
}

/** The ranges with the other case of every ASCII letter in them. */
export function foldCase(ranges: readonly Range[]): readonly Range[] {
  return [...ranges, ...ranges.flatMap((r) => [...shifted(r, 0x41, 0x20), ...shifted(r, 0x61, -0x20)])];
}

/** The part of the range within the 26 letters from `first`, moved by `by`. */
function shifted([from, to]: Range, first: number, by: number): Range[] {
  const start = Math.max(from, first);
  const end = Math.min(to, first + 25);
  return start <= end ? [[start + by, end + by]] : [];
}
