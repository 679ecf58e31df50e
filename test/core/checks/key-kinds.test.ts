import { describe, expect, test } from 'vitest';
import { integer } from '../../../lib/core/values/scalar.ts';
import {
  asksFor,
  at,
  column,
  issuesOf,
  judge,
  judgeWithout,
  prepare,
  rowsWhere,
  ruleOf,
  schemaOf,
  threshold,
} from './kind-world.ts';

const A = schemaOf(column('a', 'integer'));
const AB = schemaOf(column('a', 'integer'), column('b', 'string'));
const NO_VALUE = { result: 'notEvaluated', measured: { type: 'null' } };

describe('unique', () => {
  const check = prepare(ruleOf('unique', { column: 'a' }));

  test('compares the values that are there with the distinct ones among them', () => {
    expect(asksFor(check, A)).toEqual(['count("a")', 'count(DISTINCT "a")']);
    expect(asksFor(check, schemaOf())).toBe('column "a" is not in the data');
  });

  test('counts excess rows among those that have a value, and allows none', () => {
    expect(check.expected).toEqual({ op: 'mustBe', value: '0' });
    expect(judge(check, { schema: A, values: [integer(6), integer(4)], rows: 9n })).toEqual({
      result: 'failed',
      measured: integer(2),
      unit: 'rows',
      message: 'a: duplicate rows: 2 of 6 rows, expected exactly 0',
    });
    expect(judge(check, { schema: A, values: [integer(6), integer(6)] }).result).toBe('passed');
  });

  test('has no verdict where one of its numbers is missing, or the column went away', () => {
    const none = { ...NO_VALUE, message: 'a: duplicate rows: no value' };
    expect(judge(check, { schema: A, values: [integer(6)] })).toEqual(none);
    expect(judge(check, { schema: A, values: [undefined, integer(6)] })).toEqual(none);
    expect(judgeWithout(check, A)).toEqual(none);
  });
});

describe('duplicateValues', () => {
  const allowed = [threshold('mustBeLessThan', '30')];
  const pair = prepare(
    ruleOf('duplicateValues', { column: 'a', arguments: { properties: ['a', 'b'] }, thresholds: allowed }),
  );

  test('of several columns compares whole keys, wholly null ones left out', () => {
    const keyed = '(("a" IS NOT NULL) OR ("b" IS NOT NULL))';
    expect(asksFor(pair, AB)).toEqual([
      rowsWhere(keyed),
      `count(DISTINCT ROW("a", "b")) FILTER (WHERE ${keyed})`,
    ]);
    expect(asksFor(pair, schemaOf())).toBe('column "a" is not in the data; column "b" is not in the data');
    expect(asksFor(pair, A)).toBe('column "b" is not in the data');
  });

  test('without a list stands on the column of the rule', () => {
    const alone = ruleOf('duplicateValues', { column: 'a', thresholds: allowed });
    expect(asksFor(prepare(alone), AB)).toEqual(['count("a")', 'count(DISTINCT "a")']);
    expect(asksFor(prepare({ ...alone, arguments: { properties: [5] } }), AB)).toHaveLength(2);
  });

  test('on nothing is an issue', () => {
    const params = { rule: 'r', kind: 'duplicateValues', argument: 'properties' };
    expect(issuesOf(ruleOf('duplicateValues'))).toEqual([{ code: 'SLU-302', severity: 'error', at, params }]);
    expect(issuesOf(ruleOf('duplicateValues', { arguments: { properties: 'a' } }))).toHaveLength(1);
  });

  test('counts rows, or their percent of the rows that have a key', () => {
    expect(pair.expected).toEqual({ op: 'mustBeLessThan', value: '30' });
    expect(judge(pair, { schema: AB, values: [integer(8), integer(6)], rows: 100n })).toEqual({
      result: 'passed',
      measured: integer(2),
      unit: 'rows',
      message: '(a, b): duplicate rows: 2 of 8 rows, expected less than 30',
    });
    const percent = prepare(ruleOf('duplicateValues', { column: 'a', unit: 'percent', thresholds: allowed }));
    expect(judge(percent, { schema: AB, values: [integer(8), integer(4)], rows: 100n })).toMatchObject({
      result: 'failed',
      unit: 'percent',
      message: '(a): duplicate rows: 50 % (4 of 8 rows), expected less than 30 %',
    });
  });

  test('has no verdict without its numbers', () => {
    const none = { ...NO_VALUE, message: '(a, b): duplicate rows: no value' };
    expect(judge(pair, { schema: AB, values: [integer(8)] })).toEqual(none);
    expect(judgeWithout(pair, AB)).toEqual(none);
  });
});

describe('primaryKey', () => {
  const check = prepare(ruleOf('primaryKey', { arguments: { columns: ['a', 'b', 7] } }));

  test('compares the rows with a whole key with the distinct keys among them', () => {
    const whole = '(("a" IS NOT NULL) AND ("b" IS NOT NULL))';
    expect(asksFor(check, AB)).toEqual([
      rowsWhere(whole),
      `count(DISTINCT ROW("a", "b")) FILTER (WHERE ${whole})`,
    ]);
    expect(asksFor(check, A)).toBe('column "b" is not in the data');
  });

  test('counts rows with a null in the key and repeated keys, and tells them apart', () => {
    expect(check.expected).toEqual({ op: 'mustBe', value: '0' });
    expect(judge(check, { schema: AB, values: [integer(8), integer(7)], rows: 10n })).toEqual({
      result: 'failed',
      measured: integer(3),
      unit: 'rows',
      message:
        '(a, b): rows without a key of their own: 3 of 10 rows, expected exactly 0 (2 with a null, 1 repeated)',
    });
    expect(judge(check, { schema: AB, values: [integer(10), integer(10)], rows: 10n })).toEqual({
      result: 'passed',
      measured: integer(0),
      unit: 'rows',
      message: '(a, b): rows without a key of their own: 0 of 10 rows, expected exactly 0',
    });
  });

  test('has no verdict without both numbers', () => {
    const none = { ...NO_VALUE, message: '(a, b): rows without a key of their own: no value' };
    expect(judge(check, { schema: AB, values: [integer(8)] })).toEqual(none);
    expect(judge(check, { schema: AB, values: [undefined, integer(8)] })).toEqual(none);
    expect(judgeWithout(check, AB)).toEqual(none);
  });

  test('without columns is an issue', () => {
    const params = { rule: 'r', kind: 'primaryKey', argument: 'columns' };
    for (const columns of [undefined, [], [7], 'a'])
      expect(issuesOf(ruleOf('primaryKey', { arguments: { columns } }))).toEqual([
        { code: 'SLU-302', severity: 'error', at, params },
      ]);
  });
});

describe('rowCount', () => {
  const check = prepare(ruleOf('rowCount', { thresholds: [threshold('mustBeBetween', '5', '9')] }));

  test('asks for the number of rows and judges it', () => {
    expect(asksFor(check, schemaOf())).toEqual(['count(*)']);
    expect(check.expected).toEqual({ op: 'mustBeBetween', value: ['5', '9'] });
    expect(judge(check, { schema: A, rows: 4n })).toEqual({
      result: 'failed',
      measured: integer(4),
      unit: 'rows',
      message: '4 rows, expected between 5 and 9',
    });
    expect(judge(check, { schema: A, rows: 9n })).toMatchObject({
      result: 'passed',
      message: '9 rows, expected between 5 and 9; exactly on a bound',
    });
  });
});
