import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { readContract } from '../../lib/core/contract/read.ts';
import type { Result } from '../../lib/core/values/result.ts';
import { createDuckDb } from '../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../lib/platform/local/lake.ts';
import { checkData } from '../../lib/steps/check/check-data.ts';
import { CONTRACT, flights, temporaryFolder } from './flights.ts';
import { judgeFlights } from './hand-written.mjs';
import { alternate, fixed, head, median, ratio, row } from './paired.ts';

/**
 * What `sluice check` does against the hand-written aggregate, both in this process, modules loaded and warm, in turn.
 * The contract is read once, and timed apart. The aggregate keeps its connection; ours reads the listing and the
 * footers anew and opens its own DuckDB each time. Prints Markdown. Rounds: the first argument, 15 without.
 */
const ROUNDS = Number(process.argv[2] ?? 15);
const root = temporaryFolder();
const { all, one } = flights(root);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const now = (): string => new Date().toISOString();

function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const contractRead = () => must(readContract(readFileSync(CONTRACT, 'utf8'), CONTRACT)).contract;
const contract = contractRead();
const [dataset] = contract.datasets;

async function ours(path: string): Promise<readonly string[]> {
  if (dataset === undefined) throw new Error('the contract has no dataset');
  const lake = localLake(root);
  const duck = createDuckDb({ root });
  const request = { contract, dataset, path, format: 'parquet' as const, now: now() };
  const verdict = must(await checkData(request, { ...duck, lake }, now));
  await duck.close();
  await lake.close();
  return verdict.partitions
    .filter((p) => p.decision === 'reject')
    .map((p) => String(p.partition.flight_date));
}

const theirs = async (folder: string): Promise<readonly string[]> =>
  (await judgeFlights(connection, folder)).rejected.map((r) => r.day);

interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rejected: string;
}

async function timed(act: () => Promise<readonly string[]>): Promise<Spent> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const rejected = await act();
  const { user, system } = process.cpuUsage(cpu);
  return {
    wallMs: performance.now() - start,
    cpuMs: (user + system) / 1000,
    rejected: rejected.toSorted().join(),
  };
}

process.stdout.write(`\nIn one process, warm, ${ROUNDS} rounds:\n\n`);
process.stdout.write(
  head('data', 'contestant', 'wall ms', 'CPU ms', 'Sluice / it, wall', 'Sluice / it, CPU'),
);
for (const [data, folder] of Object.entries({ '182 days': all, 'one day': one })) {
  const spent = await alternate(
    ROUNDS,
    {
      'what sluice check does': () => timed(() => ours(folder)),
      'aggregate in Node': () => timed(() => theirs(folder)),
    },
    3,
  );
  const rejected = new Set(Object.values(spent).flatMap((of) => of.map((s) => s.rejected)));
  if (rejected.size > 1) throw new Error(`they reject different days: ${[...rejected].join(' / ')}`);
  const own = spent['what sluice check does'] ?? [];
  for (const [name, of] of Object.entries(spent)) {
    const [wall, cpu] = [of.map((s) => s.wallMs), of.map((s) => s.cpuMs)];
    const ratios = [
      ratio(
        own.map((s) => s.wallMs),
        wall,
      ),
      ratio(
        own.map((s) => s.cpuMs),
        cpu,
      ),
    ];
    const numbers = [fixed(median(wall), 0), fixed(median(cpu), 0)];
    process.stdout.write(row(data, name, ...numbers, ...(of === own ? ['', ''] : ratios)));
  }
}

const reading = Array.from({ length: ROUNDS }, () => {
  const start = performance.now();
  contractRead();
  return performance.now() - start;
});
process.stdout.write(`\nReading the contract, warm: ${fixed(median(reading), 0)} ms.\n`);
