import { dirname, join, relative } from 'node:path';
import { suggest } from '../../core/contract/document/suggest.ts';
import { type Issue, issue } from '../../core/contract/issue.ts';
import { buildRegistry, isContractFile, type Registry } from '../../core/contract/registry.ts';
import { isPipelineFile, type Pipeline, readPipeline } from '../../core/pipeline/pipeline.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import { listDefinitions, readTextFile } from './folder-registry.ts';

export interface Definitions {
  readonly folder: string;
  readonly registry: Registry;
  readonly pipelineFiles: readonly string[];
}

/** All contracts below a folder, and where its pipelines are; `shown` is how a message names a file. */
export function readDefinitions(
  folder: string,
  shown: (file: string) => string = (file) => file,
): Result<Definitions, readonly Issue[]> {
  const files = listDefinitions(folder);
  if (!files.ok) return files;
  const contracts: { path: string; text: string; shownAs: string }[] = [];
  for (const file of files.value.filter(isContractFile)) {
    const found = readTextFile(shown(file));
    if (!found.ok) return found;
    contracts.push({ path: relative(folder, file), text: found.value.text, shownAs: found.value.path });
  }
  const pipelineFiles = files.value.filter(isPipelineFile).map(shown);
  return ok({ folder, registry: buildRegistry(contracts), pipelineFiles });
}

export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  readonly sql: string;
}

/** `<domain>/<name>` of a pipeline's file below the folder. */
export const pipelineNameOf = (file: string, folder: string): string =>
  relative(folder, file)
    .replaceAll('\\', '/')
    .replace(/\.pipeline\.(ya?ml|json)$/i, '');

/** One pipeline by `<domain>/<name>`, with the text of its SQL. */
export function readPipelineNamed(
  name: string,
  { folder, pipelineFiles }: Definitions,
): Result<LoadedPipeline, readonly Issue[]> {
  const file = pipelineFiles.find((f) => pipelineNameOf(f, folder) === name);
  if (file === undefined) {
    const known = pipelineFiles.map((f) => pipelineNameOf(f, folder));
    const params = { name, known: known.join(', '), suggestion: suggest(name, known) ?? '' };
    return fail([issue('SLU-606', params)]);
  }
  return readPipelineFile(file);
}

/** A pipeline of a file, with the text of its SQL, which lies beside it. */
export function readPipelineFile(file: string): Result<LoadedPipeline, readonly Issue[]> {
  const text = readTextFile(file);
  if (!text.ok) return text;
  const pipeline = readPipeline(text.value.text, file);
  if (!pipeline.ok) return pipeline;
  const { candidate } = pipeline.value;
  if (!('sql' in candidate)) return ok({ pipeline: pipeline.value, sql: '' });
  const sql = readTextFile(join(dirname(file), candidate.sql));
  return sql.ok ? ok({ pipeline: pipeline.value, sql: sql.value.text }) : sql;
}
