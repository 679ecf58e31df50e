import { relative } from 'node:path';
import {
  type Definitions,
  readDefinitions,
  readPipelineNamed,
} from '../../lib/platform/local/definitions.ts';
import type { RunInputs } from '../../lib/steps/request/resolve-run.ts';
import { orFail } from '../../lib/steps/state/failure.ts';
import { configOf } from './config.ts';

/** Where the layer with the contracts is mounted. */
const folder = (): string => process.env.SLUICE_CONTRACTS ?? '/opt/contracts';

let definitions: Definitions | undefined;

/** A pipeline, by its name, with what it names. Throws StepFailure (2). */
export function definedAs(
  name: string,
): Pick<RunInputs, 'pipeline' | 'sql' | 'registry' | 'environment' | 'locate'> {
  const shown = (file: string): string => file;
  definitions ??= orFail(readDefinitions(folder(), shown));
  const { pipeline, sql } = orFail(readPipelineNamed(name, definitions));
  const { environment } = configOf();
  return {
    pipeline,
    sql,
    registry: definitions.registry,
    environment: { name: environment, platform: 'aws' },
    locate: (path) => path,
  };
}

/** A file of the layer as it is called in the repository: below its folder of contracts. */
export const shownAs = (file: string): string => relative(folder(), file);
