import { describe, expect, test } from 'vitest';
import type { Rule, Threshold } from '../../../lib/core/contract/model.ts';
import { decimal, double, integer, type Scalar, string, timestamp } from '../../../lib/core/values/scalar.ts';
import {
  asksFor,
  at,
  column,
  datasetOf,
  declared,
  issuesOf,
  judge,
  judgeWithout,
  prepare,
  rowsWhere,
  ruleOf,
  schemaOf,
  type TypeWord,
  threshold,
} from './kind-world.ts';

const NULLS = rowsWhere('("a" IS NULL)');
const NANS = rowsWhere('is_nan("a")');
const NOT_NAN = 'FILTER (WHERE (("a" IS NOT NULL) AND (NOT is_nan("a"))))';
const of = (word: TypeWord, from: 'file' | 'text' = 'file') => schemaOf(column('a', word, from));
const bounded = (t: Threshold, kind: Rule['kind'] = 'range', more: Partial<Rule> = {}) =>
  prepare(ruleOf(kind, { column: 'a', thresholds: [t], ...more }));

const atLeast = (bound: string) => bounded(threshold('mustBeGreaterOrEqualTo', bound));
const above = (bound: string) => bounded(threshold('mustBeGreaterThan', bound));
const atMost = (bound: string) => bounded(threshold('mustBeLessOrEqualTo', bound));
const below = (bound: string) => bounded(threshold('mustBeLessThan', bound));

describe('range', () => {
  test('asks for the extreme at its end, and for nulls; of doubles also for NaN', () => {
    expect(asksFor(atLeast('1'), of('integer'))).toEqual(['min("a")', NULLS]);
    expect(asksFor(above('1'), of('decimal'))).toEqual(['min("a")', NULLS]);
    expect(asksFor(atMost('1'), of('integer'))).toEqual(['max("a")', NULLS]);
    expect(asksFor(below('1'), of('string'))).toEqual(['max("a")', NULLS]);
    expect(asksFor(atLeast('1'), of('floating'))).toEqual([`min("a") ${NOT_NAN}`, NULLS, NANS]);
    expect(asksFor(below('2001-01-01'), of('date'))).toEqual(['max("a")', NULLS]);
    expect(asksFor(below('10:00'), of('time'))).toEqual(['max("a")', NULLS]);
  });

  test('does not fit columns without an order, nor bounds of another kind than the column', () => {
    expect(asksFor(atLeast('1'), schemaOf())).toBe('column "a" is not in the data');
    for (const word of ['boolean', 'binary', 'list', 'struct', 'map', 'uuid'] as const)
      expect(asksFor(atLeast('1'), of(word))).toBe(`column "a" is ${word.toUpperCase()}, which has no order`);
    for (const word of ['integer', 'decimal', 'floating'] as const)
      expect(asksFor(atLeast('noon'), of(word))).toBe(
        `column "a" is ${word.toUpperCase()}, and the bound noon is no number`,
      );
    for (const word of ['date', 'timestamp'] as const)
      expect(asksFor(atLeast('noon'), of(word))).toBe(
        `column "a" is ${word.toUpperCase()}, and the bound noon is no point in time`,
      );
    expect(asksFor(atLeast('noon'), of('string'))).toEqual(['min("a")', NULLS]);
    expect(asksFor(atLeast('noon'), of('time'))).toEqual(['min("a")', NULLS]);
  });

  test('is an issue without a bound, or on no column', () => {
    expect(issuesOf(ruleOf('range', { column: 'a' }))).toEqual([
      { code: 'SLU-302', severity: 'error', at, params: { rule: 'r', kind: 'range', argument: 'threshold' } },
    ]);
    expect(issuesOf(ruleOf('range', { thresholds: [threshold('mustBe', '1')] }))).toMatchObject([
      { code: 'SLU-301' },
    ]);
  });

  test('says which value decided, of how many rows', () => {
    expect(atLeast('1').expected).toEqual({ op: 'mustBeGreaterOrEqualTo', value: '1' });
    expect(judge(atLeast('1'), { schema: of('integer'), values: [integer(0), integer(2)] })).toEqual({
      result: 'failed',
      measured: integer(0),
      nulls: '2',
      message: 'a: smallest value is 0, expected at least 1 (10 rows, 2 nulls)',
    });
    expect(judge(below('1'), { schema: of('integer'), values: [integer(1), integer(0)] })).toEqual({
      result: 'failed',
      measured: integer(1),
      nulls: '0',
      message: 'a: largest value is 1, expected less than 1 (10 rows, 0 nulls)',
    });
  });

  test('NaN is outside every range, and is counted in the message', () => {
    const schema = of('floating');
    expect(judge(atMost('9'), { schema, values: [double(1), integer(0), integer(3)] })).toEqual({
      result: 'failed',
      measured: double(Number.NaN),
      nulls: '0',
      message: 'a: largest value is NaN, expected at most 9 (10 rows, 0 nulls, 3 NaN)',
    });
    expect(judge(atMost('9'), { schema, values: [double(1), integer(0), integer(0)] })).toEqual({
      result: 'passed',
      measured: double(1),
      nulls: '0',
      message: 'a: largest value is 1, expected at most 9 (10 rows, 0 nulls)',
    });
  });

  test('of a column without any value holds; of rows that are not null and gave none there is no verdict', () => {
    const none = {
      result: 'notEvaluated',
      measured: { type: 'null' },
      message: 'a: smallest value: no value',
    };
    expect(judge(atLeast('1'), { schema: of('integer'), values: [undefined, integer(10)] })).toEqual({
      result: 'passed',
      measured: { type: 'null' },
      nulls: '10',
      message: 'a: smallest value: no value (10 rows, 10 nulls)',
    });
    expect(judge(atLeast('1'), { schema: of('integer'), values: [undefined, integer(9)] })).toEqual(none);
    expect(judge(atLeast('1'), { schema: of('integer'), values: [integer(5)] })).toEqual(none);
    expect(judge(atLeast('1'), { schema: of('floating'), values: [double(5), integer(0)] })).toEqual(none);
    expect(judgeWithout(atMost('1'), of('integer'))).toEqual({
      ...none,
      message: 'a: largest value: no value',
    });
    // of a text file the rows that gave no value are those that do not convert, which columnType counts
    expect(
      judge(atLeast('1'), { schema: of('integer', 'text'), values: [undefined, integer(9)] }),
    ).toMatchObject({
      result: 'passed',
      nulls: '9',
    });
  });

  const outcome = (check: ReturnType<typeof atLeast>, word: TypeWord, value: Scalar): string =>
    judge(check, { schema: of(word), values: [value, integer(0), integer(0)] }).result;

  test('a bound of a 32-bit column has the precision of the column, one of 64 bits its own', () => {
    const nearest = double(Math.fround(0.2));
    expect(outcome(atMost('0.2'), 'float', nearest)).toBe('passed');
    expect(outcome(atLeast('0.2'), 'float', nearest)).toBe('passed');
    expect(outcome(atMost('0.2'), 'floating', nearest)).toBe('failed');
    expect(outcome(atMost('0.2'), 'float', double(Math.fround(0.20000002)))).toBe('failed');
    expect(outcome(atMost('1e39'), 'float', double(3e38))).toBe('passed');
    expect(outcome(atMost('1e39'), 'float', double(Number.POSITIVE_INFINITY))).toBe('failed');
    const said = judge(atMost('0.2'), { schema: of('float'), values: [nearest, integer(0), integer(0)] });
    expect(said.message).toContain('expected at most 0.2 (');
  });

  test('a bound of a 32-bit whole number is exact', () => {
    expect(outcome(atMost('16777217'), 'int', integer(16_777_217))).toBe('passed');
    expect(outcome(below('16777217'), 'int', integer(16_777_216))).toBe('passed');
  });

  test('days and instants are compared in time, whatever the zone and the notation', () => {
    expect(outcome(below('2001-01-02'), 'date', string('2001-01-01'))).toBe('passed');
    expect(outcome(below('2001-01-01'), 'date', string('2001-01-01'))).toBe('failed');
    expect(outcome(atMost('2001-01-01'), 'date', string('2001-01-01'))).toBe('passed');
    expect(outcome(below('2001-01-02'), 'date', string('+12001-01-01'))).toBe('failed');
    const noon = timestamp('2001-01-01T12:00:00.000000Z');
    expect(outcome(atMost('2001-01-01T14:00:00+02:00'), 'timestamp', noon)).toBe('passed');
    expect(outcome(below('2001-01-01T14:00:00+02:00'), 'timestamp', noon)).toBe('failed');
    expect(outcome(below('2001-01-01T12:00:00.000001Z'), 'zoned', noon)).toBe('passed');
  });

  test('an endless day is beyond every bound on its side', () => {
    expect(outcome(atMost('9999-12-31'), 'date', string('infinity'))).toBe('failed');
    expect(outcome(atLeast('9999-12-31'), 'date', string('infinity'))).toBe('passed');
    expect(outcome(atLeast('0001-01-01'), 'date', string('-infinity'))).toBe('failed');
    expect(outcome(atMost('0001-01-01'), 'timestamp', string('-infinity'))).toBe('passed');
    expect(outcome(atLeast('0001-01-01'), 'date', string('x-infinity'))).toBe('failed');
    expect(outcome(atLeast('0001-01-01'), 'date', string('infinity!'))).toBe('failed');
  });

  test('a value that is no point in time lies in no range of them', () => {
    for (const check of [atMost('2001-01-01'), atLeast('2001-01-01')])
      expect(outcome(check, 'date', string('soon'))).toBe('failed');
    expect(outcome(atLeast('2001-01-01'), 'string', timestamp('soon'))).toBe('failed');
    expect(outcome(atLeast('noon'), 'string', timestamp('2001-01-01T00:00:00Z'))).toBe('failed');
    expect(outcome(atMost('2001-01-02'), 'string', timestamp('2001-01-01T23:00:00Z'))).toBe('passed');
  });

  test('texts are compared by code point, digits too', () => {
    expect(outcome(atMost('b'), 'string', string('b'))).toBe('passed');
    expect(outcome(atMost('b'), 'string', string('ba'))).toBe('failed');
    expect(outcome(atLeast('b'), 'string', string('Z'))).toBe('failed');
    expect(outcome(atMost('9'), 'string', string('10'))).toBe('passed');
    expect(outcome(atMost('\uffff'), 'string', string('\u{10000}'))).toBe('failed');
    expect(outcome(atMost('2001-01-01T14:00:00+02:00'), 'string', string('2001-01-01T12:30:00Z'))).toBe(
      'passed',
    );
    expect(outcome(atMost('infinite'), 'string', string('infinity'))).toBe('failed');
    expect(outcome(atMost('09:30'), 'time', string('09:30:00'))).toBe('failed');
  });

  test('decimals are compared exactly', () => {
    expect(outcome(atMost('0.10'), 'decimal', decimal('0.1'))).toBe('passed');
    expect(outcome(below('9007199254740993'), 'integer', integer(9007199254740992n))).toBe('passed');
    expect(outcome(atMost('9007199254740992'), 'integer', integer(9007199254740993n))).toBe('failed');
  });
});

describe('length', () => {
  const sized = (t: Threshold, list?: string) =>
    bounded(t, 'length', { arguments: list === undefined ? {} : { of: list } });
  const shortest = sized(threshold('mustBeGreaterOrEqualTo', '2'));
  const longest = sized(threshold('mustBeLessOrEqualTo', '2'));
  const items = sized(threshold('mustBeLessOrEqualTo', '2'), 'list');

  test('asks for the shortest or the longest text or list', () => {
    expect(asksFor(shortest, of('string'))).toEqual(['min(length("a"))', NULLS]);
    expect(asksFor(longest, of('string'))).toEqual(['max(length("a"))', NULLS]);
    expect(asksFor(items, of('list'))).toEqual(['max(items("a"))', NULLS]);
    expect(asksFor(sized(threshold('mustBeLessOrEqualTo', '2'), 'text'), of('string'))).toEqual([
      'max(length("a"))',
      NULLS,
    ]);
  });

  test('does not fit a column that has no such length', () => {
    expect(asksFor(longest, of('list'))).toBe('column "a" is LIST, and its length is that of a text');
    expect(asksFor(items, of('string'))).toBe('column "a" is STRING, and its length is that of a list');
    expect(asksFor(items, schemaOf())).toBe('column "a" is not in the data');
    expect(issuesOf(ruleOf('length', { column: 'a' }), datasetOf(declared('a')))).toMatchObject([
      { code: 'SLU-302', params: { rule: 'r', kind: 'length', argument: 'threshold' } },
    ]);
  });

  test('says how long it is, and how long it may be', () => {
    expect(longest.expected).toEqual({ op: 'mustBeLessOrEqualTo', value: '2' });
    expect(judge(longest, { schema: of('string'), values: [integer(3), integer(1)] })).toEqual({
      result: 'failed',
      measured: integer(3),
      unit: 'characters',
      nulls: '1',
      message: 'a: longest text has 3 characters, expected at most 2 (10 rows, 1 nulls)',
    });
    expect(judge(shortest, { schema: of('string'), values: [integer(2), integer(1)] })).toMatchObject({
      result: 'passed',
      message: 'a: shortest text has 2 characters, expected at least 2 (10 rows, 1 nulls)',
    });
    expect(judge(items, { schema: of('list'), values: [integer(3), integer(1)] })).toMatchObject({
      result: 'failed',
      unit: 'items',
      message: 'a: longest list has 3 items, expected at most 2 (10 rows, 1 nulls)',
    });
  });

  test('of a column without any value holds; without a number there is no verdict', () => {
    const none = { result: 'notEvaluated', measured: { type: 'null' }, message: 'a: longest text: no value' };
    expect(judge(longest, { schema: of('string'), values: [undefined, integer(10)] })).toEqual({
      result: 'passed',
      measured: { type: 'null' },
      nulls: '10',
      message: 'a: longest text: no value (10 rows, 10 nulls)',
    });
    expect(judge(longest, { schema: of('string'), values: [undefined, integer(9)] })).toEqual(none);
    expect(judge(longest, { schema: of('string'), values: [integer(1)] })).toEqual(none);
    expect(judgeWithout(longest, of('string'))).toEqual(none);
  });
});
