import { foldCase, POSIX, printClass, type Range, SHORT } from './pattern-class.ts';

/** Stays inside `compilePattern`: its message is the reason. */
export class Refusal extends Error {}

interface Flags {
  readonly fold: boolean;
  readonly dotAll: boolean;
}

const SPECIAL = /[\\.+*?()|[\]{}^$]/;
const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** One pass over the pattern, from left to right, that writes the portable text as it reads. */
export class PatternReader {
  private readonly chars: readonly string[];
  private at = 0;
  private out = '';
  private flags: Flags = { fold: false, dotAll: false };
  private readonly outer: Flags[] = [];
  /** What a following quantifier would repeat: nothing, something, or something already repeated. */
  private last: 'nothing' | 'atom' | 'repeated' = 'nothing';

  constructor(pattern: string) {
    this.chars = [...pattern];
  }

  read(): string {
    while (this.at < this.chars.length) this.readNext(this.take());
    if (this.outer.length > 0) throw new Refusal('a group is not closed');
    return this.out;
  }

  private take(): string {
    const char = this.chars[this.at];
    if (char === undefined) throw new Refusal('it ends too early');
    this.at += 1;
    return char;
  }

  private follows(text: string): boolean {
    const wanted = [...text];
    return wanted.every((c, i) => this.chars[this.at + i] === c);
  }

  private skip(text: string): boolean {
    if (!this.follows(text)) return false;
    this.at += [...text].length;
    return true;
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
        this.writeAnchor('\\z', this.at === this.chars.length);
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
        this.readClass();
        return;
      case '\\':
        this.readEscape(this.take());
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
    const code = char.codePointAt(0) ?? 0;
    if (code === 0) throw new Refusal('it holds the character NUL');
    if (code >= 0xd800 && code <= 0xdfff) throw new Refusal('it holds half of a character');
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
    const rest = this.chars.slice(this.at, this.at + 12).join('');
    const match = /^(\d{1,4})(,?)(\d{0,4})\}/.exec(rest);
    if (!match || (match[2] === '' && match[3] !== '')) return undefined;
    const [whole, low = '', comma = '', high = ''] = match;
    if (Number(low) > 1000 || Number(high) > 1000) throw new Refusal('it repeats more than 1000 times');
    if (high !== '' && Number(high) < Number(low)) throw new Refusal('a repetition ends before it begins');
    this.at += whole.length;
    return `{${Number(low)}${comma}${high === '' ? '' : Number(high)}}`;
  }

  private repeat(quantifier: string): void {
    if (this.last === 'nothing') throw new Refusal(`there is nothing that ${quantifier} could repeat`);
    if (this.last === 'repeated') throw new Refusal(`${quantifier} repeats what is repeated already`);
    // Lazy or not finds the same texts, only other parts of them.
    this.skip('?');
    if (this.follows('+')) throw new Refusal('it uses a possessive quantifier, which RE2 lacks');
    this.out += quantifier;
    this.last = 'repeated';
  }

  private openGroup(): void {
    const before = this.flags;
    if (this.skip('?')) {
      if (['=', '!', '<=', '<!'].some((look) => this.follows(look))) {
        throw new Refusal('it looks ahead or behind, which RE2 cannot');
      }
      if (this.follows('>')) throw new Refusal('it uses an atomic group, which RE2 lacks');
      if (!this.skipName() && !this.readFlags()) return;
    }
    this.outer.push(before);
    this.write('(?:', 'nothing');
  }

  private skipName(): boolean {
    const match = /^P?<[A-Za-z_]\w{0,99}>/.exec(this.chars.slice(this.at, this.at + 104).join(''));
    if (!match) return false;
    this.at += match[0].length;
    return true;
  }

  /** `i:` opens a group with the flag, `i)` sets it for the rest of the present group (and returns false). */
  private readFlags(): boolean {
    let { fold, dotAll } = this.flags;
    let value = true;
    for (;;) {
      const char = this.take();
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
      this.writeAnchor('\\z', this.at === this.chars.length);
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
      this.write(this.readCategory(char), 'atom');
      return;
    }
    this.writeLiteral(this.readCharacter(char));
  }

  private readQuoted(): void {
    while (this.at < this.chars.length && !this.skip('\\E')) this.writeLiteral(this.take());
  }

  /** The one character that an escape stands for. */
  private readCharacter(char: string): string {
    const simple = ESCAPED[char];
    if (simple !== undefined) return simple;
    if (/[1-9]/.test(char) || char === 'k') throw new Refusal('it uses a back-reference, which RE2 lacks');
    if (char === 'x' || char === 'u') return this.readCode(char);
    if (/[!-/:-@[-`{-~]/.test(char)) return char;
    throw new Refusal(`\\${char} is no escape that the engines share`);
  }

  private readCode(kind: 'x' | 'u'): string {
    const rest = this.chars.slice(this.at, this.at + 10).join('');
    const match = (kind === 'x' ? /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/ : /^([0-9A-Fa-f]{4})/).exec(
      rest,
    );
    const code = Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16);
    if (!match || !(code <= 0x10ffff)) throw new Refusal(`\\${kind} needs a hexadecimal character code`);
    this.at += match[0].length;
    return String.fromCodePoint(code);
  }

  /** Categories of one or two letters are shared; names of scripts are not the same everywhere. */
  private readCategory(kind: 'p' | 'P'): string {
    const rest = this.chars.slice(this.at, this.at + 30).join('');
    const match = /^(?:([LMNPSZC])|\{(\^?)([LMNPSZC][a-z]?)\})/.exec(rest);
    if (!match)
      throw new Refusal(`\\${kind} knows only categories such as \\p{L} or \\p{Lu} on both engines`);
    this.at += match[0].length;
    if (this.flags.fold) throw new Refusal(FOLD);
    const name = match[1] ?? match[3] ?? '';
    // to Joni every character that is not assigned yet is one of these as well
    if (/^C[^co]?$/.test(name)) {
      throw new Refusal(`\\${kind}{${name}} holds other characters on each engine`);
    }
    const negated = (kind === 'P') !== (match[2] === '^');
    return `\\${negated ? 'P' : 'p'}{${name}}`;
  }

  private readClass(): void {
    const negated = this.skip('^');
    const ranges: Range[] = [];
    const categories: string[] = [];
    let first = true;
    while (first || !this.skip(']')) {
      first = false;
      const char = this.take();
      const shared = this.readSharedClass(char, categories);
      if (shared !== undefined) ranges.push(...shared);
      else ranges.push(this.readRange(char));
    }
    const outside = ranges.some(([, to]) => to > 0x7f);
    if (this.flags.fold && outside) throw new Refusal(FOLD);
    this.write(
      printClass({ ranges: this.flags.fold ? foldCase(ranges) : ranges, categories, negated }),
      'atom',
    );
  }

  /** `[:alpha:]`, `\d` or `\p{L}` inside brackets. */
  private readSharedClass(char: string, categories: string[]): readonly Range[] | undefined {
    if (char === '[' && this.follows(':')) {
      const match = /^:(\^?)([a-z]+):\]/.exec(this.chars.slice(this.at, this.at + 12).join(''));
      const posix = match?.[2] === undefined ? undefined : POSIX[match[2]];
      if (!match || posix === undefined) throw new Refusal('it names a POSIX class that does not exist');
      if (match[1] === '^') throw new Refusal('a negated class inside brackets is not shared by the engines');
      this.at += match[0].length;
      return posix;
    }
    if (char !== '\\') return undefined;
    const next = this.chars[this.at] ?? '';
    if (next === 'p' || next === 'P') {
      this.at += 1;
      categories.push(this.readCategory(next));
      return [];
    }
    if (/[DWS]/.test(next)) {
      throw new Refusal(`\\${next} inside brackets is not shared by the engines`);
    }
    const short = SHORT[next];
    if (short !== undefined) this.at += 1;
    return short;
  }

  private readRange(char: string): Range {
    const from = this.readMember(char);
    const next = this.chars[this.at + 1];
    if (!this.follows('-') || next === ']' || next === undefined) return [from, from];
    this.at += 1;
    const to = this.readMember(this.take());
    if (to < from) throw new Refusal('a range of characters ends before it begins');
    return [from, to];
  }

  private readMember(char: string): number {
    const code = (char === '\\' ? this.readCharacter(this.take()) : char).codePointAt(0) ?? 0;
    if (code === 0) throw new Refusal('it holds the character NUL');
    if (code >= 0xd800 && code <= 0xdfff) throw new Refusal('it holds half of a character');
    return code;
  }
}

const FOLD = '(?i) folds letters outside ASCII differently on each engine';
