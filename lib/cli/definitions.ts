import { isAbsolute, relative, resolve } from 'node:path';
import { localConfig } from '../platform/local/config.ts';
import {
  type Definitions,
  type LoadedPipeline,
  readDefinitions,
  readPipelineNamed,
} from '../platform/local/definitions.ts';
import { orFail } from './failure.ts';
import type { Flags } from './services.ts';

/** All contracts below the contracts folder, and where its pipelines are. */
export const loadDefinitions = (flags: Flags): Definitions =>
  orFail(readDefinitions(localConfig(flags).contracts, shownPath));

/** As messages name a file: from the working directory where it lies below it, else in full. */
export function shownPath(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? resolve(file) : fromHere;
}

/** One pipeline by `<domain>/<name>`, with the text of its SQL. */
export const loadPipeline = (name: string, definitions: Definitions): LoadedPipeline =>
  orFail(readPipelineNamed(name, definitions));
