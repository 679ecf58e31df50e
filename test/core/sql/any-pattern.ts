import fc from 'fast-check';

const PIECE = fc.oneof(
  fc.constantFrom(
    ...'ab1_é\n- ',
    '.',
    '^',
    '$',
    '|',
    '\\d',
    '\\w',
    '\\s',
    '\\D',
    '\\W',
    '[ab]',
    '[^a\\n]',
    '[a-c1-9_]',
  ),
  fc.constantFrom(
    'a*',
    'b+',
    '1?',
    '.*',
    'a{2}',
    'b{1,2}',
    'a+?',
    '\\p{L}',
    '[[:alpha:]]',
    '(?i)',
    '\\.',
    '\\n',
    '[]]',
  ),
  fc.constantFrom(
    '[\\w-]',
    '[\\d.]',
    '\\/',
    '\\-',
    '[&|]',
    '[a&&b]',
    '[[]',
    '{',
    '}',
    ']',
    '\\x61',
    '\\u0062',
    '[\\]\\[]',
  ),
);

/** Patterns of everything that people may write, whole or not. */
export const PATTERN = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: PIECE },
      { weight: 1, arbitrary: fc.constantFrom('(', '(?:', ')', ')*') },
    ),
    { maxLength: 7 },
  )
  .map((pieces) => pieces.join(''))
  .chain((pattern) => fc.constantFrom(pattern, `^${pattern}$`, `^(${pattern})$`));

/** Short texts of what the patterns speak of. */
export const TEXT = fc.string({
  unit: fc.constantFrom(...'abcABC12_é\n- .[]&|{}/\r', '🙂', '\u212a'),
  maxLength: 6,
});
