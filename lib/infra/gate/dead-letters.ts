import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { AlarmSpec } from './alarms.ts';

/** Where messages wait that nobody took, for as long as a queue keeps anything. */
export function deadLetters(scope: Construct, id: string, queueName: string, key: IKey): Queue {
  const queue = new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, 'AwsSolutions-SQS3', 'It is where letters end that nobody took; an alarm watches it.');
  return queue;
}

/** What a role needs to leave a letter there. */
export const leaving = (queue: IQueue, key: IKey): readonly PolicyStatement[] => [
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
];

/** An alarm for the first message that waits there. */
export const whenLettersWait = (queue: Queue, description: string): AlarmSpec => ({
  metric: queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(5),
    statistic: Stats.MAXIMUM,
  }),
  above: 0,
  description,
});
