import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Samples } from '../../lib/steps/state/samples.ts';
import { FOUR_DAYS, SmallPipeline } from './small-pipeline.ts';

let place: SmallPipeline;
beforeEach(async () => {
  place = new SmallPipeline();
  await place.write(FOUR_DAYS.map((d, i) => (i === 2 ? { ...d, value: 101 } : d)));
});
afterEach(() => place.remove());

const at = (name: string): string => join(place.root, name);
const read = (name: string): string => readFileSync(name, 'utf8');
const headline = (page: string): string => /<h1>(.*?)<\/h1>/s.exec(page)?.[1] ?? '';

function sampled(runId: string): Samples {
  return JSON.parse(read(at(`.sluice/runs/small/days/${runId}/state/sampled.json`)));
}

test('a run says how to see its page, and report writes it with an index of all runs', () => {
  const ended = place.run('--fail-on', 'never');
  const id = /sluice report (\S+)/.exec(ended.stdout)?.[1] ?? '';
  const reported = place.sluice('report', id.slice(0, 16));
  expect(reported).toMatchObject({ code: 0, stderr: '' });
  const file = reported.stdout.trim();
  expect(file).toBe(at(`.sluice/reports/${id}.html`));
  expect(headline(read(file))).toBe('1 of 4 days kept out');
  expect(read(file)).toContain('value: largest value is 101, expected at most 100');
  const index = read(at('.sluice/reports/index.html'));
  expect(index).toContain(`<a href="./${id}.html">`);
  expect(readdirSync(at('.sluice/reports')).sort()).toEqual([`${id}.html`, 'index.html']);
});

test('without a run it is the newest one, into the folder or the file that is named', () => {
  place.run('--end', '2001-01-02');
  const { runId } = place.outcome('--start', '2001-01-02');
  expect(place.sluice('report', '--out', at('pages')).stdout.trim()).toBe(at(`pages/${runId}.html`));
  const one = at('one/page.html');
  expect(place.sluice('report', '--out', one).stdout.trim()).toBe(one);
  expect(readdirSync(at('one'))).toEqual(['page.html']);
  expect(read(one)).not.toContain('index.html');
});

test('run --report writes at once, and stdout stays the outcome', () => {
  const ended = place.run('--report', at('pages'), '--format', 'json');
  const { runId } = JSON.parse(ended.stdout);
  expect(ended.code).toBe(1);
  expect(headline(read(at(`pages/${runId}.html`)))).toBe('1 of 4 days kept out');
  expect(existsSync(at('pages/index.html'))).toBe(true);
  const text = place.run('--report', at('one.html'));
  expect(text.stdout).toContain(at('one.html'));
});

test('failing rows are found by one query over the failed partitions alone, and kept for the page of a later run', () => {
  const first = place.outcome();
  const { state, groups, ran, partitions } = sampled(first.runId);
  expect({ state, partitions, queries: ran.length }).toEqual({ state: 'taken', partitions: 1, queries: 1 });
  expect(ran[0]?.rowsScanned).toBe('3');
  expect(groups.map((g) => [g.rule, g.partition, g.rows.length])).toEqual([
    ['value.maximum', { day: '2001-01-03' }, 3],
  ]);
  expect(first.summary.queries).toBe(first.verdict.stats.queries);
  const second = place.outcome();
  expect(sampled(second.runId)).toMatchObject({ state: 'nothing', ran: [] });
  const page = read(place.sluice('report', second.runId).stdout.trim());
  expect(page).toContain('<td class="cut" dir="auto">101</td>');
  expect(page).toContain(`Decided by run <code><bdi>${first.runId}</bdi></code>`);
});

test('--no-samples looks for none', () => {
  const ended = place.run('--no-samples', '--report', at('page.html'), '--format', 'json');
  const { runId } = JSON.parse(ended.stdout);
  expect(sampled(runId)).toMatchObject({ state: 'off', groups: [], ran: [] });
  expect(read(at('page.html'))).toContain('Nobody asked for failing rows');
});

test('cells of classified columns are neither on disk nor in the page, and their extremes neither', async () => {
  // a number that is no duration of a step by chance
  await place.write([{ day: '2001-01-01', value: 707_070 }]);
  place.edit('small/days.odcs.yaml', 'required: true', 'required: true, classification: confidential');
  const { runId } = place.outcome();
  expect(sampled(runId).groups[0]?.rows).toEqual([['masked'], ['masked'], ['masked']]);
  const page = read(place.sluice('report', runId).stdout.trim());
  expect(page).toContain('value: what was measured is masked');
  expect(page).toContain('masked');
  expect(page).not.toMatch(/707.?070/);
  expect(page).not.toContain('largest value is');
});

test('what cannot be sampled changes nothing: the page says it', () => {
  const first = place.outcome();
  rmSync(at('.sluice/runs/small/days'), { recursive: true });
  place.contract([], 40);
  const again = place.outcome();
  expect(again.summary).toMatchObject({ queries: 0, rejected: 4 });
  expect(sampled(again.runId).state).toBe('failed');
  const page = read(place.sluice('report', again.runId).stdout.trim());
  expect(page).toContain('Failing rows could not be looked at');
  // and the run before it has no page any more
  const gone = place.sluice('report', first.runId);
  expect(gone.code).toBe(2);
  expect(gone.stderr).toContain('SLU-614');
});

test('says in one sentence what is wrong with its input', () => {
  expect(place.sluice('report')).toMatchObject({ code: 2, stdout: '' });
  expect(place.sluice('report', 'x').stderr).toContain('SLU-609');
  const { runId } = place.outcome();
  expect(place.sluice('report', 'nobody').stderr).toContain('The ledger knows no run "nobody"');
  writeFileSync(at('file'), '');
  const blocked = place.sluice('report', runId, '--out', at('file'));
  expect({ code: blocked.code, stdout: blocked.stdout }).toEqual({ code: 2, stdout: '' });
  expect(blocked.stderr).toMatch(/error SLU-524: /);
  mkdirSync(at('folder.html'));
  expect(place.sluice('report', runId, '--out', at('folder.html')).stderr).toContain('SLU-524');
  // a run finds out before it does anything
  const runs = readdirSync(at('.sluice/runs/small/days')).length;
  expect(place.run('--report', at('file/pages')).code).toBe(2);
  expect(readdirSync(at('.sluice/runs/small/days'))).toHaveLength(runs);
});

test('check --report judges files as a page', async () => {
  const contract = join(place.folder, 'days.odcs.yaml');
  writeFileSync(at('data.csv'), 'day,value\n2001-01-01,5\n2001-01-01,500\n2001-01-01,word\n');
  const checked = place.sluice('check', at('data.csv'), '--contract', contract, '--report', at('check.html'));
  expect(checked.code).toBe(1);
  expect(checked.stderr).toContain(`report: ${at('check.html')}`);
  const page = read(at('check.html'));
  expect(headline(page)).toBe('The day would be rejected');
  expect(page).toContain('<td class="cut" dir="auto">500</td>');
  expect(page).toContain('<td class="cut" dir="auto">word</td>');
  const silent = place.sluice(
    'check',
    at('data.csv'),
    '--contract',
    contract,
    '--report',
    at('pages'),
    '--no-samples',
  );
  expect(silent.stderr).toContain(at('pages/check-days.html'));
  expect(read(at('pages/check-days.html'))).toContain('Nobody asked for failing rows');
});

test('a run that failed has a page that says so', () => {
  const raw = join(place.folder, 'raw.odcs.yaml');
  writeFileSync(raw, read(raw).replace(place.source, at('nowhere')));
  expect(place.run().code).toBe(2);
  const page = read(place.sluice('report').stdout.trim());
  expect(headline(page)).toBe('The run failed: nothing was decided');
  expect(page).toContain('SLU-441');
});
