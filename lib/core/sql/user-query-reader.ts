import { QueryRefusal } from './user-query-refusal.ts';
import { readTokens, type Token, unreadable } from './user-query-tokens.ts';

/** What the placeholders of a query stand for. */
export interface QuerySetting {
  /** Placeholders for the one table, lower case. */
  readonly objects: readonly string[];
  /** Placeholders for the column of the rule, lower case; `column` is absent for a rule of the whole dataset. */
  readonly properties: readonly string[];
  readonly column?: string;
  /** Placeholders for values, as they are printed. */
  readonly values: readonly string[];
  /** Everything that one engine knows, instead of the subset that all engines share. */
  readonly engine?: 'duckdb' | 'trino';
}

/** Parentheses and subqueries inside each other. */
const MAX_DEPTH = 60;
/** Operators of one query: a chain of them is as deep a tree as it is long, and everything walks it. */
const MAX_OPERATORS = 1000;

/** Walks over the words of a query; the expression and the SELECT reader both stand on it. */
export class TokenReader {
  readonly setting: QuerySetting;
  private readonly sql: string;
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  private operators = 0;

  constructor(sql: string, setting: QuerySetting) {
    this.sql = sql;
    this.setting = setting;
    this.tokens = readTokens(sql);
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  isWord(...words: readonly string[]): boolean {
    return words.every((word, i) => this.peek(i).upper === word);
  }

  isSymbol(text: string): boolean {
    return this.peek().kind === 'symbol' && this.peek().text === text;
  }

  /** Takes these words if all of them follow. */
  takeWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.at += words.length;
    return true;
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.at += 1;
    return true;
  }

  expectWord(...words: readonly string[]): void {
    if (!this.takeWord(...words)) throw this.refuse();
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.refuse();
  }

  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeSymbol(',')) items.push(read());
    return items;
  }

  /** Counts one more operator. */
  operator(): void {
    this.operators += 1;
    if (this.operators > MAX_OPERATORS)
      throw new QueryRefusal('SLU-334', { limit: `${MAX_OPERATORS} operators` });
  }

  deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      throw new QueryRefusal('SLU-334', { limit: `${MAX_DEPTH} levels of nesting` });
    const result = read();
    this.depth -= 1;
    return result;
  }

  /** The present word cannot stand where it stands. */
  refuse(): QueryRefusal {
    return unreadable(this.sql, this.peek().at);
  }

  notShared(what: string, instead: string): void {
    if (this.setting.engine === undefined) throw new QueryRefusal('SLU-329', { what, instead });
  }
}

const END: Token = { kind: 'end', text: '', upper: '', at: 0 };
