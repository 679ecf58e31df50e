import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventShape, type ReadEvent } from '../core/lineage/event-shape.ts';
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

async function backend(...answers: readonly (Answer | 'hang')[]) {
  const hook = await webhook(...answers);
  close = hook.close;
  const url = new URL(hook.url).origin;
  const events = (): readonly ReadEvent[] => hook.got.map((got) => eventShape.parse(got));
  const run = () => place.ended({ OPENLINEAGE_URL: url, OPENLINEAGE_API_KEY: 'k' }, 'run', 'small/days');
  return { ...hook, events, run };
}

test('a run tells its start and its end: what it read, what was judged of it, and what readers see now', async () => {
  const { run, events, requests } = await backend();
  await place.write(BAD);
  expect((await run()).code).toBe(1);
  expect(requests).toEqual(Array(2).fill({ path: '/api/v1/lineage', authorization: 'Bearer k' }));
  const [start, complete] = events();
  expect(events().map((e) => e.eventType)).toEqual(['START', 'COMPLETE']);
  expect(complete?.run.runId).toBe(start?.run.runId);
  expect(start?.job).toMatchObject({ namespace: 'sluice/local', name: 'small/days' });
  expect(start?.run.facets.processing_engine?.name).toBe('duckdb');
  expect(start?.inputs.map((i) => i.name)).toEqual([place.source]);
  const table = join(place.root, 'lake/small/days');
  expect(complete?.inputs.map((i) => i.name)).toEqual([place.source, table]);
  expect(complete?.inputs[0]?.facets.version?.datasetVersion).toMatch(/^[0-9a-f]{64}$/);
  const { dataQualityAssertions, dataQualityMetrics } = complete?.inputs[1]?.inputFacets ?? {};
  expect(dataQualityMetrics).toMatchObject({ rowCount: 12, columnMetrics: { value: { nullCount: 0 } } });
  const broken = dataQualityAssertions?.assertions.filter((a) => !a.success && a.severity === 'error');
  expect(broken).toMatchObject([
    { name: 'value.maximum', actual: '101', params: { partitions: 4, failedPartitions: 1 } },
  ]);
  expect(complete?.outputs.map((o) => o.name)).toEqual([table]);
  expect(complete?.outputs[0]?.outputFacets?.outputStatistics).toMatchObject({ rowCount: 9, fileCount: 3 });

  expect((await run()).code).toBe(1);
  expect(events().map((e) => e.outputs.length)).toEqual([1, 1, 1, 0]);
});

test('a run that fails tells why', async () => {
  const { run, events } = await backend();
  await place.write(FOUR_DAYS);
  rmSync(place.source, { recursive: true });
  expect((await run()).code).toBe(2);
  const [start, fail] = events();
  expect([start?.eventType, fail?.eventType]).toEqual(['START', 'FAIL']);
  expect(fail?.run.runId).toBe(start?.run.runId);
  expect(fail?.run.facets.errorMessage?.message).toContain('small/raw');
});

test('a backend that refuses changes nothing of a run but two lines', async () => {
  const { run } = await backend({ status: 404 }, { status: 401 });
  await place.write(FOUR_DAYS);
  const ended = await run();
  expect(ended.code).toBe(0);
  for (const status of [404, 401])
    expect(ended.stderr).toContain(`no lineage was told of this run: its backend answered ${status}.`);
  expect(Object.keys(await place.visible())).toHaveLength(4);
});

test('OPENLINEAGE_URL=lake: leaves the events beside the run, and OPENLINEAGE_DISABLED none', async () => {
  await place.write(FOUR_DAYS);
  const files = () => globSync('.sluice/runs/small/days/*/lineage/*.json', { cwd: place.root });
  const off = { OPENLINEAGE_URL: 'lake:', OPENLINEAGE_DISABLED: 'true' };
  expect((await place.ended(off, 'run', 'small/days')).code).toBe(0);
  expect(files()).toEqual([]);
  expect((await place.ended({ OPENLINEAGE_URL: 'lake:' }, 'run', 'small/days')).code).toBe(0);
  const read = files().map((f) => eventShape.parse(JSON.parse(readFileSync(join(place.root, f), 'utf8'))));
  expect(read.map((e) => e.eventType).sort()).toEqual(['COMPLETE', 'START']);
});

test.each([
  { OPENLINEAGE_URL: 'other.example.com' },
  { OPENLINEAGE_URL: 'ftp://other.example.com' },
  { OPENLINEAGE_URL: 'lake:', SLUICE_REPOSITORY_URL: 'other.example.com' },
  { OPENLINEAGE_URL: 'http://other.example.com', OPENLINEAGE_API_KEY: 'k' },
])('%o is refused in one sentence', async (more) => {
  await place.write(FOUR_DAYS);
  const ended = await place.ended(more, 'run', 'small/days');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('SLU-621');
  expect(ended.stderr).not.toContain('other.example.com');
});
