import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { DEFAULT_DEPLOY, type Deploy } from '../../core/environment/deploy.ts';
import type { AwsEnvironment } from '../../core/environment/environment.ts';
import { environmentName } from '../names.ts';
import { GateAlarms } from './alarms.ts';
import { GateCatalog } from './catalog.ts';
import { createKey } from './key.ts';
import { createLedger } from './ledger.ts';
import { SlackRelay } from './slack-relay.ts';
import { GateStorage } from './storage.ts';
import { GateTopic } from './topic.ts';

export interface GateProps {
  /** As its file says: `readEnvironment` of `contracts/dev.environment.yaml`. */
  readonly environment: AwsEnvironment;
}

/** What all pipelines of one environment share, and nothing of any other environment can reach. */
export class Gate extends Construct {
  readonly environment: AwsEnvironment;
  readonly deploy: Deploy;
  readonly key: IKey;
  readonly storage: GateStorage;
  readonly catalog: GateCatalog;
  /** Of the DynamoDB table. */
  readonly ledgerArn: string;
  readonly topic: GateTopic;
  readonly bus: IEventBus;
  readonly schedules: ScheduleGroup;
  readonly alarms: GateAlarms;

  constructor(scope: Construct, id: string, { environment }: GateProps) {
    super(scope, id);
    this.environment = environment;
    this.deploy = environment.deploy ?? DEFAULT_DEPLOY;
    const { deploy } = this;
    const name = environmentName(environment.name);
    this.key = createKey(this, environment.name, deploy);
    const of = { environment, deploy, key: this.key };
    this.storage = new GateStorage(this, 'Storage', of);
    this.catalog = new GateCatalog(this, 'Catalog', { ...of, storage: this.storage });
    this.ledgerArn = createLedger(this, of).tableArn;
    this.topic = new GateTopic(this, 'Notifications', of);
    const { slackWebhook } = deploy.notify;
    if (slackWebhook !== undefined)
      new SlackRelay(this, 'Slack', { ...of, topic: this.topic, secret: slackWebhook });
    this.bus = new EventBus(this, 'Events', {
      eventBusName: name,
      description: `Partitions that ${name} let in or kept out`,
    });
    this.schedules = new ScheduleGroup(this, 'Schedules', { scheduleGroupName: name });
    this.alarms = new GateAlarms(this, 'Alarms', { ...of, topic: this.topic });
  }
}
