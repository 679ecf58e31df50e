import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

/** The Python of `test/readers/install`: there in CI, which says so; elsewhere it is a choice, and left out by name. */
const PYTHON = join(process.env.SLUICE_CACHE ?? join(homedir(), '.cache/sluice'), 'readers/bin/python');
const hasArrow = existsSync(PYTHON);
const isDemanded = process.env.SLUICE_READERS === 'all';

let place: SmallPipeline;
beforeEach(() => {
  place = new SmallPipeline();
});
afterEach(() => place.remove());

const DUCKDB = `
import { realpathSync, existsSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
const [link, stop, ready] = process.argv.slice(1);
const connection = await (await DuckDBInstance.create()).connect();
const seen = new Map();
for (;;) {
  const last = existsSync(stop);
  let rows = 'nothing';
  if (existsSync(link)) {
    const files = "read_parquet('" + realpathSync(link) + "/**/*.parquet', hive_partitioning = true)";
    const result = await connection.runAndReadAll("SELECT day::VARCHAR || '=' || count(*) AS d FROM " + files + ' GROUP BY day ORDER BY 1');
    rows = result.getRowObjects().map((r) => r.d).join(' ');
  }
  seen.set(rows, (seen.get(rows) ?? 0) + 1);
  writeFileSync(ready, '');
  if (last) break;
}
console.log(JSON.stringify([...seen]));
`;

const PYARROW = `
import json, os, sys, collections
import pyarrow.dataset as ds
link, stop, ready = sys.argv[1:]
seen = collections.OrderedDict()
while True:
    last = os.path.exists(stop)
    rows = 'nothing'
    if os.path.exists(link):
        table = ds.dataset(os.path.realpath(link), format='parquet', partitioning='hive').to_table(columns=['day'])
        days = collections.Counter(str(d) for d in table.column('day').to_pylist())
        rows = ' '.join(f'{d}={n}' for d, n in sorted(days.items()))
    seen[rows] = seen.get(rows, 0) + 1
    open(ready, 'w').close()
    if last: break
print(json.dumps(list(seen.items())))
`;

interface Reader {
  /** What it saw, in the order in which it first saw it, and how often. */
  readonly end: () => Promise<readonly (readonly [rows: string, times: number])[]>;
}

async function startReader(name: string, command: string, args: readonly string[]): Promise<Reader> {
  const [stop, ready] = [join(place.root, `${name}.stop`), join(place.root, `${name}.ready`)];
  const link = join(place.root, 'lake/small/days');
  const child: ChildProcess = spawn(command, [...args, link, stop, ready]);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (b) => (stdout += b));
  child.stderr?.on('data', (b) => (stderr += b));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (!existsSync(ready) && child.exitCode === null) await new Promise((r) => setTimeout(r, 5));
  return {
    end: async () => {
      writeFileSync(stop, '');
      expect(await closed, stderr).toBe(0);
      return JSON.parse(stdout);
    },
  };
}

const READERS = [
  ['DuckDB', () => startReader('duckdb', process.execPath, ['--input-type=module', '-e', DUCKDB])],
  ['pyarrow', () => startReader('pyarrow', PYTHON, ['-c', PYARROW])],
] as const;

test.skipIf(hasArrow || isDemanded)(
  'left out: pyarrow from outside, which test/readers/install would install',
  () => {},
);

test.each(READERS.filter(([name]) => hasArrow || isDemanded || name !== 'pyarrow'))(
  '%s from outside sees exactly the published days before, during and after runs, through the resolved path',
  async (_, startOne) => {
    await place.write(FOUR_DAYS.slice(0, 2), 'a');
    const reader = await startOne();
    const runs = [place.start('run', 'small/days', '--end', '2001-01-03', '--fail-on', 'never')];
    await closed(runs[0]);
    await place.write(
      [
        { day: '2001-01-02', value: 101 },
        { day: '2001-01-01', rows: 1 },
      ],
      'b',
    );
    runs.push(place.start('run', 'small/days', '--end', '2001-01-03', '--fail-on', 'never'));
    await closed(runs[1]);
    await place.write(FOUR_DAYS.slice(2), 'c');
    runs.push(place.start('run', 'small/days', '--start', '2001-01-03', '--fail-on', 'never'));
    await closed(runs[2]);
    const seen = await reader.end();
    expect(runs.map((r) => r.exitCode)).toEqual([0, 0, 0]);
    // each run becomes visible whole or not at all; the second day's bad rows never do
    expect(seen.map(([rows]) => rows)).toEqual([
      'nothing',
      '2001-01-01=3 2001-01-02=3',
      '2001-01-01=4 2001-01-02=3',
      '2001-01-01=4 2001-01-02=3 2001-01-03=3 2001-01-04=3',
    ]);
    expect(seen.reduce((sum, [, times]) => sum + times, 0)).toBeGreaterThan(10);
  },
);

const closed = (child: ChildProcess | undefined): Promise<unknown> =>
  new Promise((resolve) => child?.on('close', resolve));

test('the resolved path of a version never changes its content', async () => {
  await place.write(FOUR_DAYS.slice(0, 1), 'a');
  expect(place.run('--end', '2001-01-02').code).toBe(0);
  const old = place.sluice('path', 'small/days').stdout.trim();
  const listing = (): string => spawnSync('find', [old, '-type', 'f']).stdout.toString();
  const [files, first] = [listing(), readFileSync(listing().trim())];
  await place.write(FOUR_DAYS.slice(1), 'b');
  expect(place.run('--start', '2001-01-02').code).toBe(0);
  expect(place.sluice('path', 'small/days').stdout.trim()).not.toBe(old);
  expect(listing()).toBe(files);
  expect(readFileSync(files.trim())).toEqual(first);
});
