import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { batchesOf, eventBusNotifier } from '../../../../lib/platform/aws/notify/event-bus.ts';
import { snsNotifier } from '../../../../lib/platform/aws/notify/sns-notifier.ts';
import { awsFault, CONFIG, cut, mocked } from '../mocked.ts';
import { noticeOfDays } from './event.ts';

const signal = new AbortController().signal;

function topic() {
  const client = new SNSClient({ region: CONFIG.region, maxAttempts: 1 });
  const { context, slept } = mocked();
  const topicArn = 'arn:aws:sns:eu-central-1:123456789012:told';
  return { sns: mockClient(client), notifier: snsNotifier({ client, topicArn, pace: context.pace }), slept };
}

function bus() {
  const client = new EventBridgeClient({ region: CONFIG.region, maxAttempts: 1 });
  const { context, slept } = mocked();
  const notifier = eventBusNotifier({ client, bus: 'sluice-dev', pace: context.pace });
  const events = mockClient(client);
  const detailsOf = (call: number): unknown[] => {
    const entries = events.commandCalls(PutEventsCommand)[call]?.args[0].input.Entries ?? [];
    return entries.map((e) => JSON.parse(e.Detail ?? '').partition.day);
  };
  return { events, notifier, slept, detailsOf };
}

test('one publish, in the form of each protocol, with attributes to choose by', async () => {
  const { sns, notifier } = topic();
  sns.on(PublishCommand).resolves({ MessageId: '1' });
  const notice = noticeOfDays(182);
  await notifier.notify(notice, signal);
  const [call, ...others] = sns.commandCalls(PublishCommand);
  expect(others).toEqual([]);
  const { Message = '', ...input } = call?.args[0].input ?? {};
  expect(input).toEqual({
    TopicArn: 'arn:aws:sns:eu-central-1:123456789012:told',
    Subject: 'aviation/t (dev): 182 partitions rejected',
    MessageStructure: 'json',
    MessageAttributes: {
      domain: { DataType: 'String', StringValue: 'aviation' },
      dataset: { DataType: 'String', StringValue: 'aviation/t' },
      environment: { DataType: 'String', StringValue: 'dev' },
      decision: { DataType: 'String', StringValue: 'rejected' },
      severity: { DataType: 'String', StringValue: 'error' },
      decisions: { DataType: 'String.Array', StringValue: '["rejected"]' },
    },
  });
  const body = JSON.parse(Message);
  expect(JSON.parse(body.default)).toMatchObject({ version: '1.0', source: 'custom', id: 'run-2' });
  expect(body.email).toContain('182 partitions rejected, day=2001-01-01 … day=2001-07-01');
  expect(JSON.parse(body.lambda)).toEqual(notice.message);
  expect(JSON.parse(body.sqs)).toEqual(notice.message);
});

test('a topic that is busy is asked again, one that refuses is not', async () => {
  const { sns, notifier, slept } = topic();
  sns.on(PublishCommand).rejectsOnce(awsFault('ThrottlingException')).rejectsOnce(cut()).resolves({});
  await notifier.notify(noticeOfDays(1), signal);
  expect(slept).toEqual([50, 100]);
  sns.reset();
  sns.on(PublishCommand).rejects(awsFault('AuthorizationErrorException', 403, 'not allowed'));
  await expect(notifier.notify(noticeOfDays(1), signal)).rejects.toMatchObject({
    issue: { code: 'SLU-560' },
  });
  expect(sns.commandCalls(PublishCommand)).toHaveLength(1);
});

test('at most ten events a call, each once', async () => {
  const { events, notifier, detailsOf } = bus();
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const notice = noticeOfDays(23);
  await notifier.notify(notice, signal);
  const calls = events.commandCalls(PutEventsCommand);
  expect(calls.map((c) => c.args[0].input.Entries?.length)).toEqual([10, 10, 3]);
  expect([0, 1, 2].flatMap(detailsOf)).toEqual(notice.events.map((e) => e.partition.day));
  expect(calls[0]?.args[0].input.Entries?.[0]).toMatchObject({
    EventBusName: 'sluice-dev',
    Source: 'sluice',
    DetailType: 'sluice.partition.rejected',
    Time: new Date('2026-11-21T18:00:00.000Z'),
  });
});

test('of a call that was taken in part only the rest is sent again', async () => {
  const { events, notifier, detailsOf } = bus();
  const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'not now' };
  events
    .on(PutEventsCommand)
    .resolvesOnce({ FailedEntryCount: 2, Entries: [{ EventId: '1' }, refused, { EventId: '2' }, refused] })
    .resolves({ FailedEntryCount: 0 });
  await notifier.notify(noticeOfDays(4), signal);
  expect(detailsOf(1)).toEqual(['2001-01-02', '2001-01-04']);
  expect(events.commandCalls(PutEventsCommand)).toHaveLength(2);
});

test('an entry that will never be taken ends it, and so the notice is kept', async () => {
  const { events, notifier } = bus();
  const refused = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [refused] });
  await expect(notifier.notify(noticeOfDays(1), signal)).rejects.toThrow('Detail is malformed');
  expect(events.commandCalls(PutEventsCommand)).toHaveLength(1);
});

test('entries of one call come to 256 KiB at most', () => {
  const sized = (bytes: number) => ({ Source: 'sluice', DetailType: 't', Detail: 'ä'.repeat(bytes / 2) });
  const sizes = [100_000, 100_000, 62_000, 100_000, 250_000, 2];
  const batches = batchesOf(sizes.map(sized));
  expect(batches.map((b) => b.map((e) => Buffer.byteLength(e.Detail ?? '')))).toEqual([
    [100_000, 100_000, 62_000],
    [100_000],
    [250_000, 2],
  ]);
});
