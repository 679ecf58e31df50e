import { Duration } from 'aws-cdk-lib';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { environmentName } from '../names.ts';
import type { StorageProps } from './storage.ts';

/** Who hears of what was rejected. What cannot be delivered waits in a queue, for as long as a queue keeps anything. */
export class GateTopic extends Construct {
  readonly topic: ITopic;
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { environment, deploy, key }: StorageProps) {
    super(scope, id);
    const name = environmentName(environment.name);
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: `${name}-undelivered`,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(
      this.undelivered,
      'AwsSolutions-SQS3',
      'It is where letters end that nobody took; an alarm watches it.',
    );
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
