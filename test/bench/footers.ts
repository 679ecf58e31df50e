import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readContract } from '../../lib/core/contract/read.ts';
import { provePartition } from '../../lib/core/footers/prove-partition.ts';
import { prepareChecks } from '../../lib/core/gate/bind.ts';
import { isRefuted } from '../../lib/core/gate/judge.ts';
import { endOfPartition } from '../../lib/core/pipeline/end-of-partition.ts';
import { partitionKey } from '../../lib/core/values/partition.ts';
import { createDuckDb } from '../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../lib/platform/local/lake.ts';
import { checkData } from '../../lib/steps/check/check-data.ts';
import { describeFiles } from '../../lib/steps/files/describe.ts';
import { createBinder } from '../../lib/steps/gate/binder.ts';
import { alternate, fixed, median, medianRatio } from './paired.ts';

/**
 * The 182 days of flights in this process: footers alone (read, proven, the bad days found) against the full gate
 * (the same footers, one scan, every rule judged), in turn. Prints Markdown; exits 1 where footers find other days
 * than the gate rejects, or take more than 0.3 of its time. Rounds: the first argument, 15 without.
 */
const ROUNDS = Number(process.argv[2] ?? 15);
const AT_MOST = 0.3;
const project = resolve(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));
const sluice = join(project, 'dist/sluice.mjs');
spawnSync(process.execPath, [sluice, 'run', 'aviation/flights', '--root', root], { cwd: project });
const runs = join(root, '.sluice/runs/aviation/flights');
const path = join(runs, readdirSync(runs)[0] ?? '', '1');

const file = join(project, 'contracts/aviation/flights.odcs.yaml');
const read = readContract(readFileSync(file, 'utf8'), file);
if (!read.ok) throw new Error(JSON.stringify(read.error));
const { contract } = read.value;
const [dataset] = contract.datasets;
if (dataset === undefined) throw new Error('the contract has no dataset');
const checks = prepareChecks(dataset);
if (!checks.ok) throw new Error(JSON.stringify(checks.error));
const lake = localLake(root);
const duck = createDuckDb({ root });
const now = '2030-01-01T00:00:00Z';

async function byFooters(): Promise<readonly string[]> {
  if (dataset === undefined || !checks.ok) return [];
  const files = await lake.list(path);
  const { partitionedBy } = dataset;
  const described = await describeFiles({ path, files, format: 'parquet', dataset, partitionedBy }, lake);
  if (!described.ok) throw new Error(JSON.stringify(described.error));
  const { columns } = described.value;
  const bound = createBinder(checks.value)(columns);
  const groups = Map.groupBy(described.value.files, (f) => partitionKey(f.partition));
  return [...groups].flatMap(([key, of]) => {
    const id = of[0]?.partition ?? {};
    const statistics = of.map((f) => f.statistics);
    const values = new Map(Object.entries(provePartition(bound.metrics, id, columns, statistics)));
    const known = { schema: { columns }, values, asOf: endOfPartition(id, dataset, now) };
    return isRefuted(bound.checks, known) ? [key] : [];
  });
}

async function byGate(): Promise<readonly string[]> {
  if (dataset === undefined) return [];
  const request = { contract, dataset, path, format: 'parquet' as const, now };
  const verdict = await checkData(request, { ...duck, lake }, () => new Date().toISOString());
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.error));
  return verdict.value.partitions
    .filter((p) => p.decision === 'reject')
    .map((p) => JSON.stringify(p.partition));
}

const timed = (run: () => Promise<readonly string[]>) => async () => {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const rejected = await run();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000, rejected };
};

const results = await alternate(ROUNDS, {
  'footers alone': timed(byFooters),
  'full gate': timed(byGate),
});
await duck.close();
await lake.close();
const [footers = [], gate = []] = [results['footers alone'], results['full gate']];
const wall = medianRatio(
  footers.map((t) => t.wallMs),
  gate.map((t) => t.wallMs),
);
const cpu = medianRatio(
  footers.map((t) => t.cpuMs),
  gate.map((t) => t.cpuMs),
);
process.stdout.write('| contestant | days rejected | wall ms | CPU ms |\n|---|---|---|---|\n');
for (const [name, rounds] of Object.entries(results)) {
  const numbers = [median(rounds.map((t) => t.wallMs)), median(rounds.map((t) => t.cpuMs))];
  const rejected = rounds[0]?.rejected.length ?? 0;
  process.stdout.write(`| ${[name, rejected, ...numbers.map((n) => fixed(n, 0))].join(' | ')} |\n`);
}
process.stdout.write(`| footers / full gate | | ${fixed(wall)} | ${fixed(cpu)} |\n`);
const same = [...footers, ...gate].every((t) => t.rejected.join() === footers[0]?.rejected.join());
if (!same || wall > AT_MOST) process.exitCode = 1;
