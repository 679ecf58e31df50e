import { afterEach, expect, test } from 'vitest';
import { slackPayload } from '../../../lib/core/notify/slack.ts';
import { postToSlack } from '../../../lib/platform/channels/post-to-slack.ts';
import { slackNotifier } from '../../../lib/platform/channels/slack-notifier.ts';
import { rejectedDay, told } from '../../core/notify/scene.ts';
import { type Answer, webhook } from './webhook.ts';

const NOTICE = told([rejectedDay(0)]);
const PAYLOAD = slackPayload(NOTICE.message);

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function slack(...answers: readonly (Answer | 'hang')[]) {
  const hook = await webhook(...answers);
  closing.push(hook.close);
  return hook;
}

const inTime = () => AbortSignal.timeout(20_000);

test('posts the message as blocks', async () => {
  const hook = await slack();
  await slackNotifier(hook.url).notify(NOTICE, inTime());
  expect(hook.got).toEqual([JSON.parse(JSON.stringify(PAYLOAD))]);
});

test('a clean publish is not for people', async () => {
  const hook = await slack();
  await slackNotifier(hook.url).notify(told([{ ...rejectedDay(0, []), decision: 'published' }]), inTime());
  expect(hook.got).toEqual([]);
});

test.each<[string, Answer]>([
  ['is busy, and says for how long', { status: 429, headers: { 'retry-after': '0.05' } }],
  ['is busy', { status: 429 }],
  ['fails', { status: 500 }],
  ['is down', { status: 503, body: 'service_unavailable' }],
])('posts again where Slack %s', async (_, answer) => {
  const hook = await slack(answer, answer);
  await postToSlack(hook.url, PAYLOAD, inTime());
  expect(hook.got).toHaveLength(3);
});

test('waits as long as Slack says', async () => {
  const hook = await slack({ status: 429, headers: { 'retry-after': '1' } });
  const startedMs = performance.now();
  await postToSlack(hook.url, PAYLOAD, inTime());
  expect(performance.now() - startedMs).toBeGreaterThan(950);
});

test.each<[string, number, readonly Answer[], string]>([
  ['does not know the webhook', 1, [{ status: 404, body: 'no_service' }], 'Slack answered 404 (no_service)'],
  [
    'does not take the message',
    1,
    [{ status: 400, body: 'invalid_blocks' }],
    'Slack answered 400 (invalid_blocks)',
  ],
  ['fails each time', 4, Array(4).fill({ status: 500 }), 'Slack answered 500'],
  [
    'wants to wait for too long',
    1,
    [{ status: 429, headers: { 'retry-after': '60' } }],
    'Slack answered 429',
  ],
  [
    'leads elsewhere',
    4,
    Array(4).fill({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }),
    'Slack could not be reached',
  ],
])('gives up where Slack %s', async (_, count, answers, words) => {
  const hook = await slack(...answers);
  await expect(postToSlack(hook.url, PAYLOAD, inTime())).rejects.toThrow(words);
  expect(hook.got).toHaveLength(count);
});

test('ends with the signal where Slack hangs, and between two tries', async () => {
  const hanging = await slack('hang');
  await expect(postToSlack(hanging.url, PAYLOAD, AbortSignal.timeout(100))).rejects.toThrow('in time');
  const busy = await slack(...Array<Answer>(4).fill({ status: 429, headers: { 'retry-after': '5' } }));
  const startedMs = performance.now();
  await expect(postToSlack(busy.url, PAYLOAD, AbortSignal.timeout(300))).rejects.toThrow('429');
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});

test('no error holds the address, which is a secret', async () => {
  const hook = await slack({ status: 404, body: 'no_service' });
  const closed = await webhook();
  await closed.close();
  for (const url of [hook.url, closed.url]) {
    const failure: unknown = await postToSlack(url, PAYLOAD, inTime()).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).not.toMatch(/secret|services/);
  }
});
