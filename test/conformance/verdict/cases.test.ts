import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../lib/core/contract/model.ts';
import type { PartitionVerdict, Verdict } from '../../../lib/core/gate/verdict.ts';
import { canonicalVerdict, differences } from '../../../lib/report/canonical-verdict.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';
import type { CheckCase } from '../cases/case.ts';
import { contractOf } from '../cases/contract-of.ts';
import { expectOf } from '../cases/expect-of.ts';
import { CASES } from '../cases/index.ts';
import { selectOf } from '../cases/select-of.ts';
import { excuseOf } from './excuses.ts';
import { writeTally } from './tally.ts';
import { judge, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld('cases');
});
const counts = { cases: 0, onDuckDb: 0, passed: 0, excused: 0 };
afterAll(async () => {
  writeTally('cases', counts);
  await world.close();
});

const all = CHECK_KINDS.flatMap((kind) => CASES[kind].map((c) => ({ kind, c, name: `${kind}: ${c.says}` })));

let files = 0;
async function write(c: CheckCase): Promise<{ path: string; format: 'parquet' | 'csv' | 'json' }> {
  const format = c.csv !== undefined ? 'csv' : c.json !== undefined ? 'json' : 'parquet';
  files += 1;
  const path = `cases/t${files}.${format}`;
  const text = c.csv ?? c.json;
  if (text === undefined) await world.write(path, selectOf(c));
  else await world.put(path, new TextEncoder().encode(text));
  return { path, format };
}

function onlyPartition({ partitions }: Verdict): PartitionVerdict {
  const [partition] = partitions;
  if (partition === undefined) throw new Error('the verdict has no partition');
  return partition;
}

describe.concurrent('every case, measured by DuckDB and by Athena', () => {
  test.each(all)('$name', async ({ kind, c, name }) => {
    counts.cases += 1;
    const now = c.now === undefined ? {} : { now: c.now };
    const judged = { ...datasetIn(contractOf(c)), ...(await write(c)), ...now };
    const here = await judge(judged, world.local);
    expectOf(c, onlyPartition(here.verdict));
    counts.onDuckDb += 1;
    const excuse = excuseOf(kind, c);
    if (excuse?.refuses !== undefined) {
      await expect(judge(judged, world.aws), name).rejects.toThrow(excuse.refuses);
      counts.excused += 1;
      return;
    }
    const { verdict } = await judge(judged, world.aws);
    const partition = onlyPartition(verdict);
    if (excuse !== undefined) {
      expectOf({ ...c, expect: excuse.instead }, partition);
      counts.excused += 1;
      return;
    }
    expectOf(c, partition);
    expect(differences(canonicalVerdict(here.verdict), canonicalVerdict(verdict))).toEqual([]);
    counts.passed += 1;
  });
});
