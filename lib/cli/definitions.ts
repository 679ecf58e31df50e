import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { suggest } from '../core/contract/document/suggest.ts';
import { issue } from '../core/contract/issue.ts';
import { buildRegistry, isContractFile, type Registry } from '../core/contract/registry.ts';
import { isPipelineFile, type Pipeline, readPipeline } from '../core/pipeline/pipeline.ts';
import { localConfig } from '../platform/local/config.ts';
import { listDefinitions, readTextFile } from '../platform/local/folder-registry.ts';
import { CliFailure, orFail } from './failure.ts';
import type { Flags } from './services.ts';

export interface Definitions {
  readonly folder: string;
  readonly registry: Registry;
  readonly pipelineFiles: readonly string[];
}

/** All contracts below the contracts folder, and where its pipelines are. */
export function loadDefinitions(flags: Flags): Definitions {
  const folder = localConfig(flags).contracts;
  const files = orFail(listDefinitions(folder));
  const contracts = files.filter(isContractFile).map((f) => {
    const { text, path } = orFail(readTextFile(shownPath(f)));
    return { path: relative(folder, f), text, shownAs: path };
  });
  const registry = buildRegistry(contracts);
  return { folder, registry, pipelineFiles: files.filter(isPipelineFile).map(shownPath) };
}

/** As messages name a file: from the working directory where it lies below it, else in full. */
export function shownPath(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? resolve(file) : fromHere;
}

export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  readonly sql: string;
}

/** One pipeline by `<domain>/<name>`, with the text of its SQL. */
export function loadPipeline(name: string, { folder, pipelineFiles }: Definitions): LoadedPipeline {
  const nameOf = (file: string): string =>
    relative(folder, file)
      .replaceAll('\\', '/')
      .replace(/\.pipeline\.(ya?ml|json)$/i, '');
  const file = pipelineFiles.find((f) => nameOf(f) === name);
  if (file === undefined) {
    const known = pipelineFiles.map(nameOf);
    const params = { name, known: known.join(', '), suggestion: suggest(name, known) ?? '' };
    throw new CliFailure([issue('SLU-606', params)]);
  }
  const pipeline = orFail(readPipeline(orFail(readTextFile(file)).text, file));
  const { candidate } = pipeline;
  return {
    pipeline,
    sql: 'sql' in candidate ? orFail(readTextFile(join(dirname(file), candidate.sql))).text : '',
  };
}
