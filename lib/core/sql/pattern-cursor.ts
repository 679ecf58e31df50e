/** Stays inside `compilePattern`: its message is the reason. */
export class Refusal extends Error {}

/** A place in a pattern, that moves on as the pattern is read. */
export class PatternCursor {
  private readonly chars: readonly string[];
  private at = 0;

  constructor(pattern: string) {
    this.chars = [...pattern];
  }

  get ended(): boolean {
    return this.at >= this.chars.length;
  }

  take(): string {
    const char = this.chars[this.at];
    if (char === undefined) throw new Refusal('it ends too early');
    this.at += 1;
    return char;
  }

  /** The character so many places further on; undefined beyond the end. */
  peek(ahead = 0): string | undefined {
    return this.chars[this.at + ahead];
  }

  follows(text: string): boolean {
    return [...text].every((c, i) => this.chars[this.at + i] === c);
  }

  skip(text: string): boolean {
    if (!this.follows(text)) return false;
    this.at += [...text].length;
    return true;
  }

  /** What the next characters are, by an expression that begins with `^` and matches ASCII alone, without taking them. */
  match(expression: RegExp, atMost: number): RegExpExecArray | null {
    return expression.exec(this.chars.slice(this.at, this.at + atMost).join(''));
  }
}
