import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_DOCUMENT_BYTES } from '../../core/contract/document/limits.ts';
import { type Issue, issue } from '../../core/contract/issue.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import { errnoOf } from './errors.ts';

export interface TextFile {
  /** As it is named in messages: the path that was given, or below the folder that was given. */
  readonly path: string;
  readonly text: string;
}

/** Reads a text file whose size is capped before a byte of it is read. */
export function readTextFile(path: string): Result<TextFile, readonly Issue[]> {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return fail([issue('SLU-604', { path }, { file: path })]);
    if (stats.size > MAX_DOCUMENT_BYTES) {
      const params = { bytes: String(stats.size), limit: String(MAX_DOCUMENT_BYTES) };
      return fail([issue('SLU-102', params, { file: path })]);
    }
    return ok({ path, text: readFileSync(path, 'utf8') });
  } catch (cause) {
    return fail([unreadable(path, cause)]);
  }
}

/** Every contract, pipeline and environment below a folder, sorted; hidden folders and node_modules are left out. */
export function listDefinitions(folder: string): Result<readonly string[], readonly Issue[]> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
    const wanted = files.filter(
      (f) => /\.(odcs|pipeline|environment)\.(ya?ml|json)$/i.test(f) && !/[\\/](\.|node_modules)/.test(f),
    );
    return ok(wanted.sort());
  } catch (cause) {
    return fail([unreadable(folder, cause)]);
  }
}

function unreadable(path: string, cause: unknown): Issue {
  const code = errnoOf(cause);
  if (code === 'ENOENT') return issue('SLU-603', { path }, { file: path });
  return issue('SLU-605', { path, why: code ?? 'unknown cause' }, { file: path });
}
