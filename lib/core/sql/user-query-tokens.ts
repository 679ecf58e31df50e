import { QueryRefusal } from './user-query-refusal.ts';

export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol' | 'placeholder' | 'end';
  /** `word`: as written; `name`: unquoted; `string`: its value; `placeholder`: the name between the braces. */
  readonly text: string;
  /** A word in upper case, for keywords; '' for everything else. */
  readonly upper: string;
  readonly at: number;
}

const SPACE = /[ \t\r\n\f]+/y;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const STRING = /'((?:[^']|'')*)'/y;
const NAME = /"((?:[^"]|"")+)"/y;
const PLACEHOLDER = /\$?\{ *([A-Za-z]+) *\}/y;
const QUOTED_PLACEHOLDER = /"(?:\$?\{ *([A-Za-z]+) *\})"/y;
const SYMBOL = /<=|>=|<>|!=|\|\||::|->>|->|\/\/|[-+*/%^~(),.<>=[\]]/y;
/** Longer than anybody writes; keeps the tree and the statement small. */
const MAX_LENGTH = 20_000;

/** Splits a query into words. Comments, several statements and anything but standard quoting are refused here. */
export function readTokens(sql: string): Token[] {
  if (sql.length > MAX_LENGTH) throw new QueryRefusal('SLU-334', { limit: `${MAX_LENGTH} characters` });
  const text = sql.replace(/[\s;]+$/, '');
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    refuseHere(text, at);
    const read = readOne(match, at);
    if (read === undefined) throw unreadable(text, at);
    tokens.push(read.token);
    at += read.length;
    const last = read.token;
    if (last.kind === 'number' && match(WORD)) throw unreadable(text, at);
    if ((last.kind === 'string' || last.kind === 'name') && /['"]/.test(text[at] ?? '')) {
      throw unreadable(text, at);
    }
  }
  tokens.push({ kind: 'end', text: '', upper: '', at: text.length });
  return tokens;
}

function readOne(
  match: (pattern: RegExp) => RegExpExecArray | null,
  at: number,
): { token: Token; length: number } | undefined {
  const found = (kind: Token['kind'], whole: string, text: string) => ({
    token: { kind, text, upper: kind === 'word' ? text.toUpperCase() : '', at },
    length: whole.length,
  });
  const placeholder = match(PLACEHOLDER) ?? match(QUOTED_PLACEHOLDER);
  if (placeholder) return found('placeholder', placeholder[0], placeholder[1] ?? '');
  const word = match(WORD);
  if (word) return found('word', word[0], word[0]);
  const name = match(NAME);
  if (name) return found('name', name[0], plain((name[1] ?? '').replaceAll('""', '"')));
  const string = match(STRING);
  if (string) return found('string', string[0], plain((string[1] ?? '').replaceAll("''", "'")));
  const number = match(NUMBER);
  if (number) return found('number', number[0], number[0]);
  const symbol = match(SYMBOL);
  return symbol ? found('symbol', symbol[0], symbol[0]) : undefined;
}

/** Placeholders are put in as text later: inside a quoted text they would end it. */
function plain(text: string): string {
  const inside = /\{ *(?:object|source|windowStart|windowEnd) *\}/i.exec(text);
  if (inside) throw new QueryRefusal('SLU-320', { why: `${inside[0]} stands inside quotes` });
  if (text.includes('\u0000')) throw new QueryRefusal('SLU-320', { why: 'it holds the character NUL' });
  return text;
}

function refuseHere(text: string, at: number): void {
  if (text.startsWith('--', at) || text.startsWith('/*', at)) throw new QueryRefusal('SLU-323');
  if (text[at] === ';') throw new QueryRefusal('SLU-321');
  if (text[at] === '`') {
    throw new QueryRefusal('SLU-320', { why: 'names are quoted with double quotes, not with backticks' });
  }
}

export function unreadable(text: string, at: number): QueryRefusal {
  const near = text.slice(at, at + 20).replace(/\s+/g, ' ');
  return new QueryRefusal('SLU-320', {
    why: near === '' ? 'it ends too early' : `it cannot be read from "${near}" on`,
  });
}
