import { Cron } from 'croner';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addGranularity, parseGranularity } from '../../../lib/core/pipeline/granularity.ts';
import { scheduledWindow } from '../../../lib/core/pipeline/scheduled-window.ts';

type Schedule = Parameters<typeof scheduledWindow>[0];

function windowOf(schedule: Schedule, at: string): { start: string; end: string } {
  const found = scheduledWindow(schedule, at);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

test.each([
  [
    'the day that ended six hours ago',
    { window: 'P1D', delay: 'PT6H' },
    '2001-03-01T06:00:00Z',
    '2001-02-28',
    '2001-03-01',
  ],
  [
    'of an early run the day before that',
    { window: 'P1D', delay: 'PT6H' },
    '2001-03-01T05:59:59Z',
    '2001-02-27',
    '2001-02-28',
  ],
  ['the last seven days', { window: 'P1W' }, '2001-03-01T06:00:00Z', '2001-02-22', '2001-03-01'],
  ['the month before', { window: 'P1M', delay: 'P2D' }, '2001-03-03T00:00:00Z', '2001-02-01', '2001-03-01'],
  [
    'a month ago, at the end of a longer one',
    { window: 'P1M', delay: 'P1M' },
    '2001-03-31T00:00:00Z',
    '2001-01-01',
    '2001-02-01',
  ],
  ['the year before', { window: 'P1Y' }, '2001-01-01T00:00:00Z', '2000-01-01', '2001-01-01'],
])('a schedule asks for %s', (_, schedule, at, start, end) => {
  expect(windowOf(schedule, at)).toEqual({ start: `${start}T00:00:00Z`, end: `${end}T00:00:00Z` });
});

test('hours and minutes end where an hour and a minute begin', () => {
  expect(windowOf({ window: 'PT1H', delay: 'PT15M' }, '2001-01-01T06:20:31Z')).toEqual({
    start: '2001-01-01T05:00:00Z',
    end: '2001-01-01T06:00:00Z',
  });
  expect(windowOf({ window: 'PT15M' }, '2001-01-01T06:15:31.5Z')).toEqual({
    start: '2001-01-01T06:00:00Z',
    end: '2001-01-01T06:15:00Z',
  });
});

const lengths = fc.constantFrom('PT1M', 'PT15M', 'PT1H', 'PT36H', 'P1D', 'P3D', 'P1W', 'P1M', 'P3M', 'P1Y');
const delays = fc.constantFrom(undefined, 'PT1M', 'PT6H', 'P1D', 'P2D');
const instants = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) });

test('the window has the length that was asked for, ends whole, and had ended for as long as the delay', () => {
  fc.assert(
    fc.property(lengths, delays, instants, (window, delay, atMs) => {
      const length = parseGranularity(window);
      const wait = delay === undefined ? undefined : parseGranularity(delay);
      if (length === undefined) throw new Error(window);
      const found = windowOf({ window, delay }, new Date(atMs).toISOString());
      const [start, end] = [Date.parse(found.start), Date.parse(found.end)];
      expect(addGranularity(start, length, 1)).toBe(end);
      const asked = wait === undefined ? atMs : addGranularity(atMs, wait, -1);
      expect(end).toBeLessThanOrEqual(asked);
      expect(addGranularity(end, { ...length, count: 1 }, 1)).toBeGreaterThan(asked);
      for (const unit of [':00Z', ...(window.endsWith('H') ? [':00:00Z'] : [])])
        expect(found.end.endsWith(unit)).toBe(true);
      if (!window.includes('T')) expect(found.end).toMatch(/T00:00:00Z$/);
      if (/^P\d+[MY]$/.test(window)) expect(found.end).toMatch(/-01T/);
    }),
  );
});

test('however late a scheduled run starts, runs one unit apart ask for windows that adjoin', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('PT1M', 'PT1H', 'P1D', 'P1M', 'P1Y'),
      delays,
      instants,
      (window, delay, atMs) => {
        const unit = parseGranularity(window);
        if (unit === undefined) throw new Error(window);
        // a month after the 31st is no month later
        const atStart = Date.UTC(new Date(atMs).getUTCFullYear(), new Date(atMs).getUTCMonth(), 8, 12);
        const one = windowOf({ window, delay }, new Date(atStart).toISOString());
        const next = windowOf({ window, delay }, new Date(addGranularity(atStart, unit, 1)).toISOString());
        expect(next.start).toBe(one.end);
      },
    ),
  );
});

test.each([
  [{ window: 'P1D' }, 'today', 'SLU-201'],
  [{ window: '1 day' }, '2001-01-01T00:00:00Z', 'SLU-212'],
  [{ window: 'P1D', delay: '6h' }, '2001-01-01T00:00:00Z', 'SLU-212'],
])('%j at %s is refused', (schedule, at, code) => {
  const found = scheduledWindow(schedule, at);
  expect(found.ok ? [] : found.error.map((i) => i.code)).toEqual([code]);
});

test('a month before the last day of March is the last day of February', () => {
  const month = { count: 1, unit: 'month' } as const;
  const at = (iso: string, times: number): string =>
    new Date(addGranularity(Date.parse(iso), month, times)).toISOString();
  expect(at('2001-03-31T06:00:00Z', -1)).toBe('2001-02-28T06:00:00.000Z');
  expect(at('2004-02-29T06:00:00Z', -12)).toBe('2003-02-28T06:00:00.000Z');
  expect(at('2001-01-01T00:00:00Z', 14)).toBe('2002-03-01T00:00:00.000Z');
});

test('near midnight UTC a change of clocks asks for a day twice and leaves one out; with a delay each is asked for once', () => {
  const cron = new Cron('30 1 * * *', { timezone: 'Europe/Berlin', paused: true });
  const runs = cron.nextRuns(366, new Date('2026-01-01T12:00:00Z'));
  const days = (schedule: Schedule) =>
    runs.map((at) => windowOf(schedule, at.toISOString()).start.slice(0, 10));
  const near = days({ window: 'P1D' });
  expect(near.filter((day, i) => near.indexOf(day) !== i)).toEqual(['2026-03-28']);
  expect(near).not.toContain('2026-10-24');
  const far = days({ window: 'P1D', delay: 'PT6H' });
  expect(new Set(far).size).toBe(366);
  expect(Date.parse(far.at(-1) ?? '') - Date.parse(far[0] ?? '')).toBe(365 * 86_400_000);
});
