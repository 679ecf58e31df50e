import { type App, Stack, Tags } from 'aws-cdk-lib';
import { DEFAULT_DEPLOY } from '../core/environment/deploy.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';
import { GateDomain } from './domain/gate-domain.ts';
import { Gate } from './gate/gate.ts';
import { slug, stackName } from './names.ts';
import { GatePipeline } from './pipeline/gate-pipeline.ts';
import type { DeployablePipeline } from './read-deployment.ts';

export interface EnvironmentStacks {
  readonly environment: AwsEnvironment;
  /** Pipelines of every domain. */
  readonly pipelines: readonly DeployablePipeline[];
  /** Folder of the contracts. */
  readonly contracts: string;
  readonly commit: string | null;
  readonly version: string;
}

/** One stack for what an environment's pipelines share, and one for each domain. */
export function addStacks(app: App, of: EnvironmentStacks): void {
  const { environment, pipelines, contracts, commit, version } = of;
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
  const gate = new Gate(stack(), 'Gate', { environment });
  for (const [domain, found] of Map.groupBy(pipelines, (p) => p.pipeline.domain)) {
    const scope = stack(domain);
    const sources = [...new Set(found.flatMap((p) => p.sources))];
    const shared = new GateDomain(scope, 'Domain', { gate, domain, contracts, sources, commit, version });
    for (const { pipeline, dataset, scheduleExpression } of found) {
      const id = slug(pipeline.name.slice(pipeline.name.indexOf('/') + 1));
      new GatePipeline(scope, id, {
        domain: shared,
        pipeline,
        dataset,
        ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
      });
    }
  }
}
