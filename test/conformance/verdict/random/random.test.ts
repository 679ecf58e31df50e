import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECK_KINDS } from '../../../../lib/core/contract/model.ts';
import type { Verdict } from '../../../../lib/core/gate/verdict.ts';
import { canonicalVerdict, type Difference, differences } from '../../../../lib/report/canonical-verdict.ts';
import { writeTally } from '../tally.ts';
import { judge, openWorld, type World } from '../world.ts';
import { type RandomPair, randomContract } from './contract.ts';
import { hasMicroseconds, withoutListed } from './listed.ts';
import { type RandomTable, randomTable, selectRounded, selectRows } from './table.ts';

const PAIRS = Number(process.env.SLUICE_PAIRS ?? 500);
// CI repeats the same pairs, so that a change is red for what it changed; elsewhere every run tries new ones
const SEED = Number(
  process.env.SLUICE_SEED ?? (process.env.CI ? 20261121 : Math.floor(Math.random() * 2 ** 31)),
);
/** Trino and moto answer several at once; one alone waits most of its time. */
const AT_ONCE = 6;

let world: World;
beforeAll(async () => {
  world = await openWorld('random');
});
afterAll(() => world.close());

interface Compared {
  readonly verdicts: readonly Verdict[];
  readonly differing: readonly Difference[];
  readonly listed: number;
}

/** Writes a table to both lakes, and names the path that is judged. */
async function write(root: string, table: RandomTable, select: typeof selectRows): Promise<string> {
  for (const { folder, rows } of table.files) {
    await world.write(`${root}/${folder}data.parquet`, select(table.columns, rows));
  }
  return table.partitionedBy === undefined ? `${root}/data.parquet` : root;
}

async function compare({ table, contract, dataset }: RandomPair, n: number): Promise<Compared> {
  const path = await write(`t${n}`, table, selectRows);
  // every other pair without the footers' proofs, so that the engines are asked for everything
  const judged = { contract, dataset, path, format: 'parquet', withoutProofs: n % 2 === 1 } as const;
  const [here, there] = await Promise.all([judge(judged, world.local), judge(judged, world.aws)]);
  const athena = canonicalVerdict(there.verdict);
  const all = differences(canonicalVerdict(here.verdict), athena);
  let differing = withoutListed(all, table);
  if (differing.length > 0 && hasMicroseconds(table)) {
    // a difference that is gone where the local files hold what Athena reads is the one that is listed
    const rounded = { ...judged, path: await write(`r${n}`, table, selectRounded) };
    const local = canonicalVerdict((await judge(rounded, world.local)).verdict);
    const left = new Set(withoutListed(differences(local, athena), table).map((d) => d.where));
    differing = differing.filter((d) => left.has(d.where));
  }
  return { verdicts: [here.verdict, there.verdict], differing, listed: all.length - differing.length };
}

test(`${PAIRS} random tables and contracts are judged alike on both engines (SLUICE_SEED=${SEED})`, async () => {
  const startedMs = performance.now();
  const pairs = fc.sample(randomTable.chain(randomContract), { seed: SEED, numRuns: PAIRS });
  const differing: unknown[] = [];
  const kinds = new Set<string>();
  const seen = { checks: 0, withFailure: 0, notEvaluated: 0, listed: 0 };
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < pairs.length; n = next++) {
      const pair = pairs[n];
      if (pair === undefined) return;
      const compared = await compare(pair, n).catch((cause: unknown) => String(cause));
      if (typeof compared === 'string') {
        differing.push({ pair: n, yaml: pair.yaml, of: compared });
        continue;
      }
      const checks = compared.verdicts.flatMap((v) => v.partitions).flatMap((p) => p.checks);
      const had = (outcome: string): number => (checks.some((c) => c.outcome === outcome) ? 1 : 0);
      for (const { kind } of checks) kinds.add(kind);
      seen.checks += checks.length / 2;
      seen.withFailure += had('failed');
      seen.notEvaluated += had('notEvaluated');
      seen.listed += compared.listed;
      if (compared.differing.length > 0) differing.push({ pair: n, yaml: pair.yaml, of: compared.differing });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const durationMs = performance.now() - startedMs;
  writeTally('random', { seed: SEED, compared: pairs.length, ...seen, durationMs });
  expect(differing).toEqual([]);
  expect(seen.withFailure / pairs.length).toBeGreaterThanOrEqual(0.3);
  expect(seen.notEvaluated / pairs.length).toBeLessThanOrEqual(0.05);
  if (PAIRS >= 200) expect([...kinds].sort()).toEqual(expect.arrayContaining(DRAWN));
}, 1_200_000);

/** A primary key is `unique` and `required`, latency is freshness by another word. */
const DRAWN = CHECK_KINDS.filter((k) => k !== 'primaryKey' && k !== 'latency');
