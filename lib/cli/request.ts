import { partitionsPerRun } from '../core/environment/partitions-per-run.ts';
import type { Pipeline } from '../core/pipeline/pipeline.ts';
import { splitWindow } from '../core/pipeline/split-window.ts';
import { resolveRun } from '../steps/request/resolve-run.ts';
import { datasetOf } from '../steps/state/dataset.ts';
import { newId } from '../steps/state/new-id.ts';
import type { RunRequest } from '../steps/state/request.ts';
import { loadDefinitions, loadPipeline } from './definitions.ts';
import { environmentOf, locateIn } from './environments.ts';
import { orFail } from './failure.ts';
import { flagsOf, windowOf } from './options.ts';
import { now } from './services.ts';

/** The run that a pipeline's name and the options ask for, from the files of the contracts folder. */
export function requestOf(
  name: string,
  options: Record<string, unknown>,
  mode?: Pipeline['mode'],
): RunRequest {
  const flags = flagsOf(options);
  const environment = environmentOf(flags);
  const definitions = loadDefinitions(flags);
  const { pipeline, sql } = loadPipeline(name, definitions);
  return orFail(
    resolveRun({
      pipeline,
      sql,
      registry: definitions.registry,
      window: windowOf(options, pipeline),
      mode: mode ?? pipeline.mode,
      everyRule: options.everyRule === true,
      samples: options.samples !== false,
      runId: newId(),
      now: now(),
      environment,
      locate: locateIn(environment),
    }),
  );
}

/** The same in as many runs as the environment's platform needs for it: one, or several of consecutive windows. */
export function requestsOf(
  name: string,
  options: Record<string, unknown>,
  mode?: Pipeline['mode'],
): readonly RunRequest[] {
  const whole = requestOf(name, options, mode);
  const atMost = partitionsPerRun(environmentOf(flagsOf(options)).platform);
  if (whole.partitions.length <= atMost) return [whole];
  const { candidate } = whole;
  const location = candidate.by === 'location' ? candidate.location : undefined;
  const windows = orFail(splitWindow(whole.window, datasetOf(whole), { atMost, location }));
  return windows.map((window) => requestOf(name, { ...options, ...window }, mode));
}
