import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { StackAddress } from '../stack/stack.ts';

/** Makes a topic and a bus of this name; gives the topic's ARN. Moto answers for both at one address. */
export async function makeListeners(
  { endpoints, region, credentials }: StackAddress,
  name: string,
): Promise<string> {
  const options = { endpoint: endpoints.sns, region, credentials: { ...credentials } };
  const sns = new SNSClient(options);
  const events = new EventBridgeClient(options);
  try {
    await events.send(new CreateEventBusCommand({ Name: name }));
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
    return TopicArn;
  } finally {
    sns.destroy();
    events.destroy();
  }
}
