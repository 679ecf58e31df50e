import { expect, test } from 'vitest';
import { integer, NULL, timestamp } from '../../../lib/core/values/scalar.ts';
import { indexPage } from '../../../lib/report/html/index-page.ts';
import { failedPage, runPage } from '../../../lib/report/html/run-page.ts';
import type { FailedRun, ListedRun, ReportData } from '../../../lib/steps/report/report-data.ts';
import { check, day, days, EVIL, hostileData, reportData, rule } from './report-data.ts';

/** The text as people read it, roughly. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
const h1Of = (data: ReportData): string => /<h1>(.*?)<\/h1>/s.exec(runPage(data))?.[1] ?? '';
const run = (more: Partial<NonNullable<ReportData['run']>>): Partial<ReportData> => {
  const base = reportData().run;
  if (base === undefined) throw new Error('no run');
  return { run: { ...base, ...more } };
};
const alike = (...publications: NonNullable<ReportData['partitions'][number]['publication']>[]) => ({
  partitions: publications.map((publication, i) => day(i, -60, { publication })),
});

test.each<[string, Partial<ReportData>]>([
  ['2 of 40 days kept out', {}],
  ['All 3 days published', { partitions: days(3) }],
  ['The day published', { partitions: days(1) }],
  ['All 2 days kept out', { partitions: days(2, { 0: -999, 1: -999 }) }],
  ['Nothing new: 2 days as they were', alike('unchanged', 'unchanged')],
  ['1 of 2 days published earlier, and failing now', alike('unchanged', 'kept')],
  [
    '1 of 2 days would be rejected',
    {
      ...run({ mode: 'shadow' }),
      partitions: [day(0, -60, { publication: 'shadow' }), day(1, -999, { publication: 'shadow' })],
    },
  ],
  [
    'It is not known yet whether 2 days became visible',
    { ...run({ publish: 'unknown' }), ...alike('unknown', 'unknown') },
  ],
  ['Nothing was published', { ...run({ publish: 'notCommitted' }), ...alike('notPublished') }],
  ['2 of 3 hours kept out', { granularity: 'PT1H', ...alike('published', 'rejected', 'heldBack') }],
  [
    'The table would be published',
    { partitions: [{ partition: {}, asOf: '', decision: 'publish', checks: [] }] },
  ],
  [
    'All 2 days adopted, 1 of them would have been rejected',
    {
      ...run({ mode: 'adopt' }),
      partitions: [day(0, -60, { publication: 'adopted' }), day(1, -999, { publication: 'adopted' })],
    },
  ],
  [
    'All 2 days published, 1 with failures',
    { ...alike('published'), partitions: [day(0, -60), day(1, -60, { decision: 'publishWithFailures' })] },
  ],
])('says "%s"', (words, more) => {
  const data = reportData(more);
  const { run: _, ...without } = data;
  expect(h1Of(words.startsWith('The table') ? without : data)).toBe(words);
});

test('says of each kept-out day which rule, what was expected and what was measured', () => {
  const page = textOf(runPage(reportData()));
  expect(page).toContain('2001-01-13 ✕ rejected delay: smallest value is −212, expected at least −180');
  expect(page).toContain('2001-01-28 ✕ rejected delay: smallest value is −1,116, expected at least −180');
  expect(page).toContain('✕ fails on 2 days');
});

test('lists every rule with expected and measured, also those that hold', () => {
  const page = textOf(runPage(reportData()));
  expect(page).toMatch(
    /rows number of rows of a partition at least 10,000 16,0\d\d to 16,\d{3} ✓ holds on all days/,
  );
  expect(page).toContain('1 rule about columns and their types: all hold');
});

test('has a table of the numbers behind the plots, and a sentence for each plot', () => {
  const page = runPage(reportData());
  expect(page.match(/<svg viewBox="0 0 340 148" role="img"/g)).toHaveLength(2);
  expect(page).toContain(
    'Expected at least −180; from −1,116 (2001-01-28) to −60 (2001-01-01); breaks on 2 days.',
  );
  expect(page).toContain('✕ −1,116</b>');
});

test('shows failing rows with nulls and empty texts named, and masked cells as masked', () => {
  const page = textOf(runPage(reportData()));
  expect(page).toContain('EWR masked -953');
  expect(page).toContain('null null empty text');
});

test.each([
  ['off', undefined, '--no-samples'],
  ['failed', 'Disk <full>', 'Disk &lt;full&gt;. What was decided stands.'],
  ['nothing', undefined, 'No single row is at fault'],
] as const)('says why there are no failing rows: %s', (state, why, words) => {
  const samples = {
    state,
    ...(why === undefined ? {} : { why }),
    partitions: 0,
    failedPartitions: 2,
    groups: [],
    ran: [],
  };
  expect(textOf(runPage(reportData({ samples })))).toContain(words);
});

test('names the failed rules that no single row breaks', () => {
  const rows = check('rows', integer(6), { kind: 'rowCount', outcome: 'failed', message: '6 rows' });
  const partitions = [
    ...days(3),
    { ...day(3, -60), decision: 'reject' as const, publication: 'rejected' as const, checks: [rows] },
  ];
  expect(textOf(runPage(reportData({ partitions })))).toMatch(
    /Without a sample: rows \. It speaks of the whole/,
  );
});

test('of an age the plot shows hours, not instants', () => {
  const fresh = (i: number, hours: number, bad = false) => ({
    ...day(i, -60),
    checks: [
      check('date.freshness', timestamp(new Date(Date.UTC(2001, 0, 2 + i, -hours)).toISOString()), {
        kind: 'freshness',
        expected: { op: 'mustBeLessThan', value: '2 h' },
        outcome: bad ? 'failed' : 'passed',
      }),
    ],
  });
  const partitions = [fresh(0, 1), fresh(1, 1), fresh(2, 24, true)];
  const rules = [rule('date.freshness', { kind: 'freshness' })];
  const page = runPage(reportData({ partitions, rules }));
  expect(page).toContain(
    'Expected younger than 2 h; from 1 h (2001-01-01) to 24 h (2001-01-03); breaks on 1 day.',
  );
});

test('draws what earlier runs measured before a line', () => {
  const page = runPage(reportData({ earlier: days(39), partitions: [day(39, -999)] }));
  expect(page).toContain('the 39 days left of the upright line were judged by earlier runs');
  expect(page).toContain('class="since"');
  expect(page).toContain('fails on 1 day');
});

test('a rule of which nothing was asked is not plotted, and says so', () => {
  const partitions = days(3).map((p) => ({
    ...p,
    checks: [check('delay.minimum', NULL, { outcome: 'notEvaluated' as const, reason: 'notAsked' as const })],
  }));
  const page = runPage(reportData({ partitions }));
  expect(page).not.toContain('viewBox="0 0 340');
  expect(textOf(page)).toContain('not asked on 3');
});

test('says who approved what was kept out', () => {
  const later = {
    decision: 'approve' as const,
    user: 'grace@navy',
    at: '2026-01-02T00:00:00Z',
    reason: 'the storm was real',
  };
  const page = textOf(runPage(reportData({ partitions: [day(0, -60), day(1, -999, { later })] })));
  expect(page).toContain('Approved later by grace@navy');
  expect(page).toContain('the storm was real');
});

test('somebody else’s text is never markup, in any place', () => {
  const data = hostileData();
  const { run: _, ...check } = data;
  for (const page of [
    runPage(data, { index: 'index.html' }),
    runPage(check),
    indexPage([listed(EVIL)], new Map([[EVIL, 'x.html']])),
  ]) {
    expect(page.match(/<script|<img|onerror=alert\(2\)>|(?:href|src)="javascript/gi)).toBeNull();
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page.match(/(?!\n)\p{Cc}|[\u202a-\u202e]/gu)).toBeNull();
    expect(page).toContain('&lt;script&gt;');
    expect(page.isWellFormed()).toBe(true);
  }
});

test('cells of ten thousand characters are cut', () => {
  expect(runPage(hostileData())).not.toMatch(/x{250}/);
});

test('asks for nothing from anywhere', () => {
  const page = runPage(reportData(), { index: 'index.html' });
  const places = [...page.matchAll(/\b(?:src|href|action|data|poster|srcset)="([^"]*)"/g)].map(
    (m) => m[1] ?? '',
  );
  expect(places.filter((p) => !p.startsWith('#'))).toEqual(['data:,', 'index.html']);
  expect(page).not.toMatch(/@import|url\(|<script|<link rel="(?!icon)|<iframe|<object/);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
});

test('ten thousand partitions, a hundred of them bad, stay under a megabyte', () => {
  const bad = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [i * 97, -999 - i]));
  const page = runPage(reportData({ partitions: days(10_000, bad) }));
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  expect(textOf(page)).toContain('100 of 10,000 days kept out');
  expect(textOf(page)).toContain('And 50 more');
  expect(textOf(page)).toMatch(/And \d,\d{3} more days/);
});

test('ten thousand bad partitions stay under a megabyte too', () => {
  const bad = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [i, -999]));
  const page = runPage(reportData({ partitions: days(10_000, bad) }));
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  expect(textOf(page)).toContain('And 9,950 more');
});

test('the same query over each partition is listed once, with its price', () => {
  const ran = [0, 1, 2].map((i) => ({
    kind: 'opaque' as const,
    sql: `SELECT count(*) FROM t WHERE d = '2001-01-0${i + 1}'`,
    partition: { d: { type: 'string' as const, value: `2001-01-0${i + 1}` } },
    rowsScanned: '10',
    bytesScanned: '1000',
  }));
  const page = textOf(runPage(reportData({ ran })));
  expect(page).toContain('A query of its own, 3 times: once for each day');
  expect(page).toContain('A query of its own 3 30 3.0 kB');
});

test('a run that failed says why, and that nothing moved', () => {
  const failed: FailedRun = {
    reportVersion: 1,
    runId: 'r',
    dataset: 'd',
    pipeline: 'p',
    window: { start: 'a', end: 'b' },
    mode: 'enforce',
    state: 'failed',
    by: { user: EVIL, commit: null, tool: 't' },
    at: '2026-01-01T00:00:00Z',
    issues: [{ code: 'SLU-520', severity: 'error', params: { file: EVIL } }],
  };
  const page = failedPage(failed);
  expect(textOf(page)).toContain('The run failed: nothing was decided');
  expect(textOf(page)).toContain('SLU-520 : The disk is full');
  expect(page).not.toContain('<script');
});

const listed = (runId: string, more: Partial<ListedRun> = {}): ListedRun => ({
  runId,
  dataset: 'aviation/flights',
  window: { start: '2001-01-01T00:00:00Z', end: '2001-02-01T00:00:00Z' },
  mode: 'enforce',
  state: 'finished',
  user: 'ada',
  at: '2026-01-01T06:00:00Z',
  summary: {
    published: 178,
    withFailures: 0,
    rejected: 4,
    unchanged: 0,
    skipped: 0,
    shadow: 0,
    queries: 1,
    scans: 1,
    elapsedMs: 4000,
  },
  ...more,
});

test('the index links the runs that have a page, and lists five hundred at most', () => {
  const runs = Array.from({ length: 600 }, (_, i) => listed(`run-${i}`, i === 1 ? { state: 'failed' } : {}));
  const page = indexPage(runs, new Map([['run-0', 'run-0.html']]));
  expect(page.match(/<a href=/g)).toHaveLength(1);
  expect(page).toContain('<a href="./run-0.html">');
  expect(textOf(page)).toContain('? run failed');
  expect(textOf(page)).toContain('✕ kept something out 178 4 0');
  expect(textOf(page)).toContain('And 100 older ones');
});

test('tells what was expected to be read beside what was, in dollars only where they are charged', () => {
  const data = reportData();
  expect(textOf(runPage(data))).toContain(
    'Estimated before a query was sent: 5.0 MB, 0.00005 USD; read: 2.5 MB, 0.00004 USD.',
  );
  const free = { estimate: { bytes: '7000', usd: '0' }, actual: { bytes: '5000', usd: '0' } };
  expect(textOf(runPage({ ...data, stats: { ...data.stats, cost: free } }))).toMatch(
    /sent: 7\.0 kB; read: 5\.0 kB\./,
  );
  const { cost: _, ...before } = data.stats;
  expect(textOf(runPage({ ...data, stats: before }))).not.toContain('Estimated before');
});
