import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, test } from 'vitest';
import { findColumn } from '../../../lib/core/checks/metrics.ts';
import { column, compare, literal, oneOf } from '../../../lib/core/sql/build.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { trinoNumber } from '../../../lib/core/sql/dialects/trino-user-sql.ts';
import type { ColumnKinds } from '../../../lib/core/sql/nodes.ts';
import type { PhysicalType } from '../../../lib/core/sql/physical.ts';
import { printExpr } from '../../../lib/core/sql/print.ts';
import { parseUserQuery } from '../../../lib/core/sql/user-query.ts';
import { decimal, integer, string } from '../../../lib/core/values/scalar.ts';
import { schemaOf } from '../gate/contract-text.ts';

const KINDS: ColumnKinds = {
  ...{ d: 'floating', e: 'floating', i: 'integer', x: 'decimal', s: 'string', b: 'boolean' },
  ...{ day: 'date', eve: 'date', t: 'timestamp', l: 'list' },
};

/** A condition of a `sql` rule, as Trino is asked. */
function where(condition: string): string {
  const read = parseUserQuery(`SELECT count(*) FROM {object} WHERE ${condition}`, { rule: 'r' });
  if (!read.ok || read.value.form !== 'aggregate') throw new Error(JSON.stringify(read));
  const { where: sql = '', trees } = read.value;
  const tree = trees?.where;
  return trino.user?.({ node: 'user', sql, kinds: KINDS, ...(tree && { tree }) }) ?? sql;
}

const opaque = (query: string): string => {
  const read = parseUserQuery(query, { rule: 'r' });
  if (!read.ok || read.value.form !== 'opaque' || read.value.tree === undefined) throw new Error(query);
  return trino.query?.(read.value.tree, KINDS) ?? '';
};

describe('a condition on Trino', () => {
  it.each([
    ['d > 1', '(NOT ("d" <= 1))'],
    ['d < 1', '(1 > "d")'],
    ['1 < d', '(NOT ("d" <= 1))'],
    ['d >= e', 'CASE WHEN is_nan("e") THEN is_nan("d") ELSE (NOT ("d" < "e")) END'],
    ['d = e', 'CASE WHEN is_nan("e") THEN is_nan("d") ELSE ("d" = "e") END'],
    ['d = 1', '("d" = 1)'],
    ['i > 1', '("i" > 1)'],
    ['i < d', '(NOT ("d" <= "i"))'],
    ['d NOT BETWEEN 0 AND 1', '(NOT ((NOT ("d" < 0)) AND (1 >= "d")))'],
    ['i IN (1, 2)', '("i" IN (1, 2))'],
    ['i IN (1, e)', '(("i" = 1) OR ("i" = "e"))'],
    ["day >= '2001-01-01'", `("day" >= DATE '2001-01-01')`],
    ["'2001-01-01T12:00:00Z' < t", `(TIMESTAMP '2001-01-01 12:00:00.000000' < "t")`],
    ["t < '2001-01-01T12:00:00+02:00'", `("t" < '2001-01-01T12:00:00+02:00')`],
    ["day = 'soon'", `("day" = 'soon')`],
    ["s = '2001-01-01'", `("s" = '2001-01-01')`],
    ['i = 99999999999999999999', `("i" = DECIMAL '99999999999999999999')`],
    ['day - eve > 1', `(date_diff('day', "eve", "day") > 1)`],
    ["day + INTERVAL '1' HOUR > t", `((CAST("day" AS TIMESTAMP(6)) + INTERVAL '1' HOUR) > "t")`],
    ['hour(day) = 0', '(hour(CAST("day" AS TIMESTAMP(6))) = 0)'],
    ['CAST(s AS TIMESTAMP) > t', '(CAST("s" AS TIMESTAMP(6)) > "t")'],
    ['floor(i) = x', '(floor(CAST("i" AS DOUBLE)) = "x")'],
    ['b IS TRUE', '("b" IS NOT DISTINCT FROM TRUE)'],
  ])('%s is %s', (written, printed) => {
    expect(where(written)).toBe(printed);
  });

  it('of sides too long to be written twice fails, rather than to mean something else', () => {
    const long = `d${' + 1000000000.5'.repeat(800)}`;
    expect(where(`${long} >= e`)).toMatch(/^CAST\('a part of more than 10000 characters/);
  });

  it('takes no longer than its text is long', () => {
    const nested = (name: string, depth: number): string =>
      [`${name}(`.repeat(depth), 'd', ')'.repeat(depth)].join('');
    expect(where(`${nested('ln', 50)} > 1`)).toContain('too long for Trino');
    expect(where(`${nested('abs', 50)} > 1`).length).toBeLessThan(1000);
    expect(where(`${'CASE WHEN d > e THEN '.repeat(25)}d${' END'.repeat(25)} > e`).length).toBeLessThan(
      20_000,
    );
  });

  it('of a rule that names its engine is the text itself', () => {
    const read = parseUserQuery('SELECT count(*) FROM {object} WHERE d > 1', { rule: 'r', engine: 'trino' });
    expect(read.ok && read.value).not.toHaveProperty('trees');
    expect(trino.user?.({ node: 'user', sql: '("d" > 1)' })).toBeUndefined();
  });
});

test('a query of its own on Trino knows what stands under its names', () => {
  expect(
    opaque(
      'SELECT count(*) FROM (SELECT s, max(d) AS top, sum(i) AS n FROM {object} GROUP BY s) q WHERE top > 1',
    ),
  ).toBe(
    'SELECT count(*) FROM (SELECT "s", CASE WHEN bool_or(is_nan("d")) THEN nan() ELSE max("d") END AS "top", ' +
      'sum(CAST("i" AS DECIMAL(38, 0))) AS "n" FROM {object} AS "object" GROUP BY "s") AS "q" WHERE (NOT ("top" <= 1))',
  );
  // a name that is also a column's of another kind: asked for NaN, which Trino refuses of a list
  expect(opaque('SELECT max(l) FROM (SELECT d AS l FROM {object}) q WHERE l > 1')).toContain(
    '(NOT ("l" <= 1))',
  );
});

test('numbers are written so that Trino reads them', () => {
  expect(trinoNumber('9223372036854775807')).toBe("DECIMAL '9223372036854775807'");
  expect(trinoNumber('-12')).toBe('-12');
  expect(trinoNumber('0.05')).toBe("DECIMAL '0.05'");
  expect(trinoNumber('1e5')).toBe('1e5');
  expect(trinoNumber('1'.repeat(39))).toBe(`${'1'.repeat(39)}E0`);
  expect(trinoNumber(`0.${'0'.repeat(39)}1`)).toMatch(/E0$/);
});

test('listed values are of the type of their column', () => {
  const listed = (type: PhysicalType, text: string): string =>
    printExpr(oneOf(column('c'), [string(text)], type), trino);
  expect(listed({ kind: 'date' }, '2001-01-01')).toBe(`("c" IN (DATE '2001-01-01'))`);
  expect(listed({ kind: 'timestamp', zoned: false }, '2001-01-01T00:00:00+02:00')).toBe(
    `("c" IN (TIMESTAMP '2000-12-31 22:00:00.000000'))`,
  );
  expect(listed({ kind: 'uuid' }, '123e4567-e89b-12d3-a456-426614174000')).toBe(
    `("c" IN (X'123e4567e89b12d3a456426614174000'))`,
  );
  expect(listed({ kind: 'string' }, '2001-01-01')).toBe(`("c" IN ('2001-01-01'))`);
  const numbers = [integer(1n), decimal('1e3'), decimal('99999999999999999999')];
  expect(printExpr(oneOf(column('c'), numbers), trino)).toBe(
    `("c" IN (1, 1000, DECIMAL '99999999999999999999'))`,
  );
  expect(printExpr(compare(column('c'), '<', literal(string('10:00'), { kind: 'time' })), trino)).toBe(
    `("c" < TIME '10:00')`,
  );
});

test('a double is a multiple by its digits, on DuckDB too', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const node = { node: 'isMultipleOf', term: column('d'), divisor: '0.05', floating: true } as const;
  const values = ['123456789.05', '0.3', '1e20', '0.31', '5e-324', 'NaN', 'Infinity'];
  const rows = values.map((v) => `(CAST('${v}' AS DOUBLE))`).join(', ');
  const found = await connection.runAndReadAll(
    `SELECT ${printExpr(node, duckdb)} FROM (VALUES ${rows}) v(d)`,
  );
  expect(found.getRows().flat()).toEqual([true, true, true, false, true, false, false]);
  connection.closeSync();
});

test('columns whose names differ only in case are told apart by no engine', () => {
  const schema = schemaOf({ A: 'integer', a: 'integer', b: 'integer' });
  expect(findColumn(schema, 'A')).toEqual({
    ok: false,
    error: 'columns "A" and "a" differ only in case, and no engine tells them apart',
  });
  expect(findColumn(schema, 'b').ok).toBe(true);
  expect(findColumn(schema, 'B').ok).toBe(false);
});
