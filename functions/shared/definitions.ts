import { pipelineName } from '../../lib/core/environment/deployed-names.ts';
import {
  type Definitions,
  pipelineNameOf,
  readDefinitions,
  readPipelineNamed,
} from '../../lib/platform/local/definitions.ts';
import type { Unbegun } from '../../lib/steps/record/tell-unbegun.ts';
import { type RunInputs, resolveDefinitions } from '../../lib/steps/request/resolve-run.ts';
import { orFail, StepFailure } from '../../lib/steps/state/failure.ts';
import { configOf } from './config.ts';

let read: Definitions | undefined;

/** Of the layer, which is mounted where the deployment says. Throws StepFailure (2). */
function definitions(): Definitions {
  read ??= orFail(readDefinitions(process.env.SLUICE_CONTRACTS ?? '/opt/contracts'));
  return read;
}

/** A pipeline, by its name, with what it names. Throws StepFailure (2). */
export function definedAs(
  name: string,
): Pick<RunInputs, 'pipeline' | 'sql' | 'registry' | 'environment' | 'locate'> {
  const { pipeline, sql } = orFail(readPipelineNamed(name, definitions()));
  const { environment } = configOf();
  return {
    pipeline,
    sql,
    registry: definitions().registry,
    environment: { name: environment, platform: 'aws' },
    locate: (path) => path,
  };
}

/** What a state machine publishes and by which contract, as far as that can be read; undefined for no machine of ours. */
export function publishedBy(
  stateMachineArn: string,
): Pick<Unbegun, 'dataset' | 'contract' | 'schemaName'> | undefined {
  const machine = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
  const { folder, pipelineFiles } = definitions();
  const names = pipelineFiles.map((file) => pipelineNameOf(file, folder));
  const name = names.find((one) => pipelineName(configOf().environment, one) === machine);
  if (name === undefined) return undefined;
  try {
    const { contract, dataset, pipeline } = resolved(name);
    return { dataset: `${pipeline.domain}/${dataset.name}`, contract, schemaName: dataset.name };
  } catch (cause) {
    if (cause instanceof StepFailure) return { dataset: name };
    throw cause;
  }
}

function resolved(name: string) {
  const defined = definedAs(name);
  return { ...orFail(resolveDefinitions(defined)), pipeline: defined.pipeline };
}
