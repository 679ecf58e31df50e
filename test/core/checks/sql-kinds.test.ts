import { describe, expect, test } from 'vitest';
import { sqlOpaque } from '../../../lib/core/checks/sql-opaque.ts';
import { sumType } from '../../../lib/core/checks/user-aggregate.ts';
import type { Rule } from '../../../lib/core/contract/model.ts';
import { decimal, double, integer } from '../../../lib/core/values/scalar.ts';
import {
  asksFor,
  at,
  column,
  datasetOf,
  issuesOf,
  judge,
  prepare,
  rowsWhere,
  ruleOf,
  schemaOf,
  threshold,
} from './kind-world.ts';

const AB = schemaOf(column('a', 'integer'), column('b', 'floating'), column('c', 'decimal'));
const asking = (query: unknown, more: Partial<Rule> = {}): Rule =>
  ruleOf('sql', { arguments: { query }, thresholds: [threshold('mustBeLessThan', '3')], ...more });
const select = (what: string, more: Partial<Rule> = {}) =>
  prepare(asking(`SELECT ${what} FROM {object}`, more));

describe('a query that is one aggregate', () => {
  test.each<[string, string, readonly string[]]>([
    ['count(*)', 'sql', ['count(*)']],
    ['count(a)', 'sql', ['count("a")']],
    ['count(DISTINCT a)', 'distinctCount', ['count(DISTINCT "a")']],
    ['sum(a)', 'sum', ['sum("a" AS integer)']],
    ['sum(b)', 'sum', ['sum("b" AS double)']],
    ['sum(c)', 'sum', ['sum("c" AS decimal)']],
    ['avg(a)', 'mean', ['sum("a" AS integer)', 'count("a")']],
    ['avg(b)', 'mean', ['sum("b" AS double)', 'count("b")']],
    ['min(a)', 'min', ['min("a")']],
    ['max(a)', 'max', ['max("a")']],
  ])('SELECT %s is a %s of the fused scan', (what, kind, asked) => {
    const check = select(what);
    expect(check.kind).toBe(kind);
    expect(asksFor(check, AB)).toEqual(asked);
    expect(check.expected).toEqual({ op: 'mustBeLessThan', value: '3' });
  });

  test('with a condition counts the rows on which the condition fails beside it', () => {
    const where = 'TRY(coalesce((("a" > 1)), FALSE))';
    expect(asksFor(select('count(*)'), AB)).toHaveLength(1);
    expect(asksFor(prepare(asking('SELECT max(a) FROM {object} WHERE a > 1')), AB)).toEqual([
      `max("a") FILTER (WHERE ${where})`,
      rowsWhere(`(${where} IS NULL)`),
    ]);
  });

  test('over an expression counts the rows on which the expression fails, inside its condition', () => {
    const fails = '(TRY(((("a" * 2)) IS NULL)) IS NULL)';
    expect(asksFor(select('max(a * 2)'), AB)).toEqual(['max(TRY((("a" * 2))))', rowsWhere(fails)]);
    const where = 'TRY(coalesce((("a" > 1)), FALSE))';
    expect(asksFor(prepare(asking('SELECT sum(a * 2) FROM {object} WHERE a > 1')), AB)).toEqual([
      `sum(TRY((("a" * 2))) AS double) FILTER (WHERE ${where})`,
      rowsWhere(`((${where} IS NULL) OR (${where} AND ${fails}))`),
    ]);
  });

  test('names every column that is not there', () => {
    expect(asksFor(select('max(x + y)'), AB)).toBe(
      'column "x" is not in the data; column "y" is not in the data',
    );
    expect(asksFor(select('max(x)'), AB)).toBe('column "x" is not in the data');
  });

  test('is judged exactly, and said with the query as it is written', () => {
    const most = prepare(asking('  SELECT max(a) FROM {object}\n', { unit: 'rows' }));
    expect(judge(most, { schema: AB, values: [integer(3)] })).toEqual({
      result: 'failed',
      measured: integer(3),
      unit: 'rows',
      message: 'SELECT max(a) FROM {object}: 3, expected less than 3',
    });
    expect(judge(select('max(a)'), { schema: AB, values: [decimal('2.999')] })).toStrictEqual({
      result: 'passed',
      measured: decimal('2.999'),
      message: 'SELECT max(a) FROM {object}: 2.999, expected less than 3',
    });
    const band = select('max(a)', { thresholds: [threshold('mustBeBetween', '1', '3')] });
    expect(judge(band, { schema: AB, values: [integer(3)] }).message).toBe(
      'SELECT max(a) FROM {object}: 3, expected between 1 and 3; exactly on a bound',
    );
  });

  test.each(['count(*)', 'count(DISTINCT a)', 'sum(a)', 'min(a)', 'max(a)', 'avg(a)'])(
    'SELECT %s without a number has no verdict',
    (what) => {
      expect(judge(select(what), { schema: AB })).toEqual({
        result: 'notEvaluated',
        measured: { type: 'null' },
        message: `SELECT ${what} FROM {object}: no value`,
      });
    },
  );

  test.each(['count(*)', 'count(DISTINCT a)', 'sum(a)', 'min(a)', 'max(a)'])(
    'SELECT %s is judged by the number that it gives',
    (what) => {
      const of = (n: number) => judge(select(what), { schema: AB, values: [integer(n)] });
      expect(of(2)).toMatchObject({ result: 'passed', measured: integer(2) });
      expect(of(3)).toMatchObject({ result: 'failed', measured: integer(3) });
    },
  );

  test('a mean is a sum divided by the values behind it, and none of no values', () => {
    const mean = select('avg(a)');
    const of = (sum: bigint, count: bigint) =>
      judge(mean, { schema: AB, values: [integer(sum), integer(count)] });
    expect(of(8n, 3n)).toMatchObject({ result: 'passed', measured: decimal('2.666667') });
    expect(of(9n, 3n)).toMatchObject({ result: 'failed', measured: decimal('3') });
    expect(of(0n, 0n).result).toBe('notEvaluated');
    expect(judge(mean, { schema: AB, values: [integer(1)] }).result).toBe('notEvaluated');
    expect(judge(mean, { schema: AB, values: [undefined, integer(1)] }).result).toBe('notEvaluated');
    expect(judge(mean, { schema: AB, values: [double(3), integer(2)] }).measured).toEqual(double(1.5));
  });

  test('that fails on a row has no verdict, whatever the rows that did not fail say', () => {
    const half = select('max(a * 2)');
    expect(judge(half, { schema: AB, values: [integer(1), integer(1)] })).toEqual({
      result: 'notEvaluated',
      measured: { type: 'null' },
      message: 'SELECT max(a * 2) FROM {object}: the SQL fails on 1 of 10 rows',
    });
    expect(judge(half, { schema: AB, values: [integer(1), integer(0)] }).result).toBe('passed');
    expect(judge(half, { schema: AB, values: [integer(1)] })).toMatchObject({
      result: 'notEvaluated',
      message: 'SELECT max(a * 2) FROM {object}: no value',
    });
  });
});

describe('any other query', () => {
  const query = 'SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g';
  const check = prepare(asking(`\n${query} `, { unit: 'rows' }));

  test('is a scan of its own', () => {
    const bound = check.bind(AB);
    if (!bound.ok) throw new Error(bound.error);
    expect(check.kind).toBe('sql');
    expect(bound.value.metrics).toMatchObject([{ class: 'opaque', columns: ['a'] }]);
    const [metric] = bound.value.metrics;
    expect(metric?.query).toContain('{object}');
    expect(metric?.id).toBe(`query: ${metric?.query}`);
    expect(check.expected).toEqual({ op: 'mustBeLessThan', value: '3' });
  });

  test('does not fit where one of its columns is not there', () => {
    expect(asksFor(check, schemaOf())).toBe('column "a" is not in the data');
    const two = prepare(asking('SELECT count(*) FROM (SELECT x, y FROM {object} GROUP BY x, y) g'));
    expect(asksFor(two, AB)).toBe('column "x" is not in the data; column "y" is not in the data');
  });

  test('is judged by its one number', () => {
    expect(judge(check, { schema: AB, values: [integer(3)] })).toEqual({
      result: 'failed',
      measured: integer(3),
      unit: 'rows',
      message: `${query}: 3, expected less than 3`,
    });
    expect(judge(check, { schema: AB })).toEqual({
      result: 'notEvaluated',
      measured: { type: 'null' },
      message: `${query}: no value`,
    });
  });
});

test('what is no query is an issue at its place, for the rule by name', () => {
  for (const query of [undefined, 5, '', 'DELETE FROM {object}']) {
    const issues = issuesOf(asking(query));
    expect(issues).toMatchObject([{ severity: 'error', at, params: { subject: 'rule "r"' } }]);
    expect(issues[0]?.code).toMatch(/^SLU-3[23]\d$/);
  }
  expect(issuesOf(asking(5))).toEqual(issuesOf(asking('')));
  expect(issuesOf(asking('SELECT max({column}) FROM {object}', { column: 'a' }))).toEqual([]);
  expect(issuesOf(asking('SELECT max({column}) FROM {object}'))).toHaveLength(1);
  expect(issuesOf(asking('SELECT max(a) FROM {object}', { engine: 'oracle' }))).toMatchObject([
    { code: 'SLU-333' },
  ]);
});

test.each(['mean', 'sum', 'min', 'max', 'distinctCount'] as const)(
  'a rule of kind %s whose query is not one aggregate is an issue, not a wrong number',
  (kind) => {
    const query = 'SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g';
    expect(issuesOf({ ...asking(query), kind })).toEqual([
      { code: 'SLU-302', severity: 'error', at, params: { rule: 'r', kind, argument: 'query' } },
    ]);
  },
);

test('a query of its own is not one that the fused scan could answer', () => {
  const params = { rule: 'r', kind: 'sql', argument: 'query' };
  expect(sqlOpaque.prepare(asking('SELECT max(a) FROM {object}'), datasetOf())).toEqual({
    ok: false,
    error: [{ code: 'SLU-302', severity: 'error', at, params }],
  });
});

test('a sum is widened exactly where its column is known to be exact, and to a double otherwise', () => {
  const query = (plainColumn?: string) => ({
    form: 'aggregate' as const,
    fn: 'sum' as const,
    args: ['"a"'],
    columns: ['a'],
    ...(plainColumn === undefined ? {} : { plainColumn }),
  });
  expect(['a', 'b', 'c', 'gone', undefined].map((c) => sumType(query(c), AB))).toEqual([
    'integer',
    'double',
    'decimal',
    'double',
    'double',
  ]);
});
