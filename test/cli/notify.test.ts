import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunMessage } from '../../lib/core/notify/message.ts';
import { type Answer, webhook } from '../platform/channels/webhook.ts';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
let close: (() => Promise<void>) | undefined;
const BAD = FOUR_DAYS.map((d) => (d.day === '2001-01-02' ? { ...d, value: 101 } : d));

beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(async () => {
  await close?.();
  close = undefined;
  place.remove();
});

async function slack(...answers: readonly (Answer | 'hang')[]) {
  const hook = await webhook(...answers);
  close = hook.close;
  const texts = (): unknown => hook.got.map((got) => (got as { text: string }).text);
  const run = () => place.ended({ SLUICE_SLACK_WEBHOOK: hook.url }, 'run', 'small/days');
  return { ...hook, texts, run };
}

/** Messages in the file, with nothing of single partitions. */
const told = (): readonly RunMessage[] =>
  place
    .read('../.sluice/notifications.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((line) => line.type === 'sluice.run.message');

const waiting = (): number => {
  const names = readdirSync(join(place.root, '.sluice/outbox/small/days'));
  return names.filter((name) => name.endsWith('.json')).length;
};

test('Slack hears of a rejection once, and that it is resolved, although it was down meanwhile', async () => {
  const down: Answer = { status: 404, body: 'no_service' };
  const { run, texts, got } = await slack({ status: 200 }, down);
  await place.write(BAD);
  const rejected = await run();
  expect([rejected.code, rejected.stderr]).toEqual([1, expect.not.stringContaining('told')]);
  expect(texts()).toEqual(['small/days (local): 1 partition rejected, 3 published']);
  expect(JSON.stringify(got[0])).toContain('largest value is 101, expected at most 100');

  expect((await run()).code).toBe(1);
  expect(got).toHaveLength(1);

  await place.write(FOUR_DAYS);
  const fixed = await run();
  expect(fixed.code).toBe(0);
  expect(fixed.stderr).toContain(
    'slack was not told: Slack answered 404 (no_service). The message is kept, the next run of small/days sends it.',
  );
  expect(waiting()).toBe(1);

  const after = await run();
  expect([after.code, waiting()]).toEqual([0, 0]);
  expect(texts()).toEqual([
    'small/days (local): 1 partition rejected, 3 published',
    ...Array(2).fill('small/days (local): day=2001-01-02 resolved'),
  ]);
  const [first, second] = told();
  expect(told()).toHaveLength(2);
  expect(second).toMatchObject({ decision: 'resolved', severity: 'info', threadId: first?.id });
});

test.each(['http://hooks.slack.com/services/secret', 'secret'])(
  'SLUICE_SLACK_WEBHOOK=%s is refused in one sentence that does not show it',
  async (url) => {
    await place.write(FOUR_DAYS);
    const ended = await place.ended({ SLUICE_SLACK_WEBHOOK: url }, 'run', 'small/days');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('SLUICE_SLACK_WEBHOOK is not the https address of an incoming webhook.');
    expect(ended.stderr).not.toContain('secret');
  },
);

test('a run that failed is told, and the next one that does not; what shadow would reject is told too', async () => {
  await place.write(FOUR_DAYS);
  rmSync(place.source, { recursive: true });
  expect(place.run().code).toBe(2);
  expect(told()).toMatchObject([{ decision: 'failed', title: 'small/days (local): the run failed' }]);
  expect(told()[0]?.findings[0]?.text).toMatch(/^[A-Z].* .*\.$/);

  const again = new SmallPipeline();
  try {
    await again.write(BAD);
    place.edit('small/raw.odcs.yaml', place.source, again.source);
    place.pipeline('shadow');
    place.run();
    expect(told()[1]).toMatchObject({
      decision: 'wouldReject',
      severity: 'warning',
      counts: { wouldReject: 1 },
      decisions: ['wouldReject', 'resolved'],
    });
    place.run();
    expect(told()).toHaveLength(2);
  } finally {
    again.remove();
  }
});
