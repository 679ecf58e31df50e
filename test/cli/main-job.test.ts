import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { outside } from '../platform/local/duckdb/files.ts';
import { type Ended, Workplace } from './sluice.ts';

let place: Workplace;
let first: Ended;
let outcome: RunOutcome;

const FLIGHTS = 'node_modules/vega-datasets/data/flights-3m.parquet';
const REJECTED = ['2001-02-01', '2001-02-22', '2001-02-27', '2001-07-01'];

beforeAll(() => {
  place = new Workplace();
  first = place.sluice('run', 'aviation/flights', '--fail-on', 'never', '--format', 'json');
  outcome = JSON.parse(first.stdout);
});

afterAll(() => place.remove());

const contractFile = (): string => join(place.contracts, 'aviation/flights.odcs.yaml');

function edit(from: string, to: string): void {
  const text = readFileSync(contractFile(), 'utf8');
  expect(text).toContain(from);
  writeFileSync(contractFile(), text.replace(from, to));
}

const rejectedOf = (o: RunOutcome): string[] =>
  o.partitions.filter((p) => p.publication === 'rejected').map((p) => String(p.partition.flight_date));

function failedChecks(o: RunOutcome, day: string): Record<string, string> {
  const verdict = o.verdict.partitions.find((p) => p.partition.flight_date === day);
  const failed = verdict?.checks.filter((c) => c.outcome === 'failed') ?? [];
  return Object.fromEntries(
    failed.map((c) => [c.id, c.measured.type === 'null' ? 'null' : c.measured.value]),
  );
}

test('publishes 178 of 182 days with one query and one scan, and rejects four by their footers, without a scan', async () => {
  expect(first.code).toBe(0);
  expect(outcome.summary).toMatchObject({ published: 178, rejected: 4, unchanged: 0, queries: 1, scans: 1 });
  const [counted] = await outside(
    `SELECT count(*) FROM '${FLIGHTS}' WHERE date::DATE::VARCHAR NOT IN (${REJECTED.map((d) => `'${d}'`).join()})`,
  );
  expect(outcome.verdict.stats.rowsScanned).toBe(String(counted?.[0]));
  const rejected = outcome.verdict.partitions.filter((p) => p.decision === 'reject');
  const sources = rejected.flatMap((p) => p.checks.map((c) => c.by));
  expect(new Set(sources)).toEqual(new Set(['schema', 'proof', 'none']));
  expect(rejectedOf(outcome)).toEqual(REJECTED);
});

test('says in numbers why each day was rejected', () => {
  expect(failedChecks(outcome, '2001-02-01')).toEqual({ 'delay.minimum': '-212' });
  expect(failedChecks(outcome, '2001-02-22')).toEqual({ 'delay.minimum': '-953' });
  expect(failedChecks(outcome, '2001-02-27')).toEqual({ 'delay.minimum': '-1116' });
  expect(failedChecks(outcome, '2001-07-01')).toMatchObject({ rows: '6' });
});

test('the page of the run is small, names the four days and shows the rows that were at fault', () => {
  const { stdout } = place.sluice('report', outcome.runId);
  const page = readFileSync(stdout.trim(), 'utf8');
  expect(Buffer.byteLength(page)).toBeLessThan(300_000);
  expect(page).toContain('<h1>4 of 182 days kept out</h1>');
  for (const day of REJECTED) expect(page).toContain(`Every check of ${day}`);
  for (const cells of ['LAS', 'EWR', 'MIA', '-212', '-953', '-1116'])
    expect(page).toContain(`<td class="cut" dir="auto">${cells}</td>`);
});

test('readers outside see exactly the published days', async () => {
  const path = place.sluice('path', 'aviation/flights').stdout.trim();
  const files = `read_parquet('${path}/**/*.parquet', hive_partitioning = true)`;
  const days = (await outside(`SELECT DISTINCT flight_date::VARCHAR FROM ${files}`)).map(([day]) =>
    String(day),
  );
  expect(days).toHaveLength(178);
  expect(days.filter((d) => REJECTED.includes(d))).toEqual([]);
});

test('a second run decides nothing again: no query, the same exit code as the decisions made earlier', () => {
  const again = place.sluice('run', 'aviation/flights', '--format', 'json');
  const second: RunOutcome = JSON.parse(again.stdout);
  expect(again.code).toBe(1);
  expect(second.summary).toMatchObject({ published: 0, unchanged: 178, rejected: 4, queries: 0, scans: 0 });
  expect(second.partitions.every((p) => p.decidedBy === outcome.runId)).toBe(true);
  expect(second.verdict.partitions).toEqual(outcome.verdict.partitions);
});

test('one day alone exits 1 and names rule, expected and measured', () => {
  const day = place.sluice('run', 'aviation/flights', '--start', '2001-02-27', '--end', '2001-02-28');
  expect(day.code).toBe(1);
  expect(day.stdout).toContain('delay.minimum');
  expect(day.stdout).toContain('-1116');
  expect(day.stdout).toContain('-180');
});

test('START_TIME and END_TIME narrow the window, flags win over them', () => {
  const env = { START_TIME: '2001-03-01', END_TIME: '2001-03-03' };
  const two: RunOutcome = JSON.parse(
    place.withEnvironment(env, 'run', 'aviation/flights', '--format', 'json').stdout,
  );
  expect(two.partitions.map((p) => p.partition.flight_date)).toEqual(['2001-03-01', '2001-03-02']);
  const flags = ['run', 'aviation/flights', '--end', '2001-03-02', '--format', 'json'];
  const one: RunOutcome = JSON.parse(place.withEnvironment(env, ...flags).stdout);
  expect(one.partitions.map((p) => p.partition.flight_date)).toEqual(['2001-03-01']);
});

test('a changed threshold is judged from stored numbers, with source and candidates moved away, as a fresh run would', () => {
  const EVERY = ['run', 'aviation/flights', '--format', 'json', '--fail-on', 'never', '--every-rule'];
  const stored = new Workplace();
  expect(JSON.parse(stored.sluice(...EVERY).stdout).summary).toMatchObject({ rejected: 4, queries: 1 });
  edit('mustBeGreaterOrEqualTo: 10000', 'mustBeGreaterOrEqualTo: 15000');
  edit('mustBeBetween: [-30, 90]', 'mustBeBetween: [-30, 20]');
  const changed = readFileSync(contractFile(), 'utf8');
  const rejudge = (at: Workplace, args: readonly string[]): RunOutcome => {
    const source = join(at.contracts, 'aviation/flights_raw.odcs.yaml');
    const original = readFileSync(source, 'utf8');
    renameSync(join(at.root, '.sluice/runs'), join(at.root, '.sluice/runs.away'));
    writeFileSync(source, original.replace('flights-3m.parquet', 'moved-away.parquet'));
    writeFileSync(join(at.contracts, 'aviation/flights.odcs.yaml'), changed);
    const ended = at.sluice(...args);
    expect(ended.stderr).not.toContain('error');
    return JSON.parse(ended.stdout);
  };
  const judged = rejudge(stored, EVERY);
  stored.remove();
  expect(judged.summary.queries).toBe(0);
  expect(judged.partitions.some((p) => p.publication === 'kept')).toBe(true);

  const fresh = new Workplace();
  writeFileSync(join(fresh.contracts, 'aviation/flights.odcs.yaml'), changed);
  const full: RunOutcome = JSON.parse(fresh.sluice(...EVERY).stdout);
  fresh.remove();
  expect(full.summary.queries).toBe(1);
  expect(judged.verdict.partitions).toEqual(full.verdict.partitions);

  // where four days were rejected without a scan, the same decisions need no query either
  const early = rejudge(place, EVERY.slice(0, -1));
  expect(early.summary.queries).toBe(0);
  const decisions = (o: RunOutcome) => o.verdict.partitions.map((p) => p.decision);
  expect(decisions(early)).toEqual(decisions(full));
});
