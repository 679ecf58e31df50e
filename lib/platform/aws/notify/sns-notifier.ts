import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { attributesOf } from '../../../core/notify/attributes.ts';
import { snsBody, snsSubject } from '../../../core/notify/sns-body.ts';
import type { Notifier } from '../../../core/ports.ts';
import { wording } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { retrying } from '../retry.ts';
import { TELLING_RETRIES } from './retries.ts';

export interface SnsTopic {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly pace: Pace;
}

/** One publish a message; who subscribed chooses by its attributes, and reads it in the form of its protocol. */
export function snsNotifier({ client, topicArn, pace }: SnsTopic): Notifier {
  return {
    name: 'sns',
    notify: async ({ message }, signal) => {
      const publish = {
        TopicArn: topicArn,
        Subject: snsSubject(message),
        Message: snsBody(message),
        MessageStructure: 'json',
        MessageAttributes: attributesFor(attributesOf(message)),
      };
      const send = () => client.send(new PublishCommand(publish), { abortSignal: signal });
      await wording(`telling the topic ${topicArn}`, () => retrying(send, pace, TELLING_RETRIES));
    },
  };
}

function attributesFor({
  words,
  lists,
}: ReturnType<typeof attributesOf>): Record<string, MessageAttributeValue> {
  const one = Object.entries(words).map(([name, value]) => [
    name,
    { DataType: 'String', StringValue: value },
  ]);
  const many = Object.entries(lists).map(([name, values]) => [
    name,
    { DataType: 'String.Array', StringValue: JSON.stringify(values) },
  ]);
  return Object.fromEntries([...one, ...many]);
}
