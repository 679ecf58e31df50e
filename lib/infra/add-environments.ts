import { type App, Stack, Tags } from 'aws-cdk-lib';
import { DEFAULT_DEPLOY } from '../core/environment/deploy.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';
import { readEnvironments } from './deployment.ts';
import { GateDomain } from './domain/gate-domain.ts';
import { Gate } from './gate/gate.ts';
import { valid } from './invalid-deployment.ts';
import { slug, stackName } from './names.ts';
import { GatePipeline } from './pipeline/gate-pipeline.ts';

export interface EnvironmentsProps {
  /** Folder of contracts, pipelines and environments; relative to where CDK runs. */
  readonly contracts: string;
  /** Name of one environment; all of AWS where it is absent. */
  readonly environment?: string;
}

/** Adds the stacks of every environment to an app: one for what its pipelines share, and one for each domain. */
export function addEnvironments(app: App, { contracts, environment }: EnvironmentsProps): void {
  for (const found of valid(readEnvironments(contracts, environment))) addStacks(app, contracts, found);
}

function addStacks(app: App, contracts: string, environment: AwsEnvironment): void {
  const deploy = environment.deploy ?? DEFAULT_DEPLOY;
  const account = deploy.account ?? process.env.CDK_DEFAULT_ACCOUNT;
  const env = { region: environment.region, ...(account === undefined ? {} : { account }) };
  const stack = (domain?: string): Stack => {
    const made = new Stack(app, stackName(environment.name, domain), {
      env,
      description: `Sluice: ${domain ?? 'what is shared'} in ${environment.name}`,
      terminationProtection: deploy.retainData,
    });
    Tags.of(made).add('sluice:environment', environment.name);
    if (domain !== undefined) Tags.of(made).add('sluice:domain', domain);
    return made;
  };
  const gate = new Gate(stack(), 'Gate', { contracts, environment: environment.name });
  const names = gate.deployment.pipelines.map(({ pipeline }) => pipeline);
  for (const [domain, pipelines] of Map.groupBy(names, (p) => p.domain)) {
    const scope = stack(domain);
    new GateDomain(scope, 'Domain', { gate, domain });
    for (const { name } of pipelines)
      new GatePipeline(scope, slug(name.slice(name.indexOf('/') + 1)), { gate, pipeline: name });
  }
}
