import { type Issue, issue } from '../contract/issue.ts';
import { fail, ok, type Result } from '../values/result.ts';

/**
 * The column names in the first record of a CSV file (RFC 4180; a byte-order mark is skipped), from a text that
 * holds at least that record. A cell without a name is named after its place: `column3`.
 */
export function parseCsvHeader(file: string, text: string, delimiter: string): Result<string[], Issue[]> {
  const start = text.replace(/^\uFEFF/, '');
  if (start.trim() === '') return fail([issue('SLU-420', { file })]);
  const cells = firstRecord(start, delimiter);
  if (cells === undefined) {
    return fail([issue('SLU-423', { file, reason: 'a double quote in the header is never closed' })]);
  }
  const names = cells.map((cell, i) => (cell === '' ? `column${i + 1}` : cell));
  const seen = new Set<string>();
  const twice = names.filter((name) => {
    const again = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return again;
  });
  if (twice.length > 0) {
    return fail([issue('SLU-421', { file, problem: `names the column ${twice[0]} twice` })]);
  }
  return ok(names);
}

function firstRecord(text: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (text.startsWith(delimiter, at)) {
      cells.push(cell);
      cell = '';
      at += delimiter.length - 1;
    } else if (char === '\n' || char === '\r') break;
    else cell += char;
  }
  return quoted ? undefined : [...cells, cell];
}
