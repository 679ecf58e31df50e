import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Verdict } from '../../lib/core/gate/verdict.ts';
import { CONTRACT, flights, SLUICE, temporaryFolder } from './flights.ts';
import { against, alternate, cells, head, row, type Timing, timeProcess } from './paired.ts';
import { plantDefects } from './planted.ts';

/**
 * `sluice check` against other tools with the same sixteen rules over the same files, whole processes in turn: those
 * that `test/bench/peers/install` put there. First whether they find the same. Prints Markdown.
 * `--rounds 5`; `one` or `all` for one of the two data sets alone; names of peers for those alone.
 */
const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const ROUNDS = Number(values.rounds);
const PEERS: Readonly<Record<string, string>> = {
  soda: 'soda-core',
  datacontract: 'datacontract-cli',
  pandera: 'pandera',
  dataframely: 'dataframely',
};
const RULES = 16;

/** Rule → the days that break it. */
type Found = Readonly<Record<string, readonly string[]>>;

/** Checks of ours that are one of the sixteen rules together. */
function ruleOf(id: string): string {
  const range = /^(\w+)\.(minimum|maximum)$/.exec(id);
  if (range) return `${range[1]}-range`;
  if (/\.(present|type)$/.test(id) || id === 'extraColumns') return 'schema';
  return id.replace('.pattern', '-pattern').replace('date.freshness', 'freshness');
}

function foundByUs(folder: string): Found {
  const command = [SLUICE, 'check', folder, '--contract', CONTRACT, '--format', 'json'];
  const checked = spawnSync(process.execPath, command, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { partitions }: Verdict = JSON.parse(checked.stdout);
  const found: Record<string, string[]> = {};
  for (const { partition, checks } of partitions) {
    const day = String(partition.flight_date);
    for (const { id, outcome } of checks) {
      const rule = ruleOf(id);
      const days = found[rule] ?? [];
      found[rule] = days;
      if (outcome !== 'passed' && days.at(-1) !== day) days.push(day);
    }
  }
  const rules = Object.keys(found).length;
  if (rules !== RULES) throw new Error(`${rules} rules, expected ${RULES}: ${Object.keys(found).join(', ')}`);
  return found;
}

interface Peer {
  readonly name: string;
  readonly judge: (folder: string) => readonly string[];
}

function installedPeers(): readonly Peer[] {
  const named = Object.keys(PEERS).filter((name) => positionals.includes(name));
  return (named.length > 0 ? named : Object.keys(PEERS)).flatMap((name) => {
    const distribution = PEERS[name] ?? name;
    const python = join(homedir(), '.cache/sluice/bench-peers', name, 'bin/python');
    if (!existsSync(python)) {
      process.stdout.write(`${name} is skipped: test/bench/peers/install ${name} puts it there.\n`);
      return [];
    }
    const query = `import importlib.metadata as m; print(m.version('${distribution}'))`;
    const version = spawnSync(python, ['-c', query], { encoding: 'utf8' }).stdout.trim();
    const program = join(import.meta.dirname, 'peers', `with_${name}.py`);
    return [{ name: `${distribution} ${version}`, judge: (folder) => [python, program, folder] }];
  });
}

/** Of the rules that a peer can say, those that it judges otherwise than we do. */
function compare(theirs: Found, ours: Found): string {
  const differs = Object.entries(theirs).flatMap(([rule, days]) =>
    days.join() === ours[rule]?.join() ? [] : [`${rule} (${days.length} days, ours ${ours[rule]?.length})`],
  );
  return differs.length === 0 ? 'agrees' : `differs: ${differs.join(', ')}`;
}

const root = temporaryFolder();
const { all, one } = flights(root);
const planted = join(root, 'planted');
const broken = await plantDefects(all, planted);
const peers = installedPeers();

const oursPlanted = foundByUs(planted);
for (const [rule, day] of Object.entries(broken)) {
  if (!oursPlanted[rule]?.includes(day)) throw new Error(`${rule}: the defect of ${day} was not found`);
}
process.stdout.write(`\n${head('tool', 'of 16 rules', 'which days with planted defects fail which rule')}`);
for (const { name, judge } of peers) {
  const theirs: Found = JSON.parse(timeProcess(judge(planted)).stdout);
  process.stdout.write(row(name, Object.keys(theirs).length, compare(theirs, oursPlanted)));
}

process.stdout.write(`\nWhole processes, ${ROUNDS} rounds:\n\n`);
process.stdout.write(
  head('data', 'tool', 'verdict', 'wall s', 'CPU s', 'peak MiB', 'it / Sluice, wall', 'it / Sluice, CPU'),
);
const chosen = ['all', 'one'].filter((name) => positionals.includes(name));
for (const name of chosen.length > 0 ? chosen : ['one', 'all']) {
  const [data, folder] = name === 'one' ? ['one day', one] : ['182 days', all];
  const ours = foundByUs(folder);
  const judges: Readonly<Record<string, readonly string[]>> = {
    'sluice check': [process.execPath, SLUICE, 'check', folder, '--contract', CONTRACT],
    ...Object.fromEntries(peers.map((p) => [p.name, p.judge(folder)])),
  };
  const timings = await alternate<Timing>(
    ROUNDS,
    Object.fromEntries(Object.entries(judges).map(([tool, command]) => [tool, () => timeProcess(command)])),
    0,
  );
  const own = timings['sluice check'] ?? [];
  for (const [tool, of] of Object.entries(timings)) {
    const verdicts = of === own ? [''] : of.map((t) => compare(JSON.parse(t.stdout), ours));
    const verdict = [...new Set(verdicts)].join('; ');
    process.stdout.write(
      row(data, tool, verdict, ...cells(of), ...(of === own ? ['', ''] : against(of, own))),
    );
  }
}
