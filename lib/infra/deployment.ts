import { resolve } from 'node:path';
import { type Issue, issue } from '../core/contract/issue.ts';
import { type AwsEnvironment, databaseOf, type Environment } from '../core/environment/environment.ts';
import { fail, ok, type Result } from '../core/values/result.ts';
import { localActor } from '../platform/local/config.ts';
import { readDefinitions } from '../platform/local/definitions.ts';
import {
  type EnvironmentFiles,
  findEnvironments,
  readEnvironmentNamed,
} from '../platform/local/environments.ts';
import { VERSION } from '../platform/local/version.ts';
import { checkShared } from './check-shared.ts';
import { type DeployablePipeline, readPipelines } from './read-pipelines.ts';

/** One environment, and all that a folder of contracts has for it. */
export interface Deployment {
  readonly environment: AwsEnvironment;
  /** Pipelines of every domain. */
  readonly pipelines: readonly DeployablePipeline[];
  /** Folder of the contracts, from the root. */
  readonly contracts: string;
  /** Git commit of the contracts; null where it is not known. */
  readonly commit: string | null;
  readonly version: string;
}

/** What a folder has for the environment of this name, or everything that is wrong with it. */
export function readDeployment(contracts: string, environment: string): Result<Deployment, readonly Issue[]> {
  const environments = readEnvironments(contracts, environment);
  if (!environments.ok) return environments;
  const definitions = readDefinitions(contracts);
  if (!definitions.ok) return definitions;
  const [only] = environments.value;
  const pipelines = readPipelines(definitions.value, only);
  if (!pipelines.ok) return pipelines;
  const unused = unusedDatabases(only, pipelines.value);
  if (unused.length > 0) return fail(unused);
  const folder = resolve(contracts);
  const { commit } = localActor(folder, VERSION);
  return ok({ environment: only, pipelines: pipelines.value, contracts: folder, commit, version: VERSION });
}

/**
 * The environment of this name; without a name all of AWS, where what only answers in its place is passed over.
 */
export function readEnvironments(
  folder: string,
  only?: string,
): Result<readonly [AwsEnvironment, ...AwsEnvironment[]], readonly Issue[]> {
  const found = findEnvironments(folder);
  if (!found.ok) return found;
  const { names } = found.value;
  const read = (only === undefined ? names : [only]).map((name) => readEnvironmentNamed(name, found.value));
  const issues = read.flatMap((r) => (r.ok ? [] : r.error));
  if (issues.length > 0) return fail(issues);
  const deployable = read.flatMap((r) => (r.ok && isDeployable(r.value) ? [r.value] : []));
  const shared = checkShared([...deployable, ...othersThan(deployable, found.value)]);
  if (shared.length > 0) return fail(shared);
  const [first, ...others] = deployable;
  if (first !== undefined) return ok([first, ...others]);
  return fail([issue('SLU-225', { name: only ?? '', folder, environments: names.join(', ') })]);
}

/** Databases that are brought, and that no domain of the environment has. */
function unusedDatabases(
  environment: AwsEnvironment,
  pipelines: readonly DeployablePipeline[],
): readonly Issue[] {
  const domains = new Set(pipelines.map(({ pipeline }) => pipeline.domain));
  const known = [
    environment.databases.staging,
    ...[...domains].map((domain) => databaseOf(environment, domain)),
  ];
  const brought = environment.deploy?.existing.databases ?? [];
  return brought
    .filter((database) => !known.includes(database))
    .map((database) =>
      issue('SLU-229', { environment: environment.name, database, known: known.join(', ') }),
    );
}

/** Those beside them that can be read: what they share is wrong whichever of them is deployed. */
const othersThan = (chosen: readonly AwsEnvironment[], files: EnvironmentFiles): readonly AwsEnvironment[] =>
  files.names
    .filter((name) => !chosen.some((c) => c.name === name))
    .map((name) => readEnvironmentNamed(name, files))
    .flatMap((r) => (r.ok && isDeployable(r.value) ? [r.value] : []));

const isDeployable = (environment: Environment): environment is AwsEnvironment =>
  environment.platform === 'aws' && environment.endpoints === undefined;
