import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CONTRACT, flights, PROJECT, SLUICE, temporaryFolder } from './flights.ts';
import { against, alternate, cells, head, row, timeProcess } from './paired.ts';

/**
 * `sluice check` against hand-written aggregates in Node and in Python, over the 182 days of flights and over one,
 * whole processes in turn. Prints Markdown. Rounds: the first argument, 9 without.
 */
const ROUNDS = Number(process.argv[2] ?? 9);
const node = process.execPath;

const installed = spawnSync(join(import.meta.dirname, 'install'), { encoding: 'utf8', cwd: PROJECT });
if (installed.status !== 0) throw new Error(`the Python side could not be installed: ${installed.stderr}`);
const python = installed.stdout.trim();
const { all, one } = flights(temporaryFolder());

process.stdout.write(`\nWhole processes, ${ROUNDS} rounds:\n\n`);
process.stdout.write(
  head('data', 'contestant', 'wall s', 'CPU s', 'peak MiB', 'Sluice / it, wall', 'Sluice / it, CPU'),
);
for (const [data, folder] of Object.entries({ '182 days': all, 'one day': one })) {
  const timings = await alternate(ROUNDS, {
    'sluice check': () => timeProcess([node, SLUICE, 'check', folder, '--contract', CONTRACT]),
    'aggregate in Node': () => timeProcess([node, join(import.meta.dirname, 'hand-written.mjs'), folder]),
    'aggregate in Python': () => timeProcess([python, join(import.meta.dirname, 'hand_written.py'), folder]),
  });
  const ours = timings['sluice check'] ?? [];
  for (const [name, of] of Object.entries(timings)) {
    process.stdout.write(row(data, name, ...cells(of), ...(of === ours ? ['', ''] : against(ours, of))));
  }
}
