/** One piece of SQL text. Comments and white space are between the tokens. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'backtick' | 'string' | 'number' | 'symbol';
  /** As written. */
  readonly text: string;
  /** Without quotes, escapes resolved. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'gap', RegExp])[] = [
  ['gap', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
  ['word', /[\p{L}_][\p{L}\p{N}_@$]*/uy],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['string', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['backtick', /`(?:[^`]|``)*`/y],
  ['symbol', /<=|>=|<>|!=|\|\||->|=>|[\s\S]/uy],
];

const unquoted = (kind: Token['kind'], text: string): string => {
  if (kind === 'string' || kind === 'quoted' || kind === 'backtick') {
    const quote = text[0] ?? '';
    return text.slice(1, -1).replaceAll(quote + quote, quote);
  }
  return text;
};

/** Hive's strings, which know the backslash; the engine's do not. */
const HIVE_PATTERNS = PATTERNS.map(([kind, pattern]) => {
  if (kind === 'string') return [kind, /'(?:[^'\\]|\\[\s\S]|'')*'/y] as const;
  return kind === 'quoted' ? ([kind, /"(?:[^"\\]|\\[\s\S]|"")*"/y] as const) : ([kind, pattern] as const);
});

/** The tokens of a statement. What cannot be read (an open quote) becomes symbols: the grammar refuses them. */
export function lex(sql: string, grammar: 'trino' | 'hive' = 'trino'): readonly Token[] {
  const patterns = grammar === 'hive' ? HIVE_PATTERNS : PATTERNS;
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const text = pattern.exec(sql)?.[0];
      if (text === undefined) continue;
      if (kind !== 'gap')
        tokens.push({ kind, text, value: unquoted(kind, text), start: at, end: at + text.length });
      at += text.length;
      break;
    }
  }
  return tokens;
}

/** Line and column, both from 1, as parsers say them. */
export function position(sql: string, offset: number): string {
  const before = sql.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Whether the token is this keyword, in any case and unquoted. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toUpperCase());

/** Whether the token is this sign. */
export const isSign = (token: Token | undefined, sign: string): boolean =>
  token?.kind === 'symbol' && token.text === sign;

/** The statement up to the semicolon that ends it, where there is one. */
export function withoutSemicolon(sql: string): string {
  const last = lex(sql).at(-1);
  return last && isSign(last, ';') ? sql.slice(0, last.start) : sql;
}
