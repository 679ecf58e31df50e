import { suggest } from '../../core/contract/document/suggest.ts';
import { type Issue, issue } from '../../core/contract/issue.ts';
import {
  type Environment,
  environmentNameOf,
  isEnvironmentFile,
  readEnvironment,
} from '../../core/environment/environment.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import { listDefinitions, readTextFile } from './folder-registry.ts';

/** What a contracts folder holds of environments. */
export interface EnvironmentFiles {
  readonly folder: string;
  readonly files: readonly string[];
  /** Each once, sorted. */
  readonly names: readonly string[];
}

/** The files of environments below a folder; `shown` is how a message names a file. */
export function findEnvironments(
  folder: string,
  shown: (file: string) => string = (file) => file,
): Result<EnvironmentFiles, readonly Issue[]> {
  const listed = listDefinitions(folder);
  if (!listed.ok) return listed;
  const files = listed.value.filter(isEnvironmentFile).map(shown);
  return ok({ folder, files, names: [...new Set(files.map(environmentNameOf))].sort() });
}

/** One environment by its name; a name that no file or a second one has is refused. `builtIn`: known without a file. */
export function readEnvironmentNamed(
  name: string,
  { folder, files, names }: EnvironmentFiles,
  builtIn: readonly string[] = [],
): Result<Environment, readonly Issue[]> {
  const [file, second] = files.filter((f) => environmentNameOf(f) === name);
  if (file === undefined) {
    const known = [...builtIn, ...names];
    const suggestion = suggest(name, known) ?? '';
    return fail([issue('SLU-221', { name, folder, known: known.join(', '), suggestion })]);
  }
  if (second !== undefined) return fail([issue('SLU-223', { name, first: file, second })]);
  const text = readTextFile(file);
  return text.ok ? readEnvironment(text.value.text, file) : text;
}
