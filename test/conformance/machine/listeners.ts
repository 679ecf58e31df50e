import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { RunMessage } from '../../../lib/core/notify/message.ts';
import type { StackAddress } from '../stack/stack.ts';

/** A topic and a bus, and who hears what the topic is told. */
export interface Listeners {
  readonly topicArn: string;
  readonly bus: string;
  /** Takes every message that came since it was asked last. */
  heard(): Promise<readonly RunMessage[]>;
}

/** Makes a topic and a bus of this name, and a queue that subscribes to the topic. Moto answers for all of them. */
export async function makeListeners(address: StackAddress, name: string): Promise<Listeners> {
  const { endpoints, region } = address;
  const options = { endpoint: endpoints.sns, region, credentials: { ...address.credentials } };
  const sns = new SNSClient(options);
  const events = new EventBridgeClient(options);
  const sqs = new SQSClient({ ...options, endpoint: endpoints.sqs });
  await events.send(new CreateEventBusCommand({ Name: name }));
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const asked = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const Endpoint = asked.Attributes?.QueueArn;
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
  const heard = async (): Promise<readonly RunMessage[]> => {
    const found: RunMessage[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        found.push(JSON.parse(JSON.parse(Body).Message));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      if (Messages.length === 0) return found.sort((a, b) => (a.time < b.time ? -1 : 1));
    }
  };
  return { topicArn, bus: name, heard };
}
