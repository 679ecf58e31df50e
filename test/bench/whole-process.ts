import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { alternate, fixed, median, ratio, type Timing, timeProcess } from './paired.ts';

/**
 * `sluice check` against hand-written aggregates in Node and in Python, over the 182 days of flights and over one,
 * whole processes in turn. Prints Markdown. Rounds: the first argument, 9 without.
 */
const ROUNDS = Number(process.argv[2] ?? 9);
const project = resolve(import.meta.dirname, '../..');
const node = process.execPath;
const sluice = join(project, 'dist/sluice.mjs');
const contract = join(project, 'contracts/aviation/flights.odcs.yaml');
const root = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

const installed = spawnSync(join(import.meta.dirname, 'install'), { encoding: 'utf8', cwd: project });
if (installed.status !== 0) throw new Error(`the Python side could not be installed: ${installed.stderr}`);
const python = installed.stdout.trim();

spawnSync(node, [sluice, 'run', 'aviation/flights', '--root', root], { cwd: project });
const runs = join(root, '.sluice/runs/aviation/flights');
const all = join(runs, readdirSync(runs)[0] ?? '', '1');
const one = join(root, 'one');
mkdirSync(one);
cpSync(join(all, 'flight_date=2001-03-01'), join(one, 'flight_date=2001-03-01'), { recursive: true });

process.stdout.write(
  '| data | contestant | wall s | CPU s | peak MiB | Sluice / it, wall | CPU |\n|---|---|---|---|---|---|---|\n',
);
for (const [data, folder] of Object.entries({ '182 days': all, 'one day': one })) {
  const timings = alternate<Timing>(ROUNDS, {
    'sluice check': () => timeProcess([node, sluice, 'check', folder, '--contract', contract]),
    'aggregate in Node': () => timeProcess([node, join(import.meta.dirname, 'hand-written.mjs'), folder]),
    'aggregate in Python': () => timeProcess([python, join(import.meta.dirname, 'hand_written.py'), folder]),
  });
  const of = (name: string, key: keyof Timing): number[] => (timings[name] ?? []).map((t) => t[key]);
  for (const name of Object.keys(timings)) {
    const numbers = [
      fixed(median(of(name, 'wallS'))),
      fixed(median(of(name, 'cpuS'))),
      fixed(median(of(name, 'peakMib')), 0),
    ];
    const against =
      name === 'sluice check'
        ? ['', '']
        : [
            ratio(of('sluice check', 'wallS'), of(name, 'wallS')),
            ratio(of('sluice check', 'cpuS'), of(name, 'cpuS')),
          ].map((r) => fixed(r));
    process.stdout.write(`| ${[data, name, ...numbers, ...against].join(' | ')} |\n`);
  }
}
