import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { record } from './record.ts';
import { SCENARIOS } from './scenarios.ts';

const V = '.sluice/versions/aviation/flights';

/** What is synced and would not have to be, there: a publish need not know it. */
const NOT_NEEDED: Readonly<Record<string, readonly string[]>> = {
  'the first publish ever': [],
  // it was there, and on the disk; a process that made it and died would leave the same, and not on the disk
  'the first publish below folders that are there': ['lake'],
  'one partition replaced, one carried over': [],
  'one partition replaced where files cannot be linked': [],
  // the publish that is gone back to has synced the file, and has a record of its own by which it is found
  'a rollback to what was published before': [`${V}/.3.json`, `${V}/3/day=1/before-0-0.parquet`],
};

describe('an fsync that is left out breaks the law somewhere', () => {
  it.each(Object.entries(NOT_NEEDED))('in %s', async (name, notNeeded) => {
    const scenario = SCENARIOS.find((s) => s.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
    const { syncs } = await record(scenario);
    const unnoticed: string[] = [];
    for (const path of syncs) {
      const { wrong } = await explore(await record(scenario, path), 'the first wrong state');
      if (wrong.length === 0) unnoticed.push(path);
    }
    process.stdout.write(`${name}: ${syncs.length - unnoticed.length} of ${syncs.length} fsyncs matter\n`);
    expect(unnoticed.sort()).toEqual(notNeeded);
  });
});
