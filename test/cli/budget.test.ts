import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Verdict } from '../../lib/core/gate/verdict.ts';
import type { RunPlan } from '../../lib/steps/plan/plan-run.ts';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { FOUR_DAYS, publications, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;

beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS);
});
afterEach(() => place.remove());

const budget = (value: string): void => place.contract([`{ property: sluice.budget, value: { ${value} } }`]);
const ownQuery = (): void =>
  place.edit(
    'small/days.odcs.yaml',
    '    quality:\n',
    '    quality:\n      - { id: groups, type: sql, query: "SELECT count(*) FROM (SELECT value FROM {object} GROUP BY value) g", mustBeLessThan: 9 }\n',
  );

function plan(...options: readonly string[]): RunPlan {
  const ended = place.sluice('plan', 'small/days', '--format', 'json', ...options);
  if (ended.code !== 0) throw new Error(ended.stderr);
  return JSON.parse(ended.stdout);
}

/** Estimate and actual of a run, in bytes. */
function costOf({ verdict }: Pick<RunOutcome, 'verdict'>): { estimate: number; actual: number } {
  const { estimate, actual } = verdict.stats.cost ?? {};
  return { estimate: Number(estimate?.bytes), actual: Number(actual?.bytes) };
}

test('a run beyond its budget sends no query: it says how far it is beyond, by what, and where that stands', () => {
  budget('bytesPerRun: 100');
  ownQuery();
  const { code, stderr, stdout } = place.run();
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /error SLU-310: This run over days is estimated at [\d,]+ bytes, and its sluice\.budget allows 100 bytes\. Dearest: rule "groups", by 4 queries: [\d,]+ bytes; [\s\S]*days\.odcs\.yaml:12/,
  );
  const [run] = readdirSync(join(place.root, '.sluice/runs/small/days'));
  expect(existsSync(join(place.root, '.sluice/runs/small/days', run ?? '', '1'))).toBe(false);
  expect(place.sluice('status', 'small/days').stdout).not.toContain('2001-01-01');
});

test('plan tells the cost of each query, and that a run would be refused', () => {
  budget('bytesPerRun: 100, usdPerTb: 1000000');
  ownQuery();
  const planned = plan();
  expect(planned.cost).toMatchObject({
    isWithinBudget: false,
    usdPerTb: '1000000',
    budget: { bytesPerRun: 100 },
  });
  expect(planned.cost.estimate.lines.map((l) => [l.kind, l.times, l.isGuess ?? false])).toEqual([
    ['write', 1, false],
    ['fused', 1, true],
    ['opaque', 4, true],
  ]);
  expect(planned.cost.estimate.lines[0]?.bytes).toBe(planned.source.bytes);
  const text = place.sluice('plan', 'small/days').stdout;
  expect(text).toMatch(/\ncost: about [\d,]+ bytes, 0\.\d+ USD; at 1000000 USD a terabyte/);
  expect(text).toMatch(/\n {2}the query that writes the candidates: [\d,]+ bytes, 0\.\d+ USD\n/);
  expect(text).toMatch(/\n {2}rule "groups", by 4 queries: about [\d,]+ bytes/);
  expect(text).toMatch(/\nbeyond the budget of 100 bytes: a run is refused \(SLU-310\)\n?$/);
});

test('what is estimated is no less than what is read, and exactly what a budget may be', () => {
  budget('bytesPerRun: 1000000');
  ownQuery();
  const outcome = place.outcome();
  const { estimate, actual } = costOf(outcome);
  expect(actual).toBeGreaterThan(0);
  expect(actual).toBeLessThanOrEqual(estimate);
  expect(outcome.verdict.stats.cost?.actual.usd).toBe('0');
  expect(Object.values(publications(outcome))).toEqual(Array(4).fill('published'));
  expect(place.sluice('plan', 'small/days').stdout).toMatch(
    /cost: no query, nothing to read; nothing is charged for it\nwithin the budget of 1,000,000 bytes/,
  );
});

test('what is on record costs nothing: a budget of 0 lets it through', () => {
  place.outcome();
  budget('bytesPerRun: 0, usdPerRun: 0');
  expect(plan().cost).toMatchObject({ isWithinBudget: true, estimate: { bytes: '0', usd: '0', lines: [] } });
  const again = place.outcome();
  expect(costOf(again)).toEqual({ estimate: 0, actual: 0 });
  expect(again.summary).toMatchObject({ queries: 0, unchanged: 4 });
});

test('dollars count where a price is named', () => {
  budget('usdPerRun: 0.000001, usdPerTb: 5000');
  const refused = place.run();
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(
    /estimated at [\d,]+ bytes and 0\.0\d+ USD, and its sluice\.budget allows 0\.000001 USD/,
  );
  budget('usdPerRun: 1, usdPerTb: 5000');
  const { cost } = place.outcome().verdict.stats;
  expect(Number(cost?.actual.usd)).toBeCloseTo(Number(cost?.actual.bytes) * 5e-9, 12);
  // by the dollar alone, on this machine, nothing is ever too dear
  budget('usdPerRun: 0');
  expect(plan().cost.isWithinBudget).toBe(true);
});

test('candidates that turn out larger than expected are not measured, and kept for a run that may', () => {
  place.edit('small/days.pipeline.yaml', 'sql: days.sql', 'sql: days.sql, engine: duckdb');
  place.sql(
    `SELECT CAST(x.at AS DATE) AS day, x.value, md5(concat(x.at, y.at, z.at)) AS long
       FROM {source} x CROSS JOIN {source} y CROSS JOIN {source} z WHERE x.at >= {windowStart} AND x.at < {windowEnd}`,
  );
  const { estimate } = plan().cost;
  budget(`bytesPerRun: ${estimate.bytes}`);
  expect(plan().cost.isWithinBudget).toBe(true);
  const refused = place.run();
  expect(refused.stderr).toMatch(/SLU-310[\s\S]*Dearest: the scan for/);
  expect(refused.code).toBe(2);
  expect(plan().standing).toEqual({ candidate: 4 });
  budget('bytesPerRun: 1000000');
  const outcome = place.outcome();
  expect(outcome.summary).toMatchObject({ published: 4, scans: 1 });
  expect(outcome.verdict.stats.cost?.estimate).toEqual(outcome.verdict.stats.cost?.actual);
});

test('check has the same budget', () => {
  place.outcome();
  const data = place.sluice('path', 'small/days').stdout.trim();
  const check = (...more: readonly string[]) =>
    place.sluice(
      'check',
      data,
      '--contract',
      join(place.folder, 'days.odcs.yaml'),
      '--format',
      'json',
      ...more,
    );
  budget('bytesPerRun: 100');
  const refused = check();
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/SLU-310: This run over days is estimated at/);
  budget('bytesPerRun: 1000000');
  const verdict: Verdict = JSON.parse(check().stdout);
  expect(verdict.stats.cost?.estimate).toEqual(verdict.stats.cost?.actual);
  expect(Number(verdict.stats.cost?.actual.bytes)).toBeGreaterThan(0);
});

test('failing rows are left out where the budget has no room for their query, and the report says so', async () => {
  await place.write(FOUR_DAYS.map((d, i) => (i === 1 ? { ...d, value: 500 } : d)));
  expect(place.outcome('--fail-on', 'never').summary).toMatchObject({ published: 3, rejected: 1 });
  const { estimate } = plan('--every-rule').cost;
  budget(`bytesPerRun: ${estimate.bytes}`);
  const page = join(place.root, 'run.html');
  const again = place.outcome('--fail-on', 'never', '--every-rule', '--report', page);
  expect(again.summary).toMatchObject({ rejected: 1, queries: 1 });
  expect(again.verdict.stats.cost?.actual.bytes).toBe(estimate.bytes);
  const none = 'Failing rows could not be looked at: sluice.budget leaves no room for one more query.';
  expect(readFileSync(page, 'utf8')).toContain(none);
  const checked = join(place.root, 'check.html');
  place.sluice('check', ...judged(), '--report', checked);
  expect(readFileSync(checked, 'utf8')).toContain(none);
  budget(`bytesPerRun: ${2 * Number(estimate.bytes)}`);
  place.sluice('check', ...judged(), '--report', checked);
  expect(readFileSync(checked, 'utf8')).not.toContain(none);
});

/** The candidate of the day that was rejected, and its contract. */
function judged(): readonly string[] {
  const runs = join(place.root, '.sluice/runs/small/days');
  const [file] = readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((f) =>
    /day=2001-01-02.*\.parquet$/.test(f),
  );
  return [join(runs, file ?? ''), '--contract', join(place.folder, 'days.odcs.yaml')];
}
