import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import type { Issue } from '../core/contract/issue.ts';
import { issueLine } from '../core/contract/messages/index.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';
import { fail, ok, type Result } from '../core/values/result.ts';
import { localActor } from '../platform/local/config.ts';
import { readDefinitions } from '../platform/local/definitions.ts';
import { findEnvironments, readEnvironmentNamed } from '../platform/local/environments.ts';
import { VERSION } from '../platform/local/version.ts';
import { readDeployment } from './read-deployment.ts';
import { addStacks } from './stacks.ts';

export interface Deployment {
  /** Folder of contracts, pipelines and environments. */
  readonly contracts: string;
  /** Name of one environment; all that can be deployed where it is absent. */
  readonly only?: string;
}

/** Adds the stacks of every environment to an app; gives what is wrong instead, in lines for a terminal. */
export function addEnvironments(app: App, { contracts, only }: Deployment): string | undefined {
  const folder = resolve(contracts);
  const environments = readEnvironments(contracts, only);
  if (!environments.ok) return words(environments.error);
  const definitions = readDefinitions(contracts);
  if (!definitions.ok) return words(definitions.error);
  const { commit } = localActor(folder, VERSION);
  for (const environment of environments.value) {
    const pipelines = readDeployment(definitions.value, environment);
    if (!pipelines.ok) return words(pipelines.error);
    addStacks(app, { environment, pipelines: pipelines.value, contracts: folder, commit, version: VERSION });
  }
  return undefined;
}

/** Environments of AWS; what answers in its place is nothing to deploy to. */
function readEnvironments(
  folder: string,
  only: string | undefined,
): Result<readonly AwsEnvironment[], readonly Issue[]> {
  const found = findEnvironments(folder);
  if (!found.ok) return found;
  const { names } = found.value;
  const wanted = only === undefined && names.length > 0 ? names : [only ?? ''];
  const read = wanted.map((name) => readEnvironmentNamed(name, found.value));
  const issues = read.flatMap((r) => (r.ok ? [] : r.error));
  if (issues.length > 0) return fail(issues);
  return ok(
    read.flatMap((r) =>
      r.ok && r.value.platform === 'aws' && r.value.endpoints === undefined ? [r.value] : [],
    ),
  );
}

const words = (issues: readonly Issue[]): string => issues.map(issueLine).join('\n');
