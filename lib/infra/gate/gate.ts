import { RemovalPolicy } from 'aws-cdk-lib';
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DEFAULT_DEPLOY, type Deploy } from '../../core/environment/deploy.ts';
import { type Deployment, readDeployment } from '../deployment.ts';
import { valid } from '../invalid-deployment.ts';
import { note } from '../made.ts';
import { environmentName } from '../names.ts';
import { GateAlarms } from './alarms.ts';
import { GateCatalog } from './catalog.ts';
import { checkPlace } from './check-place.ts';
import { createKey } from './key.ts';
import { createLedger } from './ledger.ts';
import { SlackRelay } from './slack-relay.ts';
import { GateStorage } from './storage.ts';
import { GateTopic } from './topic.ts';

export interface GateProps {
  /** Folder of contracts, pipelines and environments; relative to where CDK runs. */
  readonly contracts: string;
  /** Name of one environment: `dev` is `dev.environment.yaml` in that folder. */
  readonly environment: string;
}

/** What all pipelines of one environment share, and nothing of any other environment can reach. */
export class Gate extends Construct {
  /** Encrypts all that the gate keeps. */
  readonly key: IKey;
  /** Where feature tables lie. */
  readonly lake: IBucket;
  /** Where Athena writes results. */
  readonly results: IBucket;
  /** Of the DynamoDB table. */
  readonly ledgerArn: string;
  /** Where it is told what was let in and kept out, for people. */
  readonly topic: ITopic;
  /** The same for programs: `sluice.partition.published` and `sluice.partition.rejected`. */
  readonly bus: IEventBus;
  readonly schedules: ScheduleGroup;
  readonly dashboard: Dashboard;
  /** @internal */
  readonly deployment: Deployment;
  /** @internal */
  readonly deploy: Deploy;
  /** @internal */
  readonly storage: GateStorage;
  /** @internal */
  readonly alarms: GateAlarms;

  constructor(scope: Construct, id: string, props: GateProps) {
    super(scope, id);
    this.deployment = valid(readDeployment(props.contracts, props.environment));
    const { environment } = this.deployment;
    const deploy = environment.deploy ?? DEFAULT_DEPLOY;
    this.deploy = deploy;
    checkPlace(this, environment, deploy);
    note(`the gate of ${environment.name}`, this);
    const name = environmentName(environment.name);
    this.key = createKey(this, environment.name, deploy);
    const of = { environment, deploy, key: this.key };
    this.storage = new GateStorage(this, 'Storage', of);
    this.lake = this.storage.lake;
    this.results = this.storage.results;
    new GateCatalog(this, 'Catalog', { ...of, storage: this.storage });
    this.ledgerArn = createLedger(this, of).tableArn;
    const topic = new GateTopic(this, 'Notifications', of);
    this.topic = topic.topic;
    const { slackWebhook } = deploy.notify;
    if (slackWebhook !== undefined) new SlackRelay(this, 'Slack', { ...of, topic, secret: slackWebhook });
    this.bus = new EventBus(this, 'Events', {
      eventBusName: name,
      description: `Partitions that ${name} let in or kept out`,
    });
    this.schedules = new ScheduleGroup(this, 'Schedules', {
      scheduleGroupName: name,
      // it holds nothing that its stacks do not make again
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.alarms = new GateAlarms(this, 'Alarms', { ...of, topic });
    this.dashboard = this.alarms.dashboard;
  }
}
