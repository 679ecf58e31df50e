import { Stack } from 'aws-cdk-lib';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { databaseOf } from '../../core/environment/environment.ts';
import { createDatabase } from '../gate/catalog.ts';
import type { Gate } from '../gate/gate.ts';
import { stackName } from '../names.ts';
import { StepFunction } from './function.ts';
import { GATE_FUNCTIONS, type GateFunction, type Reach, statementsOf } from './permissions.ts';

export interface GateDomainProps {
  readonly gate: Gate;
  readonly domain: string;
  /** Folder of contracts and pipelines: it travels with the functions that read it. */
  readonly contracts: string;
  /** Where its sources lie: `bucket/prefix`. */
  readonly sources: readonly string[];
  /** Git commit of the contracts, for receipts; null where it is not known. */
  readonly commit: string | null;
  readonly version: string;
}

/** Functions that read contracts. */
const READERS: readonly GateFunction[] = ['windows', 'begin', 'abandon'];

/** What the pipelines of one domain share: a function for each step, and the database of its feature tables. */
export class GateDomain extends Construct {
  readonly gate: Gate;
  readonly domain: string;
  /** A line for each pipeline. */
  readonly dashboard: Dashboard;
  readonly functions: Readonly<Record<GateFunction, StepFunction>>;

  constructor(scope: Construct, id: string, props: GateDomainProps) {
    super(scope, id);
    const { gate, domain } = props;
    this.gate = gate;
    this.domain = domain;
    const { environment, deploy } = gate;
    this.dashboard = new Dashboard(this, 'Dashboard', { dashboardName: stackName(environment.name, domain) });
    const featureDatabase = databaseOf(environment, domain);
    if (!deploy.existing.databases.includes(featureDatabase)) {
      const root = `s3://${environment.lake.bucket}/${environment.lake.prefix}${domain}/`;
      createDatabase(this, 'Features', featureDatabase, root);
    }
    const contracts = new LayerVersion(this, 'Contracts', {
      layerVersionName: `${stackName(environment.name, domain)}-contracts`,
      description: `Contracts and pipelines of ${domain}`,
      code: Code.fromAsset(props.contracts, { exclude: ['**/.*'] }),
      compatibleRuntimes: [Runtime.NODEJS_24_X],
    });
    const reach = reachOf(props, featureDatabase);
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
  }
}

function reachOf({ gate, domain, sources }: GateDomainProps, featureDatabase: string): Reach {
  const { environment, storage } = gate;
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
    keyArn: gate.key.keyArn,
    topicArn: gate.topic.topic.topicArn,
    busArn: gate.bus.eventBusArn,
  };
}

/** What the functions read from `SLUICE_CONFIG`. */
function configFor({ gate, commit, version }: GateDomainProps): Readonly<Record<string, unknown>> {
  const { name, region, lake, workgroup, catalog, databases, ledgerTable } = gate.environment;
  return {
    environment: name,
    region,
    lake,
    workgroup,
    catalog,
    databases,
    ledgerTable,
    topic: gate.topic.topic.topicArn,
    bus: gate.bus.eventBusName,
    ...(gate.deploy.lineage === undefined ? {} : { lineageUrl: gate.deploy.lineage.url }),
    commit,
    version,
  };
}
