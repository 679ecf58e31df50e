import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { type SlackPayload, slackPayload } from '../../../../lib/core/notify/slack.ts';
import { snsBody } from '../../../../lib/core/notify/sns-body.ts';
import { slackRelay } from '../../../../lib/platform/aws/notify/slack-relay.ts';
import { webhookUrlOf } from '../../../../lib/platform/aws/notify/webhook-secret.ts';
import { awsFault, CONFIG, mocked } from '../mocked.ts';
import { noticeOfDays } from './event.ts';

const URL_OF_SLACK = 'https://hooks.slack.com/services/T0/B0/secret';

function secrets() {
  const clients = {
    secrets: new SecretsManagerClient({ region: CONFIG.region, maxAttempts: 1 }),
    parameters: new SSMClient({ region: CONFIG.region, maxAttempts: 1 }),
  };
  const { pace } = mocked().context;
  return {
    manager: mockClient(clients.secrets),
    parameters: mockClient(clients.parameters),
    read: (place: Parameters<typeof webhookUrlOf>[0]) => webhookUrlOf(place, clients, pace),
  };
}

test.each([
  ['plain text', `${URL_OF_SLACK}\n`],
  ['JSON', JSON.stringify({ url: URL_OF_SLACK })],
])('the address is read from a secret of %s', async (_, SecretString) => {
  const { manager, read } = secrets();
  manager.on(GetSecretValueCommand, { SecretId: 'slack' }).resolves({ SecretString });
  expect(await read({ secretName: 'slack' })).toBe(URL_OF_SLACK);
});

test('the address is read from a parameter, decrypted; again while that is throttled', async () => {
  const { parameters, read } = secrets();
  parameters
    .on(GetParameterCommand, { Name: '/sluice/slack', WithDecryption: true })
    .rejectsOnce(awsFault('ThrottlingException'))
    .resolves({ Parameter: { Value: URL_OF_SLACK } });
  expect(await read({ parameterName: '/sluice/slack' })).toBe(URL_OF_SLACK);
});

test.each([
  ['http://hooks.slack.com/services/T0/B0/secret'],
  ['{"other":"secret"}'],
  ['{secret'],
  [undefined],
])('a secret that holds %s is refused without showing it', async (SecretString) => {
  const { manager, read } = secrets();
  manager.on(GetSecretValueCommand).resolves(SecretString === undefined ? {} : { SecretString });
  const failure: unknown = await read({ secretName: 'slack' }).catch((cause: unknown) => cause);
  expect(failure).toMatchObject({ issue: { code: 'SLU-589', params: { secret: 'slack' } } });
  expect(JSON.stringify(failure) + String(failure)).not.toContain('hooks.slack');
});

test('a secret that may not be read is said by its name', async () => {
  const { manager, read } = secrets();
  manager.on(GetSecretValueCommand).rejects(awsFault('AccessDeniedException', 400, 'no'));
  await expect(read({ secretName: 'slack' })).rejects.toThrow('AWS refused reading the secret slack: no.');
});

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super('refused');
    this.status = status;
  }
}

/** A relay whose Slack refuses those addresses; every read of the secret gives another one. */
function relay(refusals: Readonly<Record<string, number>> = {}) {
  const posted: (readonly [string, SlackPayload])[] = [];
  let reads = 0;
  const handle = slackRelay({
    readUrl: async () => {
      reads += 1;
      return `url-${reads}`;
    },
    post: async (url, payload) => {
      const status = refusals[url];
      if (status !== undefined) throw new Refused(status);
      posted.push([url, payload]);
    },
    limitMs: 1_000,
  });
  const send = (Message: string, Subject?: string) =>
    handle({ Records: [{ Sns: { Message, ...(Subject === undefined ? {} : { Subject }) } }] });
  return { send, posted, reads: () => reads };
}

const { message } = noticeOfDays(3);
const forLambda: string = JSON.parse(snsBody(message)).lambda;

test('passes a message on as blocks, and reads the secret once', async () => {
  const { send, posted, reads } = relay();
  for (const _ of [1, 2]) await send(forLambda);
  expect(posted).toEqual(Array(2).fill(['url-1', slackPayload(message)]));
  expect(reads()).toBe(1);
});

test('a clean publish is not passed on, an alarm of the same topic is', async () => {
  const { send, posted } = relay();
  await send(JSON.stringify({ ...message, decision: 'published' }));
  expect(posted).toEqual([]);
  for (const text of ['{"AlarmName":"x"}', 'null', 'no JSON']) await send(text, 'ALARM: x');
  expect(posted.map(([, p]) => p.text)).toEqual(['ALARM: x', 'ALARM: x', 'ALARM: x']);
});

test('a webhook that is gone is looked up once more: it may have been replaced', async () => {
  const { send, posted, reads } = relay({ 'url-1': 404 });
  await send(forLambda);
  expect([posted.length, reads()]).toEqual([1, 2]);
  const gone = relay({ 'url-1': 404, 'url-2': 403 });
  await expect(gone.send(forLambda)).rejects.toThrow('refused');
});

test('what Slack does not take is thrown, so that SNS tries again and keeps it', async () => {
  const { send, reads } = relay({ 'url-1': 503 });
  await expect(send(forLambda)).rejects.toThrow('refused');
  await expect(send(forLambda)).rejects.toThrow('refused');
  expect(reads()).toBe(1);
});

test('a secret that could not be read is read again by the next message', async () => {
  let reads = 0;
  const posted: string[] = [];
  const handle = slackRelay({
    readUrl: async () => {
      reads += 1;
      if (reads === 1) throw new Error('throttled');
      return 'url';
    },
    post: async (url) => void posted.push(url),
    limitMs: 1_000,
  });
  const event = { Records: [{ Sns: { Message: forLambda } }] };
  await expect(handle(event)).rejects.toThrow('throttled');
  await handle(event);
  expect(posted).toEqual(['url']);
});
