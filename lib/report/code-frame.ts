import { stripVTControlCharacters, styleText } from 'node:util';
import type { Issue } from '../core/contract/issue.ts';
import { describeIssue } from '../core/contract/messages/index.ts';

const CONTEXT = 2;
const MAX_WIDTH = 110;
const TAB = '  ';
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

type Style = Parameters<typeof styleText>[0];

/**
 * An issue as people read it: code and sentence, place, the lines around it with carets under the exact span (where
 * the file's text is given), and how to fix it. Ends without a line break.
 */
export function renderIssue(
  issue: Issue,
  text: string | undefined,
  { color }: { readonly color: boolean },
): string {
  const paint = (style: Style, words: string): string =>
    color ? styleText(style, words, { validateStream: false }) : words;
  const tone = issue.severity === 'error' ? 'red' : 'yellow';
  const { sentence, remedy } = describeIssue(issue);
  const lines = [
    `${paint(['bold', tone], `${issue.severity} ${issue.code}`)}${paint('bold', `: ${printable(sentence)}`)}`,
  ];
  const { at } = issue;
  const margin = ' '.repeat(String((at?.line ?? 0) + CONTEXT).length);
  if (at) {
    const place = [printable(at.file), at.line, at.column].filter((part) => part !== undefined).join(':');
    lines.push(`${margin}${paint('blue', '-->')} ${place}`);
  }
  if (at?.line !== undefined && text !== undefined)
    lines.push(...frame(at.line, at.column ?? 1, at.endColumn, text));
  lines.push(`${margin} ${paint('blue', '=')} fix: ${printable(remedy)}`);
  lines.push(`${margin} ${paint('blue', '=')} sluice explain ${issue.code}`);
  return lines.join('\n');

  function frame(line: number, column: number, endColumn: number | undefined, source: string): string[] {
    const all = source.split(/\r\n|\n|\r/);
    const first = Math.max(1, line - CONTEXT);
    const last = Math.min(all.length, line + CONTEXT);
    const from = windowStart(all[line - 1] ?? '', column, endColumn ?? column + 1);
    const shown: string[] = [`${margin} ${paint('blue', '|')}`];
    for (let n = first; n <= last; n++) {
      const body = clip(cells(all[n - 1] ?? ''), n === line ? from : 0);
      shown.push(
        `${paint('blue', `${String(n).padStart(margin.length)} |`)}${body === '' ? '' : ` ${body}`}`,
      );
      if (n !== line) continue;
      const [pad, width] = span(all[n - 1] ?? '', column, endColumn ?? column + 1, from);
      shown.push(`${margin} ${paint('blue', '|')} ${' '.repeat(pad)}${paint(tone, '^'.repeat(width))}`);
    }
    return shown;
  }
}

/** One character as it is shown, and how many columns of a terminal it takes. */
interface Cell {
  readonly shown: string;
  readonly width: number;
}

const cells = (line: string): readonly Cell[] =>
  [...line].map((c) => {
    if (c === '\t') return { shown: TAB, width: TAB.length };
    const shown = printable(c);
    return { shown, width: WIDE.test(c) ? 2 : /\p{Mn}|\u200d|[\ufe00-\ufe0f]/u.test(c) ? 0 : 1 };
  });

/** Nothing in a file or a message may steer the terminal. */
const printable = (words: string): string =>
  stripVTControlCharacters(words)
    .replace(/\s/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

const widthOf = (list: readonly Cell[]): number => list.reduce((sum, cell) => sum + cell.width, 0);
/** Columns count UTF-16 units, cells are characters. */
const cellIndex = (line: string, column: number): number =>
  [...line.slice(0, Math.max(0, column - 1))].length;

/** The first cell that is shown: the start of the line, unless the span lies too far to the right. */
function windowStart(line: string, column: number, endColumn: number): number {
  const list = cells(line);
  if (widthOf(list.slice(0, cellIndex(line, endColumn))) <= MAX_WIDTH) return 0;
  return Math.max(0, cellIndex(line, column) - 20);
}

function clip(list: readonly Cell[], from: number): string {
  let shown = from > 0 && list.length > 0 ? '…' : '';
  let width = shown.length;
  for (const cell of list.slice(from)) {
    width += cell.width;
    if (width > MAX_WIDTH) return `${shown}…`;
    shown += cell.shown;
  }
  return shown.trimEnd();
}

/** How many columns lie before the carets, and how many carets there are. */
function span(line: string, column: number, endColumn: number, from: number): readonly [number, number] {
  const list = cells(line);
  const [start, end] = [cellIndex(line, column), cellIndex(line, endColumn)];
  const pad = widthOf(list.slice(from, start)) + (from > 0 ? 1 : 0);
  return [pad, Math.max(1, Math.min(widthOf(list.slice(start, end)), MAX_WIDTH - pad))];
}
