import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { oneDay, USUAL_WAITS, usdOfMonth, usdOfRun } from './costs.ts';

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/deployment.md'), 'utf8');

test('what the page says of costs is what the formula says', () => {
  const row = (runs: string, pipelines: string): readonly string[] | undefined =>
    PAGE.split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .find((cells) => cells[1] === runs && cells[2] === pipelines);
  for (const [runs, pipelines] of [
    [10, 10],
    [1000, 42],
    [1000, 1000],
  ] as const) {
    const cells = row(runs.toLocaleString('en'), pipelines.toLocaleString('en'));
    const ofRuns = 30 * runs * usdOfRun(oneDay(USUAL_WAITS));
    expect(cells?.slice(3, 5)).toEqual([ofRuns.toFixed(2), usdOfMonth(runs, pipelines).toFixed(2)]);
  }
  expect(PAGE).toContain(`${usdOfRun(oneDay(USUAL_WAITS)).toFixed(5)} USD`);
});
