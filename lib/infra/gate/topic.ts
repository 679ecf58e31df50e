import { ArnFormat, Stack } from 'aws-cdk-lib';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentName } from '../names.ts';
import { deadLetters } from './dead-letters.ts';
import type { StorageProps } from './storage.ts';

/** Who hears of what was rejected. What cannot be delivered waits in a queue, for as long as a queue keeps anything. */
export class GateTopic extends Construct {
  readonly topic: ITopic;
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { environment, deploy, key }: StorageProps) {
    super(scope, id);
    const name = environmentName(environment.name);
    this.undelivered = deadLetters(this, 'Undelivered', `${name}-undelivered`, key);
    const { existing, notify } = deploy;
    this.topic =
      existing.topic === undefined
        ? new Topic(this, 'Topic', {
            topicName: name,
            displayName: `Sluice ${environment.name}`,
            masterKey: key,
            enforceSSL: true,
          })
        : Topic.fromTopicArn(this, 'Topic', existing.topic);
    if (existing.topic === undefined) this.topic.addToResourcePolicy(alarmsMay(this, this.topic.topicArn));
    for (const address of notify.email)
      this.topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: this.undelivered }));
    if (notify.amazonQ !== undefined) {
      new SlackChannelConfiguration(this, 'AmazonQ', {
        slackChannelConfigurationName: name,
        slackWorkspaceId: notify.amazonQ.slackWorkspaceId,
        slackChannelId: notify.amazonQ.slackChannelId,
        notificationTopics: [this.topic],
      });
    }
  }
}

/** A policy of its own takes the place of the one by which the account's alarms may tell any topic. */
function alarmsMay(at: Construct, topicArn: string): PolicyStatement {
  const { account } = Stack.of(at);
  const alarms = Stack.of(at).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    sid: 'Alarms',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': alarms } },
  });
}
