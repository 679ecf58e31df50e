import { Stack } from 'aws-cdk-lib';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { databaseOf } from '../../core/environment/environment.ts';
import { createDatabase } from '../gate/catalog.ts';
import { deadLetters, whenLettersWait } from '../gate/dead-letters.ts';
import type { Gate } from '../gate/gate.ts';
import { InvalidDeployment } from '../invalid-deployment.ts';
import { madeAs, note } from '../made.ts';
import { stackName } from '../names.ts';
import { noPipeline } from '../read-pipelines.ts';
import { failuresGoTo, StepFunction } from './function.ts';
import { GATE_FUNCTIONS, type GateFunction, type Reach, statementsOf } from './permissions.ts';

export interface GateDomainProps {
  readonly gate: Gate;
  /** A folder of the contracts that has a pipeline. */
  readonly domain: string;
}

/** Functions that read contracts. */
const READERS: readonly GateFunction[] = ['windows', 'begin', 'abandon'];

/** What the pipelines of one domain share: a function for each step, and the database of its feature tables. */
export class GateDomain extends Construct {
  readonly gate: Gate;
  readonly domain: string;
  /** A line for each pipeline. */
  readonly dashboard: Dashboard;
  /** @internal */
  readonly functions: Readonly<Record<GateFunction, StepFunction>>;

  constructor(scope: Construct, id: string, props: GateDomainProps) {
    super(scope, id);
    const { gate, domain } = props;
    this.gate = gate;
    this.domain = domain;
    const { deploy } = gate;
    const { environment, contracts: folder } = gate.deployment;
    const sources = sourcesOf(props);
    note(nameOf(props), this);
    this.dashboard = new Dashboard(this, 'Dashboard', { dashboardName: stackName(environment.name, domain) });
    const featureDatabase = databaseOf(environment, domain);
    if (!deploy.existing.databases.includes(featureDatabase)) {
      const root = `s3://${environment.lake.bucket}/${environment.lake.prefix}${domain}/`;
      createDatabase(this, 'Features', featureDatabase, { locationUri: root, deploy });
    }
    const contracts = new LayerVersion(this, 'Contracts', {
      layerVersionName: `${stackName(environment.name, domain)}-contracts`,
      description: `Contracts and pipelines of ${domain}`,
      code: Code.fromAsset(folder, { exclude: ['**/.*'] }),
      compatibleRuntimes: [Runtime.NODEJS_24_X],
    });
    const reach = reachOf(props, featureDatabase, sources);
    const config = Stack.of(this).toJsonString(configFor(props));
    const step = (name: GateFunction): StepFunction => {
      const reads = READERS.includes(name);
      const made = new StepFunction(this, name, {
        name,
        environment: environment.name,
        domain,
        logRetentionDays: deploy.logRetentionDays,
        retainLogs: deploy.retainData,
        variables: { SLUICE_CONFIG: config },
        statements: statementsOf(name, reach, this),
        layers: reads ? [contracts] : [],
      });
      if (reads) made.lambda.addEnvironment('SLUICE_CONTRACTS', '/opt');
      return made;
    };
    this.functions = Object.fromEntries(GATE_FUNCTIONS.map((name) => [name, step(name)])) as Record<
      GateFunction,
      StepFunction
    >;
    this.notAbandoned();
  }

  /** EventBridge has done its part once Lambda took the event: what the function fails on waits in a queue. */
  private notAbandoned(): void {
    const { key, alarms } = this.gate;
    const name = stackName(this.gate.deployment.environment.name, this.domain);
    const queue = deadLetters(this, 'NotAbandoned', `${name}-not-abandoned`, key);
    failuresGoTo(queue, key, this.functions.abandon);
    const description = `Nobody cleaned up after an execution that ended badly: the queue ${name}-not-abandoned says after which, and why. Call the function ${name}-abandon with that event again; its dataset is free by itself after eight minutes.`;
    alarms.alarm('CleanUpFailed', whenLettersWait(queue, description), this);
  }
}

const nameOf = ({ gate, domain }: GateDomainProps): string =>
  `domain ${domain} of ${gate.deployment.environment.name}`;

/** The domain of this name as the app has it; where it has none yet, it is made in this stack. @internal */
export function domainOf(stack: Stack, props: GateDomainProps): GateDomain {
  const found = madeAs(nameOf(props), stack);
  return found instanceof GateDomain ? found : new GateDomain(stack, `Sluice-${props.domain}`, props);
}

/** Where the pipelines of a domain read. */
function sourcesOf({ gate, domain }: GateDomainProps): readonly string[] {
  const { pipelines } = gate.deployment;
  const own = pipelines.filter((p) => p.pipeline.domain === domain);
  if (own.length === 0) throw new InvalidDeployment([noPipeline(`${domain}/*`, pipelines)]);
  return [...new Set(own.flatMap((p) => p.sources))];
}

function reachOf(
  { gate, domain }: GateDomainProps,
  featureDatabase: string,
  sources: readonly string[],
): Reach {
  const { storage } = gate;
  const { environment } = gate.deployment;
  return {
    lakeBucket: environment.lake.bucket,
    lakePrefix: environment.lake.prefix,
    resultsBucket: storage.resultsPlace.bucket,
    resultsPrefix: storage.resultsPlace.prefix,
    sources,
    domain,
    stagingDatabase: environment.databases.staging,
    featureDatabase,
    workgroup: environment.workgroup,
    ledgerArn: gate.ledgerArn,
    keyArns: [gate.key.keyArn, ...gate.deploy.existing.otherKeys],
    topicArn: gate.topic.topicArn,
    busArn: gate.bus.eventBusArn,
  };
}

/** What the functions read from `SLUICE_CONFIG`. */
function configFor({ gate }: GateDomainProps): Readonly<Record<string, unknown>> {
  const { environment, commit, version } = gate.deployment;
  const { name, region, lake, workgroup, catalog, databases, ledgerTable } = environment;
  return {
    environment: name,
    region,
    lake,
    workgroup,
    catalog,
    databases,
    ledgerTable,
    topic: gate.topic.topicArn,
    bus: gate.bus.eventBusName,
    ...(gate.deploy.lineage === undefined ? {} : { lineageUrl: gate.deploy.lineage.url }),
    commit,
    version,
  };
}
