import { isAbsolute, resolve } from 'node:path';
import { issue } from '../core/contract/issue.ts';
import {
  type AwsEnvironment,
  type Environment,
  LOCAL,
  readEndpoints,
  type Stand,
  tableOf,
} from '../core/environment/environment.ts';
import type { AwsConfig } from '../platform/aws/config.ts';
import { localConfig } from '../platform/local/config.ts';
import { findEnvironments, readEnvironmentNamed } from '../platform/local/environments.ts';
import { readTextFile } from '../platform/local/folder-registry.ts';
import { shownPath } from './definitions.ts';
import { CliFailure, orFail } from './failure.ts';
import type { Flags } from './services.ts';

/**
 * The environment that `--env` names, from its file below the contracts folder; local where it names none. What is asked
 * for is local without a file too, but a file that says otherwise is not passed over.
 */
export function environmentOf(flags: Flags): Environment {
  const { env: name } = flags;
  if (name === undefined) return LOCAL;
  const found = findEnvironments(localConfig(flags).contracts, shownPath);
  if (name === LOCAL.name && !(found.ok && found.value.names.includes(name))) return LOCAL;
  return orFail(readEnvironmentNamed(name, orFail(found), [LOCAL.name]));
}

/** Ends a command that has nothing to do on AWS yet. */
export function refuseAws(flags: Flags, command: string): void {
  const { platform, name } = environmentOf(flags);
  if (platform === 'aws') throw new CliFailure([issue('SLU-615', { command, environment: name })]);
}

/** What the AWS platform is told: the environment, with its endpoints read from where it says. */
export function awsConfigOf(environment: AwsEnvironment): AwsConfig {
  const { endpoints: _, ...rest } = environment;
  return { ...rest, ...standOf(environment) };
}

/** How a run finds what a server or a pipeline names: on this machine from the working directory, on AWS by its URI. */
export const locateIn =
  ({ platform }: Environment) =>
  (path: string): string =>
    platform === 'aws' || isAbsolute(path) ? path : resolve(path);

/** Where readers of a dataset find it, and what a command needs to ask about it there. */
export function readersOf(
  environment: Environment,
  flags: Flags,
  dataset: string,
): { readonly published: string; readonly asking: string } {
  if (environment.platform === 'local')
    return { published: `${localConfig(flags).root}/lake/${dataset}`, asking: '' };
  const { database, name } = tableOf(dataset, environment);
  return { published: `table ${database}.${name}`, asking: ` --env ${environment.name}` };
}

function standOf({ name, endpoints }: AwsEnvironment): Stand {
  if (endpoints === undefined) return {};
  if (!('file' in endpoints)) return { endpoints };
  const found = readTextFile(endpoints.file);
  if (found.ok) return orFail(readEndpoints(found.value.text, found.value.path));
  if (found.error.some((i) => i.code !== 'SLU-603')) throw new CliFailure(found.error);
  throw new CliFailure([issue('SLU-222', { environment: name, file: endpoints.file })]);
}
