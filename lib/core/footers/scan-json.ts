import { type Issue, issue } from '../contract/issue.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const BRACE = 123;
const BRACE_END = 125;
const BRACKET = 91;
const BRACKET_END = 93;
const COLON = 58;

/**
 * Splits the text of a JSON data file (objects on lines, or one array of objects) into its rows, piece by piece, and
 * collects their keys in the order in which they first appear.
 */
export class JsonScanner {
  readonly keys = new Set<string>();
  rows = 0n;
  private readonly file: string;
  private readonly row: string[] = [];
  private depth = 0;
  /** Members of the present row's own object, counted as they are written. */
  private members = 0;
  private inText = false;
  private escaped = false;
  private array: 'unknown' | 'none' | 'open' | 'closed' = 'unknown';
  private needsComma = false;
  private afterComma = false;
  private notObjects = 0n;
  private firstNotObject = 0n;
  private broken: string | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /** False once the file cannot be read further. */
  push(text: string): boolean {
    let start = 0;
    for (let at = 0; at < text.length && this.broken === undefined; at += 1) {
      const code = text.charCodeAt(at);
      if (this.inText) {
        if (this.escaped) this.escaped = false;
        else if (code === BACKSLASH) this.escaped = true;
        else if (code === QUOTE) this.inText = false;
        continue;
      }
      if (this.depth === 0 && this.between(text.charAt(at), text, start, at)) {
        start = at + 1;
        continue;
      }
      if (code === QUOTE) this.inText = true;
      else if (code === COLON && this.depth === 1) this.members += 1;
      else if (code === BRACE || code === BRACKET) this.depth += 1;
      else if ((code === BRACE_END || code === BRACKET_END) && this.depth > 0) {
        this.depth -= 1;
        if (this.depth === 0) {
          this.row.push(text.slice(start, at + 1));
          start = at + 1;
          this.closeRow();
        }
      }
    }
    if (this.broken === undefined) this.row.push(text.slice(start));
    return this.broken === undefined;
  }

  end(): Issue | undefined {
    if (this.broken === undefined && this.depth > 0) this.broken = `row ${this.rows + 1n} is not finished`;
    if (this.broken === undefined && this.array === 'open') {
      this.closeRow();
      this.broken ??= 'the array is never closed';
    }
    if (this.broken === undefined) this.closeRow();
    this.broken ??= this.alike();
    if (this.broken !== undefined) return issue('SLU-424', { file: this.file, reason: this.broken });
    if (this.notObjects === 0n) return undefined;
    const count = this.notObjects.toString();
    return issue('SLU-425', { file: this.file, count, row: this.firstNotObject.toString() });
  }

  /** Engines find columns by name in any case. */
  private alike(): string | undefined {
    const seen = new Map<string, string>();
    for (const key of this.keys) {
      const other = seen.get(key.toLowerCase());
      if (other !== undefined) return `its keys "${other}" and "${key}" differ only in case`;
      seen.set(key.toLowerCase(), key);
    }
    return undefined;
  }

  /** Handles what stands between rows; true when the character is no part of a row. */
  private between(char: string, text: string, start: number, at: number): boolean {
    const space = /\s|\uFEFF/.test(char);
    if (this.array === 'unknown') {
      if (space) return true;
      this.array = char === '[' ? 'open' : 'none';
      if (char === '[') return true;
    }
    const ends = this.array === 'open' ? char === ',' || char === ']' : char === '\n';
    if (!ends) {
      if (space && this.row.length === 0 && text.slice(start, at).trim() === '') return true;
      if (!space && this.array === 'closed') this.broken = 'something follows the array';
      else if (!space && this.needsComma) this.broken = `a comma is missing after row ${this.rows}`;
      return this.broken !== undefined;
    }
    this.row.push(text.slice(start, at));
    const had = this.closeRow() || this.needsComma;
    this.needsComma = false;
    if (this.array !== 'open') return true;
    if (!had && (char === ',' || this.afterComma)) this.broken = `a row is missing after row ${this.rows}`;
    this.afterComma = char === ',';
    if (char === ']') this.array = 'closed';
    return true;
  }

  /** False when there was nothing but white space. */
  private closeRow(): boolean {
    const text = this.row.join('').trim();
    this.row.length = 0;
    if (text === '') return false;
    this.rows += 1n;
    const members = this.members;
    this.members = 0;
    this.needsComma = this.array === 'open';
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.broken ??= `row ${this.rows} is not valid JSON`;
      return true;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const keys = Object.keys(value);
      if (keys.length < members) this.broken ??= `row ${this.rows} has a key twice`;
      for (const key of keys) this.keys.add(key);
    } else {
      if (this.notObjects === 0n) this.firstNotObject = this.rows;
      this.notObjects += 1n;
    }
    return true;
  }
}
