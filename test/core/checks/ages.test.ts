import { describe, expect, test } from 'vitest';
import { unitMicros } from '../../../lib/core/checks/time-unit.ts';
import { string, timestamp } from '../../../lib/core/values/scalar.ts';
import {
  asksFor,
  at,
  column,
  issuesOf,
  judge,
  prepare,
  ruleOf,
  schemaOf,
  type TypeWord,
} from './kind-world.ts';

const SECOND = 1_000_000n;

test.each([
  ['a second', 1n, ['s', 'sec', 'second', 'seconds', 'S', 'Seconds']],
  ['a minute', 60n, ['m', 'min', 'minute', 'minutes', 'M']],
  ['an hour', 3600n, ['h', 'hr', 'hour', 'hours', 'HOURS']],
  ['a day', 86_400n, ['d', 'day', 'days']],
  ['a week', 604_800n, ['w', 'wk', 'week', 'weeks']],
  ['a year of 365 days', 31_536_000n, ['y', 'yr', 'year', 'years']],
])('%s is written in these ways', (_, seconds, names) => {
  expect(names.map(unitMicros)).toEqual(names.map(() => seconds * SECOND));
});

test('no other word is a unit of time', () => {
  expect(['', 'month', 'ms', 'fortnight'].map(unitMicros)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe.each(['freshness', 'latency'] as const)('%s', (kind) => {
  const promise = (value: unknown, unit: unknown = 'h', element: unknown = 'seen') =>
    ruleOf(kind, { arguments: { element, value, unit } });
  const within = (value: string, unit = 'h') => prepare(promise(value, unit));
  const of = (word: TypeWord) => schemaOf(column('seen', word));
  const asOf = '2001-01-02T00:00:00Z';
  const said = (value: string, unit: string, newest: string, now = asOf) =>
    judge(within(value, unit), { schema: of('timestamp'), values: [timestamp(newest)], asOf: now });

  test('asks for the newest day or instant, and for nothing else', () => {
    for (const word of ['timestamp', 'zoned', 'date'] as const)
      expect(asksFor(within('2'), of(word))).toEqual(['max("seen")']);
    expect(asksFor(within('2'), schemaOf())).toBe('column "seen" is not in the data');
    expect(asksFor(within('2'), of('string'))).toBe(
      `column "seen" is STRING, and ${kind} needs a date or a timestamp`,
    );
  });

  test('an age of exactly the limit fails, one microsecond less passes', () => {
    expect(within('2').expected).toEqual({ op: 'mustBeLessThan', value: '2 h' });
    expect(said('2', 'h', '2001-01-01T22:00:00.000000Z')).toEqual({
      result: 'failed',
      measured: timestamp('2001-01-01T22:00:00.000000Z'),
      message:
        'seen: newest row is of 2001-01-01T22:00:00.000000Z, 2 h before 2001-01-02T00:00:00Z, expected less than 2 h',
    });
    expect(said('2', 'h', '2001-01-01T22:00:00.000001Z').result).toBe('passed');
    expect(said('0.5', 'min', '2001-01-01T23:59:30.000001Z').result).toBe('passed');
    expect(said('0.5', 'min', '2001-01-01T23:59:30.000000Z').result).toBe('failed');
    expect(said('1e1', 's', '2001-01-01T23:59:50.000001Z').result).toBe('passed');
    expect(said('0', 's', '2001-01-02T00:00:01Z').result).toBe('passed');
  });

  test.each([
    ['2001-01-01T23:59:54Z', '0.1 min'],
    ['2001-01-01T22:45:00Z', '75 min'],
    ['2001-01-01T22:00:06Z', '119.9 min'],
    ['2001-01-01T22:00:00Z', '2 h'],
    ['2001-01-01T21:45:00Z', '2.3 h'],
    ['2000-12-31T00:06:00Z', '47.9 h'],
    ['2000-12-31T00:00:00Z', '2 d'],
    ['2000-12-26T12:00:00Z', '6.5 d'],
  ])('a row of %s is %s old, for people', (newest, age) => {
    expect(said('1', 'y', newest).message).toContain(`, ${age} before ${asOf}, expected less than 1 y`);
  });

  test('a day counts from its first instant', () => {
    const day = judge(within('1', 'd'), { schema: of('date'), values: [string('2001-01-01')], asOf });
    expect(day).toMatchObject({ result: 'failed', measured: timestamp('2001-01-01T00:00:00.000000Z') });
  });

  test('no newest row fails, and without an instant to judge as of there is no verdict', () => {
    expect(judge(within('2'), { schema: of('timestamp'), asOf })).toEqual({
      result: 'failed',
      measured: { type: 'null' },
      message: 'seen: no newest row, expected one within 2 h',
    });
    expect(said('2', 'h', 'soon')).toMatchObject({ result: 'failed', measured: { type: 'null' } });
    expect(said('2', 'h', '2001-01-01T22:00:00Z', 'now')).toEqual({
      result: 'notEvaluated',
      measured: { type: 'null' },
      message: 'seen: newest row: no value',
    });
  });

  test('is an issue without an element, an amount or a unit that can be read', () => {
    const params = { rule: 'r', kind };
    expect(issuesOf(promise('2', 'h', null))).toEqual([
      { code: 'SLU-302', severity: 'error', at, params: { ...params, argument: 'element' } },
    ]);
    expect(issuesOf(promise(2))).toMatchObject([{ params: { ...params, argument: 'value' } }]);
    expect(issuesOf(promise('2', 5))).toMatchObject([{ params: { ...params, argument: 'unit' } }]);
    for (const [value, unit] of [
      ['2', 'months'],
      ['soon', 'h'],
      ['-1', 'h'],
    ] as const)
      expect(issuesOf(promise(value, unit))).toEqual([
        { code: 'SLU-305', severity: 'error', at, params: { rule: 'r', value, unit } },
      ]);
    expect(issuesOf(promise('0'))).toEqual([]);
  });
});
