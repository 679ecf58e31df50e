import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readContract } from '../../lib/core/contract/read.ts';
import { prepareChecks } from '../../lib/core/gate/bind.ts';
import { planGate } from '../../lib/core/gate/plan.ts';
import { duckdb } from '../../lib/core/sql/dialects/duckdb.ts';
import { string } from '../../lib/core/values/scalar.ts';
import { fixed, median, type Timing, timeProcess } from './paired.ts';

/** How the cost of `sluice check` grows, one dimension at a time. Prints Markdown. `--large` goes to 10^8 rows. */
const LARGE = process.argv.includes('--large');
const project = resolve(import.meta.dirname, '../..');
const sluice = join(project, 'dist/sluice.mjs');
const root = mkdtempSync(join(tmpdir(), 'sluice-growth-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

interface Shape {
  readonly partitions: number;
  readonly rows: number;
  readonly columns: number;
  readonly rules: number;
}
const USUAL: Shape = { partitions: 10, rows: 1_000_000, columns: 5, rules: 10 };

/** Every second rule is a range (proven by footers), every other one a violation count that has to be asked for. */
function contractOf({ columns, rules }: Shape): string {
  const properties = Array.from(
    { length: columns },
    (_, c) => `      - { name: c${c}, logicalType: integer }\n`,
  );
  const quality = Array.from({ length: rules }, (_, r) => {
    const column = `c${r % columns}`;
    const query =
      r % 2 === 0
        ? `SELECT min(${column}) FROM {object}`
        : `SELECT count(*) FROM {object} WHERE ${column} % 7 = ${r + 8}`;
    return `      - { id: r${r}, type: sql, query: "${query}", mustBe: 0 }\n`;
  });
  return `apiVersion: v3.1.0
kind: DataContract
id: growth
name: growth
version: 1.0.0
status: active
schema:
  - name: growth
    properties:
      - { name: p, logicalType: integer, partitioned: true, partitionKeyPosition: 1 }
${properties.join('')}    quality:
${quality.join('')}`;
}

async function measure(shape: Shape): Promise<Timing> {
  const folder = join(root, 'data');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const contract = join(root, 'growth.odcs.yaml');
  writeFileSync(contract, contractOf(shape));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const items = Array.from({ length: shape.columns }, (_, c) => `(i * ${c + 1}) % 1000 AS c${c}`);
  const perPartition = Math.ceil(shape.rows / shape.partitions);
  await connection.run('SET preserve_insertion_order = true');
  await connection.run(
    `COPY (SELECT i // ${perPartition} AS p, ${items.join(', ')} FROM range(${shape.rows}) r(i)) TO '${folder}' (FORMAT parquet, PARTITION_BY (p), OVERWRITE)`,
  );
  instance.closeSync();
  const timings = [1, 2, 3].map(() =>
    timeProcess([process.execPath, sluice, 'check', folder, '--contract', contract]),
  );
  const of = (key: keyof Timing): number => median(timings.map((t) => t[key]));
  return { wallS: of('wallS'), cpuS: of('cpuS'), peakMib: of('peakMib') };
}

const GROWTH: Readonly<Record<keyof Shape, readonly number[]>> = {
  partitions: [10, 100, 1_000, 10_000],
  rules: [10, 100, 1_000],
  columns: [5, 50, 500],
  rows: [100_000, 1_000_000, 10_000_000, ...(LARGE ? [100_000_000] : [])],
};

process.stdout.write('| grows | to | wall s | CPU s | peak MiB |\n|---|---|---|---|---|\n');
for (const [dimension, values] of Object.entries(GROWTH)) {
  for (const value of values) {
    const { wallS, cpuS, peakMib } = await measure({ ...USUAL, [dimension]: value });
    process.stdout.write(
      `| ${dimension} | ${value} | ${fixed(wallS)} | ${fixed(cpuS)} | ${fixed(peakMib, 0)} |\n`,
    );
  }
}

const read = readContract(contractOf({ ...USUAL, columns: 20, rules: 100 }), 'growth.odcs.yaml');
if (!read.ok) throw new Error(JSON.stringify(read.error));
const [dataset] = read.value.contract.datasets;
if (dataset === undefined) throw new Error('no dataset');
const planned = [1, 2, 3, 4, 5].map(() => {
  const start = performance.now();
  const checks = prepareChecks(dataset);
  if (!checks.ok) throw new Error(JSON.stringify(checks.error));
  const columns = dataset.columns.map(({ physicalName: name }) => ({
    name,
    type: { kind: 'integer' as const, bits: 64, signed: true },
    typeName: 'BIGINT',
    from: name === 'p' ? ('path' as const) : ('file' as const),
  }));
  const partitions = Array.from({ length: 10_000 }, (_, i) => ({ p: string(String(i)) }));
  planGate({
    dataset,
    checks: checks.value,
    schema: { columns },
    partitions,
    table: 'candidate',
    dialect: duckdb,
  });
  return performance.now() - start;
});
process.stdout.write(
  `\nPlanning 10,000 partitions and 100 rules: ${fixed(median(planned), 0)} ms (median of 5, in process).\n`,
);
