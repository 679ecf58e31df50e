import { describe, expect, it } from 'vitest';
import { type Explored, explore, exploreKills } from './explore.ts';
import { record } from './record.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

function expectLaw(what: string, { name }: Scenario, { points, states, wrong }: Explored): void {
  process.stdout.write(`${what}, ${name}: ${states} disks, power cut at ${points} points\n`);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(states).toBeGreaterThan(10);
}

describe('wherever the power is cut, readers see the old or the new, and the next run goes on by itself', () => {
  it.each(SCENARIOS.map((s) => [s.name, s] as const))('%s', async (_, scenario) => {
    expectLaw('power cut', scenario, await explore(await record(scenario)));
  });
});

describe('what a run builds on that another left when it was killed outlives a power cut', () => {
  it.each(SCENARIOS.filter((s) => s.kills).map((s) => [s.name, s] as const))('%s', async (_, scenario) => {
    expectLaw('killed, then power cut', scenario, await exploreKills(await record(scenario)));
  });
});
