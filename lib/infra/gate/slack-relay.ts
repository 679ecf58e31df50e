import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Deploy } from '../../core/environment/deploy.ts';
import { failuresGoTo, StepFunction } from '../domain/function.ts';
import type { StorageProps } from './storage.ts';
import type { GateTopic } from './topic.ts';

export interface SlackRelayProps extends StorageProps {
  readonly topic: GateTopic;
  readonly secret: NonNullable<Deploy['notify']['slackWebhook']>;
}

/** For those without Amazon Q: a function passes on what the topic says, to a webhook whose address is a secret. */
export class SlackRelay extends Construct {
  constructor(scope: Construct, id: string, { environment, deploy, key, topic, secret }: SlackRelayProps) {
    super(scope, id);
    const relay = new StepFunction(this, 'Relay', {
      name: 'slack-relay',
      environment: environment.name,
      logRetentionDays: deploy.logRetentionDays,
      retainLogs: deploy.retainData,
      variables: { SLUICE_RELAY: JSON.stringify({ region: environment.region, secret }) },
      statements: [this.reading(secret), ...decrypting(deploy.existing.otherKeys)],
      layers: [],
      timeout: Duration.seconds(60),
    });
    // SNS has done its part once Lambda took the message: what the function fails on goes to the same queue
    failuresGoTo(topic.undelivered, key, relay);
    topic.topic.addSubscription(
      new LambdaSubscription(relay.lambda, {
        deadLetterQueue: topic.undelivered,
        // what passed is no news for people; alarms have no decision
        filterPolicy: {
          decision: new SubscriptionFilter([{ 'anything-but': ['published'] }, { exists: false }]),
        },
      }),
    );
  }

  private reading(secret: SlackRelayProps['secret']): PolicyStatement {
    if ('secretName' in secret) {
      const arn = Stack.of(this).formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        // Secrets Manager adds six characters to the name
        resourceName: `${secret.secretName}-??????`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
      return new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] });
    }
    const resourceName = secret.parameterName.replace(/^\//, '');
    const arn = Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName });
    return new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [arn] });
  }
}

/** Where the secret is encrypted by a key of its own. */
const decrypting = (keys: readonly string[]): readonly PolicyStatement[] =>
  keys.length === 0 ? [] : [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [...keys] })];
