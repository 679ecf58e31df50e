import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { snsBody } from '../../lib/core/notify/sns-body.ts';
import { noticeOfDays } from '../platform/aws/notify/event.ts';
import { webhook } from '../platform/channels/webhook.ts';

const secrets = mockClient(SecretsManagerClient);
const context = { functionName: 'relay', awsRequestId: '1' } as Context;
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
  delete process.env.SLUICE_RELAY;
});

test('a message of the topic becomes a post to the webhook that the secret names', async () => {
  const hook = await webhook();
  close = hook.close;
  process.env.SLUICE_RELAY = JSON.stringify({ region: 'eu-central-1', secret: { secretName: 'slack' } });
  secrets.on(GetSecretValueCommand, { SecretId: 'slack' }).resolves({ SecretString: hook.url });
  process.env.POWERTOOLS_TRACE_ENABLED = 'false';
  const { handler } = await import('../../functions/slack-relay/handler.ts');
  const { lambda: Message } = JSON.parse(snsBody(noticeOfDays(182).message));
  const event = {
    Records: [{ EventSource: 'aws:sns', Sns: { Type: 'Notification', Message, MessageId: 'x' } }],
  };
  await handler(event, context);
  await handler(event, context);
  expect(hook.got).toMatchObject([
    { text: 'aviation/t (dev): 182 partitions rejected' },
    { text: 'aviation/t (dev): 182 partitions rejected' },
  ]);
  expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(1);
  await expect(handler({ Records: [{}] }, context)).rejects.toThrow();
});
