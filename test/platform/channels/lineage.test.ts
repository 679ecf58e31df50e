import { afterEach, expect, test } from 'vitest';
import type { RunEvent } from '../../../lib/core/lineage/event.ts';
import { LAKE_URL, lineageSink } from '../../../lib/platform/channels/lineage-sinks.ts';
import { memoryLake } from '../../steps/record/memory-lake.ts';
import { type Answer, webhook } from './webhook.ts';

const EVENT: RunEvent = {
  eventType: 'START',
  eventTime: '2026-11-21T18:00:00.000Z',
  producer: 'urn:sluice:1',
  schemaURL: 'urn:x',
  run: { runId: 'r', facets: {} },
  job: { namespace: 'n', name: 'j', facets: {} },
  inputs: [],
  outputs: [],
};

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function backend(...answers: readonly (Answer | 'hang')[]) {
  const hook = await webhook(...answers);
  close = hook.close;
  return { ...hook, origin: new URL(hook.url).origin };
}

const never = new AbortController().signal;

test('an event is posted below the URL, with the key where there is one', async () => {
  const { origin, got, requests } = await backend();
  await lineageSink({ url: `${origin}/`, apiKey: 'k' }, memoryLake())(EVENT, 'f', never);
  await lineageSink({ url: origin, endpoint: '/events' }, memoryLake())(EVENT, 'f', never);
  expect(got).toEqual([EVENT, EVENT]);
  expect(requests).toEqual([
    { path: '/api/v1/lineage', authorization: 'Bearer k' },
    { path: '/events', authorization: undefined },
  ]);
});

test('a backend that is busy is asked again, one that refuses is not', async () => {
  const busy = await backend({ status: 503 }, { status: 429 }, { status: 201 });
  await lineageSink({ url: busy.origin }, memoryLake())(EVENT, 'f', never);
  expect(busy.got).toHaveLength(3);
  await busy.close();

  const refusing = await backend({ status: 400 });
  const sent = lineageSink({ url: refusing.origin }, memoryLake())(EVENT, 'f', never);
  await expect(sent).rejects.toThrow('its backend answered 400');
  expect(refusing.got).toHaveLength(1);
});

test('a backend that stays down is given up, and what is said of it never holds its address', async () => {
  const { origin, close: stop } = await backend();
  await stop();
  close = undefined;
  const sent = lineageSink({ url: origin.replace('//', '//ada:secret@') }, memoryLake())(EVENT, 'f', never);
  await expect(sent).rejects.toThrow(/^its backend could not be reached$/);
});

test('the address lake: puts each event beside what the run keeps', async () => {
  const lake = memoryLake();
  await lineageSink({ url: LAKE_URL }, lake)(EVENT, '.sluice/runs/a/b/r', never);
  const [[path, body] = []] = [...lake.files];
  expect(path).toBe('.sluice/runs/a/b/r/lineage/START.json');
  expect(JSON.parse(new TextDecoder().decode(body))).toEqual(EVENT);
});
