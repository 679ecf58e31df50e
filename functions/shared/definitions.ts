import {
  type Definitions,
  readDefinitions,
  readPipelineNamed,
} from '../../lib/platform/local/definitions.ts';
import type { RunInputs } from '../../lib/steps/request/resolve-run.ts';
import { orFail } from '../../lib/steps/state/failure.ts';
import { configOf } from './config.ts';

let definitions: Definitions | undefined;

/** A pipeline, by its name, with what it names. Throws StepFailure (2). */
export function definedAs(
  name: string,
): Pick<RunInputs, 'pipeline' | 'sql' | 'registry' | 'environment' | 'locate'> {
  definitions ??= orFail(readDefinitions(process.env.SLUICE_CONTRACTS ?? '/opt/contracts')); // where the layer is mounted
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
