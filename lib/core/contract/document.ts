import {
  Composer,
  type CST,
  type Document,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  type YAMLError,
} from 'yaml';
import { fail, ok, type Result } from '../values/result.ts';
import { inspectDocument } from './document/inspect.ts';
import { MAX_DOCUMENT_BYTES } from './document/limits.ts';
import { MAX_NESTING, tooDeepAt } from './document/nesting.ts';
import type { Path } from './document/path.ts';
import { Places } from './document/places.ts';
import { type Issue, issue, type SourceRef } from './issue.ts';

/** A YAML (or JSON) file as a plain value that remembers where each part of it stands. */
export interface YamlDocument {
  readonly file: string;
  readonly text: string;
  /** A mapping; numbers are doubles here, their exact text is `sourceText`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** The place of the value at a path, or of the nearest ancestor where the path leads beyond the document. */
  at(path: Path): SourceRef;
  /** The place of the key that leads to the value. */
  keyAt(path: Path): SourceRef;
  /** A scalar exactly as the file writes it, without quotes: `10.000000000000000001` keeps its digits. */
  sourceText(path: Path): string | undefined;
}

/**
 * Reads one YAML 1.2 document whose root is a mapping. Size and nesting are capped before anything is parsed;
 * whatever else is wrong comes back as issues SLU-101 to SLU-113.
 */
export function readDocument(text: string, file: string): Result<YamlDocument, readonly Issue[]> {
  const early = refuseUnread(text, file);
  if (early) return fail([early]);
  const tokens = [...new Lexer().lex(text)];
  const deep = tooDeepAt(tokens);
  if (deep !== undefined) {
    return fail([issue('SLU-103', { limit: String(MAX_NESTING) }, textRef(text, deep, file))]);
  }

  const lines = new LineCounter();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    prettyErrors: false,
    uniqueKeys: false, // compared pairwise by the parser; `inspectDocument` does it in one pass
  });
  const [document, second] = [...composer.compose(parse(tokens, lines))];
  if (!document) return fail([issue('SLU-101', {}, { file, line: 1, column: 1 })]);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) return fail(broken.slice(0, 3).map((e) => syntaxIssue(e, lines, file)));
  if (second) return fail([issue('SLU-106', {}, offsetRef(second.range[0], lines, file))]);
  return inspected(document, lines, text, file);
}

function refuseUnread(text: string, file: string): Issue | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return issue('SLU-102', { bytes: String(bytes), limit: String(MAX_DOCUMENT_BYTES) }, { file });
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) return issue('SLU-112', {}, textRef(text, nul, file));
  return undefined;
}

/** As yaml's own `parse`, of tokens that were looked at already. */
function* parse(tokens: readonly string[], lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const token of tokens) yield* parser.next(token);
  yield* parser.end();
}

function inspected(
  document: Document.Parsed,
  lines: LineCounter,
  text: string,
  file: string,
): Result<YamlDocument, readonly Issue[]> {
  const places = new Places(document, lines, file);
  const { contents } = document;
  if (!contents || (isScalar(contents) && contents.value === null)) {
    return fail([issue('SLU-101', {}, { file, line: 1, column: 1 })]);
  }
  const issues = inspectDocument(document, (node) => places.span(node));
  if (issues.length > 0) return fail(issues);
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  if (!isMapping(value)) {
    return fail([
      issue('SLU-113', { found: Array.isArray(value) ? 'a list' : 'one value' }, places.span(contents)),
    ]);
  }
  return ok({
    file,
    text,
    value,
    at: (path) => places.value(path),
    keyAt: (path) => places.key(path),
    sourceText: (path) => places.sourceText(path),
  });
}

function syntaxIssue(error: YAMLError, lines: LineCounter, file: string): Issue {
  const at = offsetRef(error.pos[0], lines, file, error.pos[1]);
  if (error.code === 'TAB_AS_INDENT') return issue('SLU-105', {}, at);
  return issue('SLU-104', { reason: error.message.replace(/\s+/g, ' ').trim() }, at);
}

function offsetRef(offset: number, lines: LineCounter, file: string, end = offset): SourceRef {
  const from = lines.linePos(offset);
  const to = lines.linePos(end);
  const place = { file, line: from.line, column: from.col };
  return to.line === from.line && to.col > from.col ? { ...place, endColumn: to.col } : place;
}

function textRef(text: string, offset: number, file: string): SourceRef {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
