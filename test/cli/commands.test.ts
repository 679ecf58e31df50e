import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run as explain } from '../../lib/cli/explain.ts';
import type { Output } from '../../lib/cli/output.ts';
import { allCodes } from '../../lib/core/contract/messages/index.ts';
import { CHECK_KINDS } from '../../lib/core/contract/model.ts';
import type { Ended } from './sluice.ts';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
let runIds: readonly string[];
const silent: Output = {
  color: false,
  errorColor: false,
  width: 80,
  data: () => {},
  say: () => {},
  issues: () => {},
};

beforeAll(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS, 'a');
  const first = place.outcome();
  await place.write([{ day: '2001-01-02' }, { day: '2001-01-03', value: 200 }], 'b');
  const second = place.outcome('--start', '2001-01-02', '--end', '2001-01-04');
  runIds = [first.runId, second.runId];
});
afterAll(() => place.remove());

function json(ended: Ended): unknown {
  expect(ended.code, ended.stderr).toBe(0);
  return JSON.parse(ended.stdout);
}
const ask = (...args: readonly string[]): unknown => json(place.sluice(...args, '--format', 'json'));

function expectRefused(ended: Ended, ...said: readonly string[]): void {
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
  for (const words of said) expect(ended.stderr).toContain(words);
}

test('status tells what is published, and where nothing is, that nothing is', () => {
  expect(ask('status')).toEqual(ask('status', 'small/days'));
  expect(ask('status', 'small/days')).toMatchObject([
    {
      dataset: 'small/days',
      publishedPartitions: 4,
      openIntents: [],
      lastRun: { runId: runIds[1], state: 'finished' },
    },
  ]);
  expect(place.sluice('status').stdout).toMatch(/^small\/days: 4 partitions published, version 2; last run /);
  expectRefused(place.sluice('status', 'small/nodays'), 'SLU-609', 'small/nodays');
  const nowhere = place.sluice('status', '--root', join(place.root, 'nowhere'));
  expect(nowhere).toMatchObject({ code: 0, stdout: '' });
  expect(nowhere.stderr).toContain('nothing is gated here yet');
  expect(existsSync(join(place.root, 'nowhere'))).toBe(false);
});

test('history lists runs newest first, and of a partition its judgements and receipts', () => {
  const runs = ask('history', 'small/days') as { kind: string; runId: string; state: string }[];
  expect(runs.map((r) => [r.kind, r.runId, r.state])).toEqual([
    ['run', runIds[1], 'finished'],
    ['run', runIds[1], 'started'],
    ['run', runIds[0], 'finished'],
    ['run', runIds[0], 'started'],
  ]);
  const third = ask('history', 'small/days', '--partition', 'day=2001-01-03') as { kind: string }[];
  expect(third.map((f) => f.kind)).toEqual(['judgement', 'receipt', 'judgement']);
  const text = place.sluice('history', 'small/days', '--partition', 'day=2001-01-03').stdout;
  expect(text.split('\n')[0]).toContain(`judged reject by run ${runIds[1]} under small-days 1.0.0`);
  expect(place.sluice('history', 'small/days', '--limit', '1').stdout.trim().split('\n')).toHaveLength(1);
  expectRefused(place.sluice('history', 'small/days', '--limit', 'many'), 'SLU-612', '--limit');
  expectRefused(place.sluice('history', 'small/days', '--partition', 'monday'), 'SLU-612', 'name=value');
  expectRefused(place.sluice('history', 'small/days', '--partition', 'day=1999-01-01'), 'SLU-609');
});

test('history lists what the last runs rejected and why; where nothing was, it says so', () => {
  expect(ask('history', 'small/days', '--rejected', '--limit', '1')).toMatchObject([
    {
      kind: 'rejection',
      runId: runIds[1],
      mode: 'enforce',
      partition: { day: '2001-01-03' },
      reasons: [expect.stringContaining('value.maximum')],
    },
  ]);
  expect(ask('history', 'small/days', '--rejected')).toHaveLength(1);
  expectRefused(place.sluice('history', 'small/nodays', '--rejected'), 'SLU-609');
});

test('show gives every check of a run; the beginning of its id will do while no other begins so', () => {
  const shown = ask('show', runIds[1] ?? '') as { verdict: { partitions: { decision: string }[] } };
  expect(shown.verdict.partitions.map((p) => p.decision)).toEqual(['publish', 'reject']);
  expect(ask('show', (runIds[1] ?? '').slice(0, -2))).toEqual(shown);
  const text = place.sluice('show', runIds[1] ?? '').stdout;
  expect(text).toContain('value.maximum');
  expect(text).toContain('largest value is 200, expected at most 100');
  expectRefused(place.sluice('show', '20'), 'SLU-546', ...runIds);
  expectRefused(place.sluice('show', 'nothing'), 'SLU-609', 'nothing');
});

test('path prints the resolved folder alone', () => {
  const { stdout } = place.sluice('path', 'small/days');
  expect(stdout).toMatch(/\/\.sluice\/versions\/small\/days\/2\n$/);
  expect(existsSync(stdout.trim())).toBe(true);
  expectRefused(place.sluice('path', 'small/nodays'), 'small/nodays');
});

test('plan lists checks, numbers, SQL, and each scan with columns, rows and bytes; it writes nothing', () => {
  const planned = ask('plan', 'small/days', '--root', join(place.root, 'planned')) as {
    partitions: number;
    scans: { kind: string; times: number; columns: string[]; rowsAtMost: string; bytesAtMost: string }[];
    source: { files: number; rows: string };
    plan: { checks: { id: string }[]; statements: { sql: string }[] };
  };
  expect(planned.partitions).toBe(4);
  expect(planned.source).toMatchObject({ files: 2, rows: '18' });
  expect(planned.scans).toMatchObject([
    { kind: 'fused', times: 1, columns: ['day', 'value'], rowsAtMost: '18' },
  ]);
  expect(Number(planned.scans[0]?.bytesAtMost)).toBeGreaterThan(100);
  const text = place.sluice('plan', 'small/days', '--root', join(place.root, 'planned')).stdout;
  for (const { id } of planned.plan.checks) expect(text).toContain(id);
  expect(text).toContain(planned.plan.statements[0]?.sql);
  expect(text).toMatch(
    /1 scan, beside writing the candidates\n {2}fused, all partitions at once: columns day, value; at most 18 rows, [\d,]+ bytes/,
  );
  expect(existsSync(join(place.root, 'planned'))).toBe(false);
});

test('plan lists a query that cannot be fused as a scan of each partition', () => {
  const file = join(place.folder, 'days.odcs.yaml');
  place.contract([]);
  const query = 'SELECT count(*) FROM (SELECT value FROM {object} GROUP BY value HAVING count(*) > 9) g';
  const own = `      - { id: groups, type: sql, query: "${query}", mustBe: 0 }\n`;
  writeFileSync(file, `${contractText()}${own}`);
  const elsewhere = ['--root', join(place.root, 'planned')];
  const planned = ask('plan', 'small/days', ...elsewhere) as { scans: { kind: string; times: number }[] };
  expect(planned.scans.map((s) => [s.kind, s.times])).toEqual([
    ['fused', 1],
    ['opaque', 4],
  ]);
  expect(place.sluice('plan', 'small/days', ...elsewhere).stdout).toContain(
    'a query of its own, 4 times: columns value',
  );
  place.contract([]);
});

const contractText = (): string => place.read('small/days.odcs.yaml');

test('validate reads everything, shows all issues at once with their places, and ends with 2', () => {
  expect(place.sluice('validate')).toMatchObject({ code: 0 });
  writeFileSync(
    join(place.root, 'two.odcs.yaml'),
    contractText()
      .replace('minimum: 0', 'minimun: 0')
      .replace('mustBeGreaterOrEqualTo: 2', 'mustBeGreaterOrEqualTo: many'),
  );
  const two = place.sluice('validate', join(place.root, 'two.odcs.yaml'));
  expect(two.code).toBe(2);
  expect(two.stderr).toMatch(/two\.odcs\.yaml:\d+:\d+/);
  expect(two.stderr).toContain('minimun');
  expect(two.stderr).toContain('many');
  const none = place.sluice('validate', join(place.root, 'none.odcs.yaml'));
  expect(none).toMatchObject({ code: 2, stdout: '1 file: 1 error, 0 warnings\n' });
  expect(none.stderr).toContain('none.odcs.yaml');
});

test('explain has a title and a paragraph for every code and every kind of check', async () => {
  // a process for each would take minutes: the command itself is asked
  for (const name of [...allCodes(), ...CHECK_KINDS]) {
    const said: string[] = [];
    expect(await explain([name], {}, { ...silent, data: (text) => said.push(text) })).toBe(0);
    expect(said.join('')).toMatch(/^\S+: .+\n\n.{20,}/s);
  }
});

test('explain suggests what was meant, and takes a code in small letters', () => {
  expectRefused(place.sluice('explain', 'rowcount'), 'SLU-610', 'rowCount');
  expect(place.sluice('explain', 'slu-501').stdout).toMatch(/^SLU-501: /);
});

test('gc lists with --dry-run and removes without, and never what readers see or the last versions', async () => {
  const old = join(place.root, '.sluice/versions/small/days/1');
  expect(place.sluice('gc', 'small/days', '--dry-run').stdout).toBe('');
  const listed = ask('gc', 'small/days', '--keep', '0', '--dry-run') as { dryRun: boolean; paths: string[] };
  expect(listed).toMatchObject({ dryRun: true });
  expect(listed.paths).toContain('.sluice/versions/small/days/1');
  expect(existsSync(old)).toBe(true);
  const removed = place.sluice('gc', 'small/days', '--keep', '0');
  expect(removed.stdout.trim().split('\n').sort()).toEqual([...listed.paths].sort());
  expect(existsSync(old)).toBe(false);
  expect(Object.keys(await place.visible())).toHaveLength(4);
  expect(place.sluice('gc', 'small/days', '--keep', '0').stdout).toBe('');
});

test('formats that are not built are refused by every command that has formats', () => {
  for (const command of [
    ['status'],
    ['history', 'small/days'],
    ['plan', 'small/days'],
    ['show', 'x'],
    ['validate'],
  ]) {
    expectRefused(place.sluice(...command, '--format', 'junit'), 'SLU-602', 'junit');
  }
});

test('help of every command is data on stdout', () => {
  for (const command of [
    'validate',
    'plan',
    'check',
    'run',
    'status',
    'history',
    'show',
    'path',
    'rollback',
    'gc',
    'explain',
  ]) {
    const help = place.sluice(command, '--help');
    expect({ code: help.code, stderr: help.stderr }).toEqual({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`sluice ${command}`);
  }
});
