import { RE2JS } from 're2js';
import { fail, ok, type Result } from '../values/result.ts';
import { Refusal } from './pattern-cursor.ts';
import { PatternReader } from './pattern-reader.ts';

export interface CompiledPattern {
  /**
   * An unanchored search, in syntax that RE2 (DuckDB, re2js) and Joni (Trino, Athena) share. Tried on DuckDB only:
   * the conformance suite has to confirm Joni.
   */
  readonly re2: string;
}

/** Why a pattern cannot run, as the end of a sentence: "it looks ahead". */
export interface PatternRefusal {
  readonly why: string;
}

/** A pattern is code that runs on every row: nothing near this length is written by hand. */
const MAX_LENGTH = 2000;

/**
 * Rewrites a pattern (RE2 syntax, with the `\uXXXX` and `\/` that people bring from JSON Schema) into the part of
 * the syntax that all engines read alike. `^` and `$` become `\A` and `\z`; `.` never matches a line feed unless
 * `(?s)`; `\d`, `\w`, `\s` are ASCII; `(?i)` folds ASCII letters.
 */
export function compilePattern(pattern: string): Result<CompiledPattern, PatternRefusal> {
  if (pattern.length > MAX_LENGTH) return fail({ why: `it is longer than ${MAX_LENGTH} characters` });
  try {
    const re2 = new PatternReader(pattern).read();
    RE2JS.compile(re2);
    return ok({ re2 });
  } catch (error) {
    if (error instanceof Refusal) return fail({ why: error.message });
    return fail({ why: `RE2 refuses it: ${error instanceof Error ? error.message : String(error)}` });
  }
}

const compiled = new Map<string, RE2JS>();

/** Does the text contain a match? `re2` is what `compilePattern` returned. Linear in the length of the text. */
export function matchesPattern(re2: string, text: string): boolean {
  const known = compiled.get(re2) ?? RE2JS.compile(re2);
  if (compiled.size > 500) compiled.clear();
  compiled.set(re2, known);
  return known.matcher(text).find();
}
