import { type Issue, issue } from '../contract/issue.ts';
import type { Column } from '../contract/model.ts';
import { typeForText } from '../sql/logical-type.ts';
import type { PhysicalColumn, PhysicalType } from '../sql/physical.ts';
import { typeNameOf } from '../sql/type-name-of.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { parseCsvHeader } from './csv-header.ts';
import type { Footer } from './footer.ts';
import type { DataFile, ReadRange } from './read-footer.ts';
import { CsvScanner } from './scan-csv.ts';
import { JsonScanner } from './scan-json.ts';

export interface TextFormat {
  readonly format: 'csv' | 'json';
  /** CSV only; one character. */
  readonly delimiter?: string;
  /** The contract's columns: the types into which the text is converted. Others stay text. */
  readonly columns: readonly Column[];
}

const PIECE_BYTES = 4 * 1024 * 1024;
const MISSING: PhysicalType = { kind: 'string' };

/**
 * What a Parquet footer would say of a CSV or JSON file: its columns (by the header, or by the keys of all rows), its
 * rows, and whether it can be read at all. Reads the whole file once, piece by piece: a ragged or broken row is found
 * here, as one issue with its line, and never as a failing query.
 */
export async function describeText(
  file: DataFile,
  text: TextFormat,
  readRange: ReadRange,
): Promise<Result<Footer, Issue[]>> {
  const described =
    text.format === 'csv' ? await csv(file, text.delimiter ?? ',', readRange) : await json(file, readRange);
  if (!described.ok) return described;
  const { names, rows } = described.value;
  const columns = names.map((name): PhysicalColumn => {
    const declared = text.columns.find((c) => c.physicalName === name);
    const type = declared === undefined ? MISSING : typeForText(declared);
    return { name, type, typeName: typeNameOf(type), from: 'text' };
  });
  return ok({ path: file.path, rows: rows.toString(), columns });
}

interface Described {
  readonly names: readonly string[];
  readonly rows: bigint;
}

async function csv(
  file: DataFile,
  delimiter: string,
  readRange: ReadRange,
): Promise<Result<Described, Issue[]>> {
  const { path } = file;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    return fail([issue('SLU-423', { file: path, reason: 'the delimiter is not one character' })]);
  }
  let names: readonly string[] | undefined;
  let scanner: CsvScanner | undefined;
  const problem = await pieces(file, readRange, (piece) => {
    if (scanner === undefined) {
      const header = parseCsvHeader(path, piece, delimiter);
      if (!header.ok) return header.error;
      names = header.value;
      scanner = new CsvScanner(path, delimiter, names.length);
    }
    return scanner.push(piece) ? undefined : [];
  });
  if (problem !== undefined && problem.length > 0) return fail([...problem]);
  if (scanner === undefined || names === undefined) return fail([issue('SLU-420', { file: path })]);
  const broken = scanner.end();
  return broken === undefined ? ok({ names, rows: scanner.rows }) : fail([broken]);
}

async function json(file: DataFile, readRange: ReadRange): Promise<Result<Described, Issue[]>> {
  const scanner = new JsonScanner(file.path);
  // DuckDB takes the mark for a part of the first row
  const head = await readRange(file.path, 0, Math.min(3, file.sizeBytes));
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    return fail([
      issue('SLU-424', { file: file.path, reason: 'it begins with a byte order mark; save it without one' }),
    ]);
  }
  const problem = await pieces(file, readRange, (piece) => (scanner.push(piece) ? undefined : []));
  if (problem !== undefined && problem.length > 0) return fail([...problem]);
  const broken = scanner.end();
  if (broken !== undefined) return fail([broken]);
  if (scanner.rows === 0n && file.sizeBytes === 0) return fail([issue('SLU-401', { file: file.path })]);
  return ok({ names: [...scanner.keys], rows: scanner.rows });
}

/** Hands the file's text over in pieces until one is answered with issues (or with none, to end quietly). */
async function pieces(
  file: DataFile,
  readRange: ReadRange,
  take: (piece: string) => readonly Issue[] | undefined,
): Promise<readonly Issue[] | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let from = 0; from < file.sizeBytes; from += PIECE_BYTES) {
    const to = Math.min(from + PIECE_BYTES, file.sizeBytes);
    const bytes = await readRange(file.path, from, to);
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: to < file.sizeBytes });
    } catch {
      return [issue('SLU-423', { file: file.path, reason: `it is not UTF-8 (near byte ${from})` })];
    }
    const answer = take(text);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
