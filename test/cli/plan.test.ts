import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunPlan } from '../../lib/steps/plan/plan-run.ts';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;

beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS.map((d, i) => (i === 1 ? { ...d, value: 500, rows: 7 } : d)));
  place.contract([], 100);
});
afterEach(() => place.remove());

function plan(...options: readonly string[]): RunPlan {
  const ended = place.sluice('plan', 'small/days', '--format', 'json', ...options);
  if (ended.code !== 0) throw new Error(ended.stderr);
  return JSON.parse(ended.stdout);
}
const text = (...options: readonly string[]): string => place.sluice('plan', 'small/days', ...options).stdout;

test('before the first run every partition is to be written, and nothing is left for later', () => {
  expect(plan()).toMatchObject({
    standing: { new: 4 },
    scans: [{ kind: 'fused', times: 1, partitions: 4, of: 'written', rowsAtMost: '16' }],
    laterScans: [],
  });
});

test('a partition that footers rejected is listed with the scan that its other rules would need', () => {
  const run = place.outcome('--fail-on', 'never');
  expect(run.summary).toMatchObject({ published: 3, rejected: 1 });
  expect(run.verdict.stats.rowsScanned).toBe('9');
  const planned = plan();
  expect(planned).toMatchObject({
    standing: { judged: 4 },
    scans: [],
    laterScans: [
      { kind: 'fused', times: 1, partitions: 1, of: 'known', columns: ['day', 'value'], rowsAtMost: '7' },
    ],
  });
  expect(Number(planned.laterScans[0]?.bytesAtMost)).toBeGreaterThan(100);
  expect(text()).toMatch(
    /4 judged already\n\n0 scans\n1 scan later, where a judgement needs every number\n {2}fused, 1 partition at once: columns day, value; 7 rows, [\d,]+ bytes\n/,
  );
});

test('what every rule would read is what a run with every rule reads', () => {
  place.outcome('--fail-on', 'never');
  const planned = plan('--every-rule');
  expect(planned).toMatchObject({
    standing: { judged: 3, candidate: 1 },
    scans: [{ partitions: 1, of: 'known', columns: ['day', 'value'], rowsAtMost: '7' }],
    laterScans: [],
  });
  const every = place.outcome('--fail-on', 'never', '--every-rule');
  expect(every.summary).toMatchObject({ scans: 1 });
  expect(every.verdict.stats.rowsScanned).toBe(planned.scans[0]?.rowsAtMost);
  expect(plan()).toMatchObject({ standing: { judged: 4 }, scans: [], laterScans: [] });
});

test('a changed contract lists the scan of what nobody measured, and its run does that scan', () => {
  place.outcome('--fail-on', 'never');
  place.contract([], 600);
  const planned = plan();
  expect(planned).toMatchObject({
    standing: { candidate: 1, measured: 3 },
    scans: [
      { kind: 'fused', times: 1, partitions: 1, of: 'known', columns: ['day', 'value'], rowsAtMost: '7' },
    ],
    laterScans: [],
  });
  const again = place.outcome('--fail-on', 'never');
  expect(again.summary).toMatchObject({ scans: 1, queries: 1 });
  expect(again.verdict.stats.rowsScanned).toBe('7');
});

test('a changed contract that still rejects it reads nothing, and says what is still unknown', () => {
  place.outcome('--fail-on', 'never');
  place.contract([], 200);
  expect(plan()).toMatchObject({
    standing: { refuted: 1, measured: 3 },
    scans: [],
    laterScans: [{ partitions: 1, rowsAtMost: '7' }],
  });
  expect(text()).toContain('1 to be rejected by numbers on record, without reading it');
  expect(place.outcome('--fail-on', 'never').summary).toMatchObject({ scans: 0, queries: 0 });
});

test('planning leaves the ledger and the lake as they are', async () => {
  place.outcome('--fail-on', 'never');
  const before = place.sluice('history', 'small/days', '--format', 'json').stdout;
  plan();
  expect(place.sluice('history', 'small/days', '--format', 'json').stdout).toBe(before);
  expect(Object.keys(await place.visible())).toHaveLength(3);
});
