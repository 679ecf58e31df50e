import { readBrackets } from './pattern-brackets.ts';
import { codeOf, FOLD, readCategory, readCharacter } from './pattern-character.ts';
import { printClass, SHORT } from './pattern-class.ts';
import { PatternCursor, Refusal } from './pattern-cursor.ts';

interface Flags {
  readonly fold: boolean;
  readonly dotAll: boolean;
}

const SPECIAL = /[\\.+*?()|[\]{}^$]/;

/** One pass over the pattern, from left to right, that writes the portable text as it reads. */
export class PatternReader {
  private readonly cursor: PatternCursor;
  private out = '';
  private flags: Flags = { fold: false, dotAll: false };
  private readonly outer: Flags[] = [];
  /** What a following quantifier would repeat: nothing, something, or something already repeated. */
  private last: 'nothing' | 'atom' | 'repeated' = 'nothing';

  constructor(pattern: string) {
    this.cursor = new PatternCursor(pattern);
  }

  read(): string {
    while (!this.cursor.ended) this.readNext(this.cursor.take());
    if (this.outer.length > 0) throw new Refusal('a group is not closed');
    return this.out;
  }

  private write(text: string, last: 'nothing' | 'atom'): void {
    this.out += text;
    this.last = last;
  }

  /**
   * An anchor inside the pattern stands in a group: DuckDB rewrites a literal with an anchor on its wrong side (`a^`)
   * into a plain search for the literal, and leaves groups alone (seen with DuckDB 1.5.5, 2026-11-21).
   */
  private writeAnchor(anchor: '\\A' | '\\z', atItsEnd: boolean): void {
    this.write(atItsEnd ? anchor : `(${anchor})`, 'nothing');
  }

  private readNext(char: string): void {
    switch (char) {
      case '^':
        this.writeAnchor('\\A', this.out === '');
        return;
      case '$':
        this.writeAnchor('\\z', this.cursor.ended);
        return;
      case '.':
        this.write(this.flags.dotAll ? '(?:[^\\x0A]|\\x0A)' : '[^\\x0A]', 'atom');
        return;
      case '|':
        this.write('|', 'nothing');
        return;
      case '(':
        this.openGroup();
        return;
      case ')': {
        const flags = this.outer.pop();
        if (flags === undefined) throw new Refusal('a group is closed that was never opened');
        this.flags = flags;
        this.write(')', 'atom');
        return;
      }
      case '[':
        this.write(readBrackets(this.cursor, this.flags.fold), 'atom');
        return;
      case '\\':
        this.readEscape(this.cursor.take());
        return;
      case '*':
      case '+':
      case '?':
        this.repeat(char);
        return;
      case '{': {
        const counts = this.readCounts();
        if (counts === undefined) this.writeLiteral('{');
        else this.repeat(counts);
        return;
      }
      default:
        this.writeLiteral(char);
        return;
    }
  }

  private writeLiteral(char: string): void {
    const code = codeOf(char);
    const letter = /[A-Za-z]/.test(char);
    if (this.flags.fold && letter) {
      this.write(`[${char.toUpperCase()}${char.toLowerCase()}]`, 'atom');
      return;
    }
    if (this.flags.fold && char.toUpperCase() !== char.toLowerCase()) throw new Refusal(FOLD);
    if (code < 0x20 || code === 0x7f) {
      this.write(`\\x${code.toString(16).toUpperCase().padStart(2, '0')}`, 'atom');
      return;
    }
    this.write(SPECIAL.test(char) ? `\\${char}` : char, 'atom');
    return;
  }

  /** `{2}`, `{2,}`, `{2,5}` after its brace; anything else is a plain brace, as RE2 reads it. */
  private readCounts(): string | undefined {
    const match = this.cursor.match(/^(\d{1,4})(,?)(\d{0,4})\}/, 12);
    if (!match || (match[2] === '' && match[3] !== '')) return undefined;
    const [whole, low = '', comma = '', high = ''] = match;
    if (Number(low) > 1000 || Number(high) > 1000) throw new Refusal('it repeats more than 1000 times');
    if (high !== '' && Number(high) < Number(low)) throw new Refusal('a repetition ends before it begins');
    this.cursor.skip(whole);
    return `{${Number(low)}${comma}${high === '' ? '' : Number(high)}}`;
  }

  private repeat(quantifier: string): void {
    if (this.last === 'nothing') throw new Refusal(`there is nothing that ${quantifier} could repeat`);
    if (this.last === 'repeated') throw new Refusal(`${quantifier} repeats what is repeated already`);
    // Lazy or not finds the same texts, only other parts of them.
    this.cursor.skip('?');
    if (this.cursor.follows('+')) throw new Refusal('it uses a possessive quantifier, which RE2 lacks');
    this.out += quantifier;
    this.last = 'repeated';
  }

  private openGroup(): void {
    const before = this.flags;
    if (this.cursor.skip('?')) {
      if (['=', '!', '<=', '<!'].some((look) => this.cursor.follows(look))) {
        throw new Refusal('it looks ahead or behind, which RE2 cannot');
      }
      if (this.cursor.follows('>')) throw new Refusal('it uses an atomic group, which RE2 lacks');
      if (!this.skipName() && !this.readFlags()) return;
    }
    this.outer.push(before);
    this.write('(?:', 'nothing');
  }

  private skipName(): boolean {
    const match = this.cursor.match(/^P?<[A-Za-z_]\w{0,99}>/, 104);
    return match !== null && this.cursor.skip(match[0]);
  }

  /** `i:` opens a group with the flag, `i)` sets it for the rest of the present group (and returns false). */
  private readFlags(): boolean {
    let { fold, dotAll } = this.flags;
    let value = true;
    for (;;) {
      const char = this.cursor.take();
      if (char === ':' || char === ')') {
        this.flags = { fold, dotAll };
        return char === ':';
      }
      if (char === '-' && value) value = false;
      else if (char === 'i') fold = value;
      else if (char === 's') dotAll = value;
      else if (char === 'm') throw new Refusal('it uses (?m), but ^ and $ always mean the whole text here');
      else throw new Refusal(`it uses the group (?${char}, which the engines do not share`);
    }
  }

  private readEscape(char: string): void {
    if (char === 'A') {
      this.writeAnchor('\\A', this.out === '');
      return;
    }
    if (char === 'z') {
      this.writeAnchor('\\z', this.cursor.ended);
      return;
    }
    if (char === 'b' || char === 'B') {
      throw new Refusal(`\\${char} finds other word boundaries on each engine outside ASCII`);
    }
    if (char === 'Q') {
      this.readQuoted();
      return;
    }
    const short = SHORT[char.toLowerCase()];
    if (short !== undefined) {
      const negated = char !== char.toLowerCase();
      this.write(printClass({ ranges: short, categories: [], negated }), 'atom');
      return;
    }
    if (char === 'p' || char === 'P') {
      this.write(readCategory(char, this.cursor, this.flags.fold), 'atom');
      return;
    }
    this.writeLiteral(readCharacter(char, this.cursor));
  }

  private readQuoted(): void {
    while (!this.cursor.ended && !this.cursor.skip('\\E')) this.writeLiteral(this.cursor.take());
  }
}
