import { malformed } from '../api-error.ts';
import { isSign, isWord, lex, position, type Token } from '../lex.ts';

/** Reads the Hive grammar token by token; what does not fit is refused as Athena refuses it, before it starts. */
export class Reader {
  readonly sql: string;
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(sql: string) {
    this.sql = sql;
    this.tokens = lex(sql, 'hive');
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): Token | undefined {
    return this.tokens[this.at++];
  }

  /** Takes the keywords if they all come next. */
  accept(...words: readonly string[]): boolean {
    if (!words.every((word, i) => isWord(this.peek(i), word))) return false;
    this.at += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) throw this.mismatch(`'${word}'`);
  }

  acceptSign(sign: string): boolean {
    if (!isSign(this.peek(), sign)) return false;
    this.at++;
    return true;
  }

  expectSign(sign: string): void {
    if (!this.acceptSign(sign)) throw this.mismatch(`'${sign}'`);
  }

  /** A name: a bare word or in backticks. Hive reads double quotes as a string. */
  identifier(): string {
    const token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'backtick') throw this.noAlternative();
    this.at++;
    return token.value.toLowerCase();
  }

  string(): string {
    const token = this.peek();
    if (token?.kind !== 'string' && token?.kind !== 'quoted') throw this.mismatch('STRING');
    this.at++;
    return unescaped(token);
  }

  /** A partition's value: text, or a number as written. */
  constant(): string {
    const token = this.peek();
    const minus = isSign(token, '-') && this.peek(1)?.kind === 'number';
    if (minus) this.at++;
    if (minus || token?.kind === 'number') return `${minus ? '-' : ''}${this.next()?.text ?? ''}`;
    return this.string();
  }

  end(): void {
    this.acceptSign(';');
    if (this.peek()) throw this.mismatch('<EOF>', 'extraneous');
  }

  /** ANTLR's words where one token was expected. */
  mismatch(expected: string, how: 'mismatched' | 'extraneous' = 'mismatched'): Error {
    const token = this.peek();
    return malformed(
      `line ${position(this.sql, token?.start ?? this.sql.length)}: ${how} input '${token?.text ?? '<EOF>'}' expecting ${expected}`,
    );
  }

  /** ANTLR's words where no rule fits: the statement up to the token that breaks it. */
  noAlternative(): Error {
    const token = this.peek();
    const from = this.tokens[0]?.start ?? 0;
    const text = this.sql
      .slice(from, token?.end ?? this.sql.length)
      .replaceAll('\r', '\\r')
      .replaceAll('\n', '\\n');
    const where = position(this.sql, token?.start ?? this.sql.length);
    return malformed(`line ${where}: no viable alternative at input '${text}'`);
  }
}

/** Hive's strings know the backslash. */
function unescaped(token: Token): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };
  return token.value.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (_all, sign: string) =>
    sign.length === 5 ? String.fromCharCode(Number.parseInt(sign.slice(1), 16)) : (escapes[sign] ?? sign),
  );
}
