import { type Issue, issue } from '../contract/issue.ts';

/** Where a scanner stands within a record. */
type State = 'start' | 'cell' | 'quoted' | 'afterQuote';

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Walks over the text of a CSV file piece by piece and counts the cells of every record, so that a row with a cell
 * too many or too few is found before anything is judged. Strict RFC 4180: what it accepts, the engine reads alike.
 */
export class CsvScanner {
  private readonly file: string;
  private readonly delimiter: number;
  private readonly expected: number;
  private state: State = 'start';
  private cells = 1;
  private empty = true;
  private records = 0n;
  private line = 1;
  private recordLine = 1;
  private breaks: 'LF' | 'CR' | 'CRLF' | undefined;
  private pendingCr = false;
  private found: Issue | undefined;

  constructor(file: string, delimiter: string, expected: number) {
    this.file = file;
    this.delimiter = delimiter.charCodeAt(0);
    this.expected = expected;
  }

  /** Rows after the header. */
  get rows(): bigint {
    return this.records === 0n ? 0n : this.records - 1n;
  }

  /** False once a problem was found; the rest need not be read. */
  push(text: string): boolean {
    for (let at = 0; at < text.length && this.found === undefined; at += 1) this.step(text.charCodeAt(at));
    return this.found === undefined;
  }

  end(): Issue | undefined {
    if (this.found !== undefined) return this.found;
    if (this.pendingCr) this.breakLine('CR');
    if (this.state === 'quoted')
      return this.broken(`a double quote that opens on line ${this.recordLine} is never closed`);
    if (!this.empty || this.cells > 1) this.closeRecord();
    return this.found;
  }

  private step(code: number): void {
    if (this.pendingCr) {
      this.pendingCr = false;
      this.breakLine(code === LF ? 'CRLF' : 'CR');
      if (code === LF) return;
    }
    if (this.state === 'quoted') {
      if (code === QUOTE) this.state = 'afterQuote';
      else if (code === LF) this.line += 1;
      return;
    }
    if (code === CR) {
      this.pendingCr = true;
    } else if (code === LF) {
      this.breakLine('LF');
    } else if (code === this.delimiter) {
      this.cells += 1;
      this.state = 'start';
      this.empty = false;
    } else if (code === QUOTE) {
      this.quote();
    } else if (this.state === 'afterQuote') {
      this.found ??= this.broken(`line ${this.line} goes on after a closing double quote`);
    } else {
      this.state = 'cell';
      this.empty = false;
    }
  }

  private quote(): void {
    this.empty = false;
    if (this.state === 'cell') {
      this.found ??= this.broken(`line ${this.line} has a double quote inside a cell without quotes`);
    } else {
      // The first quote of a cell, or the second of two quotes inside one.
      this.state = 'quoted';
    }
  }

  private breakLine(kind: 'LF' | 'CR' | 'CRLF'): void {
    if (this.breaks !== undefined && this.breaks !== kind) {
      this.found ??= this.broken(`line ${this.line} ends in ${kind}, the lines before in ${this.breaks}`);
      return;
    }
    this.breaks = kind;
    this.closeRecord();
    this.line += 1;
    this.recordLine = this.line;
  }

  /** An empty line is no row, except where a row has one cell: then it is a null. */
  private closeRecord(): void {
    const blank = this.empty && this.cells === 1;
    if (!blank || this.expected === 1) {
      if (this.cells !== this.expected) {
        this.found ??= issue('SLU-422', {
          file: this.file,
          line: String(this.recordLine),
          found: String(this.cells),
          expected: String(this.expected),
        });
      }
      this.records += 1n;
    }
    this.cells = 1;
    this.empty = true;
    this.state = 'start';
  }

  private broken(reason: string): Issue {
    return issue('SLU-423', { file: this.file, reason });
  }
}
