import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SLUICE, temporaryFolder } from './flights.ts';
import { against, alternate, cells, fixed, head, row, timeProcess } from './paired.ts';
import { planningMs } from './planning.ts';
import { aggregateOf, contractOf, type Shape, writeData } from './shape.ts';

/**
 * How the cost of `sluice check` grows, one dimension at a time, and that of one hand-written statement with the same
 * rules, in turn. Prints Markdown. Names of dimensions for those alone: `partitions rules columns rows planning`;
 * `--rounds 3`; `--quick` for the smallest of each, to see that it works. The largest needs 2 GB of disk.
 */
const { values: options, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const GROWTH: Readonly<Record<keyof Shape, readonly number[]>> = {
  partitions: [10, 100, 1_000, 10_000],
  rules: [10, 100, 1_000],
  columns: [5, 50, 500],
  rows: [100_000, 1_000_000, 10_000_000, 100_000_000],
};
const USUAL: Shape = { partitions: 10, rows: options.quick ? 10_000 : 1_000_000, columns: 5, rules: 10 };
const DIMENSIONS = ['partitions', 'rules', 'columns', 'rows'] as const;

const unknown = positionals.filter((name) => name !== 'planning' && !DIMENSIONS.some((d) => d === name));
if (unknown.length > 0) throw new Error(`no dimension is called ${unknown.join(', ')}`);
const isChosen = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

const rounds = options.quick ? 1 : Number(options.rounds);
const root = temporaryFolder();
const folder = join(root, 'data');
const contract = join(root, 'growth.odcs.yaml');
const statement = join(root, 'aggregate.sql');
const aggregate = join(import.meta.dirname, 'aggregate.mjs');

async function measure(shape: Shape): Promise<readonly string[]> {
  writeFileSync(contract, contractOf(shape));
  writeFileSync(statement, aggregateOf(shape, folder));
  await writeData(shape, folder);
  const { ours = [], theirs = [] } = await alternate(
    rounds,
    {
      ours: () => timeProcess([process.execPath, SLUICE, 'check', folder, '--contract', contract], 0),
      theirs: () => timeProcess([process.execPath, aggregate, statement], 0),
    },
    0,
  );
  return [...cells(ours), ...cells(theirs), ...against(ours, theirs)];
}

const chosen = DIMENSIONS.filter(isChosen);
if (chosen.length > 0) {
  const measured = (whose: string) => ['wall s', 'CPU s', 'peak MiB'].map((what) => `${whose} ${what}`);
  process.stdout.write(`\nRounds: ${rounds}\n\n`);
  process.stdout.write(
    head('grows', 'to', ...measured('check'), ...measured('aggregate'), 'ratio, wall', 'ratio, CPU'),
  );
}
for (const dimension of chosen) {
  for (const value of GROWTH[dimension].slice(0, options.quick ? 1 : undefined)) {
    const shape = { ...USUAL, [dimension]: value };
    process.stdout.write(row(dimension, value.toLocaleString('en'), ...(await measure(shape))));
  }
}

if (isChosen('planning')) {
  process.stdout.write(`\nPlanning alone, in process:\n\n${head('partitions', 'rules', 'columns', 'ms')}`);
  for (const [partitions, rules, columns] of [
    [10, 100, 20],
    [10_000, 100, 20],
    [10, 1_000, 20],
    [10, 100, 500],
  ] as const) {
    const ms = fixed(planningMs({ ...USUAL, partitions, rules, columns }), 0);
    process.stdout.write(row(partitions.toLocaleString('en'), rules.toLocaleString('en'), columns, ms));
  }
}
