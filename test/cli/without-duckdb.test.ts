import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

// The native library is 80 MB and takes longer to load than most commands take.
const place = new SmallPipeline();
const report = join(place.root, 'loaded');
const SPY = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { sharedObjects } = process.report.getReport();
  writeFileSync(process.env.SLUICE_TEST_REPORT, String(sharedObjects.some((s) => /duckdb/.test(s))));
});`;

/** Whether the command had DuckDB's library loaded when it ended, and how it ended. */
function run(...args: readonly string[]): { code: number | null; loaded: boolean } {
  rmSync(report, { force: true });
  const environment = {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(SPY)}`,
    SLUICE_TEST_REPORT: report,
  };
  const { code } = place.withEnvironment(environment, ...args);
  if (!existsSync(report)) throw new Error('the command left no report');
  return { code, loaded: readFileSync(report, 'utf8') === 'true' };
}

beforeAll(async () => {
  await place.write(FOUR_DAYS);
});
afterAll(() => place.remove());

it('a run that has something to scan loads DuckDB', () => {
  expect(run('run', 'small/days')).toEqual({ code: 0, loaded: true });
});

it.each([
  ['validate'],
  ['plan', 'small/days'],
  ['run', 'small/days'],
  ['status'],
  ['history', 'small/days'],
  ['path', 'small/days'],
  ['doctor'],
  ['gc', 'small/days', '--dry-run'],
  ['explain', 'SLU-101'],
])('nothing to scan, no DuckDB: %j', (...args) => {
  expect(run(...args)).toEqual({ code: 0, loaded: false });
});

it('a contract that is refused loads no DuckDB', () => {
  const contract = join(place.root, 'refused.odcs.yaml');
  writeFileSync(contract, 'apiVersion: v3.1.0\nkind: DataContract\n');
  expect(run('check', place.source, '--contract', contract)).toEqual({ code: 2, loaded: false });
});
