import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateText, daysOf } from '../../../lib/core/values/calendar.ts';
import { instantText, parseInstant } from '../../../lib/core/values/instant.ts';

const LAST = 100_000_000; // days that JavaScript's own calendar holds

test('agrees with the calendar of JavaScript as far as that goes', () => {
  fc.assert(
    fc.property(fc.integer({ min: -LAST, max: LAST }), (days) => {
      const date = new Date(days * 86_400_000);
      expect(daysOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(days);
      const iso = date.toISOString().split('T')[0] ?? '';
      // JavaScript writes six digits where four are not enough
      expect(dateText(days)).toBe(iso.replace(/^([+-])0{0,2}(\d{4,})/, '$1$2'));
    }),
    { numRuns: 2000 },
  );
});

test('every instant that is written can be read again, in any year', () => {
  const micros = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(micros, (at) => {
      expect(parseInstant(instantText(at))).toBe(at);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['2001-02-29', undefined],
  ['2000-02-29', 951_782_400_000_000n],
  ['1900-02-29', undefined],
  ['2001-13-01', undefined],
  ['2001-00-01', undefined],
  ['2001-04-31', undefined],
  ['2001-01-01T24:00:00', 978_393_600_000_000n],
  ['2001-01-01T24:00:01', undefined],
  ['2001-01-01T23:60:00', undefined],
  ['2001-01-01T23:59:60', undefined],
  ['10000-01-01', undefined],
  ['+10000-01-01', 253_402_300_800_000_000n],
  ['1969-12-31T23:59:59.999999Z', -1n],
  ['1970-01-01T01:00+01:00', 0n],
])('%s is %s', (text, micros) => {
  expect(parseInstant(text)).toBe(micros);
});
