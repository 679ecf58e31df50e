import { describe, expect, test } from 'vitest';
import type { FailingRows } from '../../../lib/core/checks/failing.ts';
import type { Column, Dataset, Rule } from '../../../lib/core/contract/model.ts';
import {
  compileSample,
  type SampleRequest,
  type SampleRule,
  type SampleStatement,
  shownColumns,
} from '../../../lib/core/gate/sample.ts';
import { column as col, compare, isNotNull, isNull, literal, not } from '../../../lib/core/sql/build.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { neutral } from '../../../lib/core/sql/dialects/neutral.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { integer } from '../../../lib/core/values/scalar.ts';
import { column, datasetOf, declared, ruleOf, schemaOf } from '../checks/kind-world.ts';

const a = column('a', 'integer');
const b = column('b', 'string');
const day = column('d', 'date');
const show = (c = a, masked = false): SampleRequest['shown'][number] => ({ name: c.name, column: c, masked });

const empty: FailingRows = { where: isNull(col('a')), columns: ['a'] };
const high: FailingRows = {
  where: compare(col('a'), '>', literal(integer(9))),
  worst: { term: col('a'), end: 'max' },
  columns: ['a'],
};
const twice: FailingRows = { repeats: { key: ['a'], among: isNotNull(col('a')) }, columns: ['a'] };

/** Rules are named r0, r1, … in their order. */
function compile(failing: readonly FailingRows[], more: Partial<SampleRequest> = {}): SampleStatement {
  const rules = failing.map((f, i) => ({ id: `r${i}`, failing: f }));
  return compileSample({
    rules,
    columns: [a, b],
    partitionColumns: [],
    shown: [show()],
    table: 't',
    dialect: neutral,
    ...more,
  });
}

/** The first part of a statement that a pattern finds. */
const part = ({ sql }: SampleStatement, pattern: RegExp): string | undefined => pattern.exec(sql)?.[1];
const orderOf = (s: SampleStatement) => part(s, /PARTITION BY .* ORDER BY (.*)\) AS "\$+place"/);
const placesOf = (s: SampleStatement) => part(s, /OVER \(PARTITION BY ("\$+rule".*?) ORDER BY/);
const failsOf = (s: SampleStatement) => s.sql.match(/^ +\(.* AS "\$+fails\d+",?$/gm)?.map((l) => l.trim());
const cellsOf = (s: SampleStatement) => part(s, /\n {4}SELECT \*,\n {6}(.*?)\n {4}FROM/s)?.split(',\n      ');
const filterOf = (s: SampleStatement) => part(s, /FROM "t"\n +WHERE (.*)\n/);

describe('the statement of a sample', () => {
  test('asks each row every rule, once each that it breaks, and keeps the worst five of every rule and day', () => {
    const statement = compile([empty, high], { partitionColumns: [day], shown: [show(), show(b, true)] });
    expect(statement).toStrictEqual({
      sql: `SELECT "$rule" AS rule, "d" AS p0, "$c0" AS c0, "$c1" AS c1
FROM (
  SELECT *, row_number() OVER (PARTITION BY "$rule", "d" ORDER BY CASE WHEN "$rule" = 1 THEN "a" END DESC NULLS LAST, "$c0", "$c1") AS "$place"
  FROM (
    SELECT *,
      substr(CAST("a" AS VARCHAR), 1, 201) AS "$c0",
      CASE WHEN "b" IS NOT NULL THEN 'masked' END AS "$c1"
    FROM (
      SELECT *,
        (("a" IS NULL)) AS "$fails0",
        (("a" > 9)) AS "$fails1"
      FROM "t"
      WHERE (("a" IS NULL)) OR (("a" > 9))
    ) AS judged
    CROSS JOIN (VALUES (0), (1)) AS rules("$rule")
    WHERE ("$rule" = 0 AND "$fails0") OR ("$rule" = 1 AND "$fails1")
  ) AS failing
) AS ranked
WHERE "$place" <= 5
ORDER BY "$rule", "d", "$place"`,
      rules: ['r0', 'r1'],
      partitionColumns: { p0: 'd' },
      columns: [
        { name: 'a', masked: false },
        { name: 'b', masked: true },
      ],
    });
  });

  test('is one scan, however many rules there are', () => {
    const { sql } = compile([empty, high, twice, empty]);
    expect(sql.match(/FROM "t"/g)).toHaveLength(1);
  });

  test('prints conditions in the dialect of the engine', () => {
    const invalid: FailingRows = { where: { node: 'isNan', term: col('a') }, columns: ['a'] };
    expect(failsOf(compile([invalid]))).toEqual(['(is_nan("a")) AS "$fails0"']);
    expect(failsOf(compile([invalid], { dialect: duckdb }))).toEqual(['(isnan("a")) AS "$fails0"']);
  });

  test('takes names as they are, quoted', () => {
    const odd = column('o"dd', 'integer');
    const found = compile([{ repeats: { key: ['o"dd'], among: isNull(col('x')) }, columns: [] }], {
      table: 't"s',
      columns: [odd],
      partitionColumns: [odd],
      shown: [show(odd)],
    });
    expect(found.sql).toContain('FROM "t""s"');
    expect(found.sql).toContain('SELECT "$rule" AS rule, "o""dd" AS p0, "$c0" AS c0');
    expect(found.sql).toContain('OVER (PARTITION BY "o""dd", "o""dd") > 1');
    expect(found.sql).toContain('THEN "o""dd" END NULLS LAST');
    expect(found.partitionColumns).toEqual({ p0: 'o"dd' });
  });
});

describe('a name of its own', () => {
  const marked = (...names: readonly string[]): string | undefined =>
    part(
      compile([empty], { columns: names.map((n) => column(n, 'integer')) }),
      /^SELECT "(\$*)rule" AS rule/,
    );

  test('begins with a mark that begins no column of the data', () => {
    expect(marked()).toBe('$');
    expect(marked('a', 'rule', 'x$')).toBe('$');
    expect(marked('$')).toBe('$$');
    expect(marked('$rule', 'a')).toBe('$$');
    expect(marked('a', '$$place')).toBe('$$$');
    expect(marked('$x', '$$y', '$$$z')).toBe('$$$$');
  });

  test('has it everywhere', () => {
    const { sql } = compile([high, twice], { columns: [column('$c0', 'integer')] });
    expect(sql.match(/"\$+\w+"/g)?.filter((name) => !name.startsWith('"$$'))).toEqual([]);
  });
});

describe('rows that fail together', () => {
  test('are those whose key another row of the same partition has', () => {
    const keyed = (more: Partial<SampleRequest>, failing = twice) => failsOf(compile([failing], more));
    const among = '("a" IS NOT NULL)';
    expect(keyed({})).toEqual([`((${among} AND count(*) OVER (PARTITION BY "a") > 1)) AS "$fails0"`]);
    expect(keyed({ partitionColumns: [day] })).toEqual([
      `((${among} AND count(*) OVER (PARTITION BY "d", "a") > 1)) AS "$fails0"`,
    ]);
    const pair = { repeats: { key: ['a', 'b'], among: isNotNull(col('a')) }, columns: ['a', 'b'] };
    expect(keyed({}, pair)).toEqual([
      `((${among} AND count(*) OVER (PARTITION BY "a", "b") > 1)) AS "$fails0"`,
    ]);
  });

  test('fail beside those that fail alone', () => {
    const both = { ...twice, where: isNull(col('b')) };
    expect(failsOf(compile([both]))).toEqual([
      '(("b" IS NULL) OR (("a" IS NOT NULL) AND count(*) OVER (PARTITION BY "a") > 1)) AS "$fails0"',
    ]);
  });

  test('are seen only where no row is left out before', () => {
    expect(filterOf(compile([twice]))).toBeUndefined();
    expect(filterOf(compile([empty, twice]))).toBeUndefined();
    expect(filterOf(compile([empty]))).toBe('(("a" IS NULL))');
    expect(compile([empty, twice]).sql).toContain('FROM "t"\n    ) AS judged');
  });
});

describe('the order of a rule', () => {
  const worst = (end: 'min' | 'max'): FailingRows => ({ ...empty, worst: { term: col('a'), end } });

  test('has the smallest first where too small is wrong, the largest where too large is, what has none last', () => {
    expect(orderOf(compile([worst('min')]))).toBe('CASE WHEN "$rule" = 0 THEN "a" END ASC NULLS LAST, "$c0"');
    expect(orderOf(compile([worst('max')]))).toBe(
      'CASE WHEN "$rule" = 0 THEN "a" END DESC NULLS LAST, "$c0"',
    );
  });

  test('has rows of one key together', () => {
    const pair = { repeats: { key: ['a', 'b'], among: isNotNull(col('a')) }, columns: ['a', 'b'] };
    expect(orderOf(compile([pair]))).toBe(
      'CASE WHEN "$rule" = 0 THEN "a" END NULLS LAST, CASE WHEN "$rule" = 0 THEN "b" END NULLS LAST, "$c0"',
    );
    const worse: FailingRows = { ...pair, worst: { term: col('b'), end: 'min' } };
    expect(orderOf(compile([worse]))).toBe('CASE WHEN "$rule" = 0 THEN "b" END ASC NULLS LAST, "$c0"');
  });

  test('is its own: rows of other rules are not ordered by it', () => {
    expect(orderOf(compile([empty, worst('min'), twice]))).toBe(
      'CASE WHEN "$rule" = 1 THEN "a" END ASC NULLS LAST, CASE WHEN "$rule" = 2 THEN "a" END NULLS LAST, "$c0"',
    );
  });

  test('is that of the cells among equals, so that the same rows are shown every time', () => {
    expect(orderOf(compile([empty], { shown: [show(), show(b)] }))).toBe('"$c0", "$c1"');
    expect(orderOf(compile([empty], { shown: [] }))).toBe('"$rule"');
  });

  test('is told apart by partition', () => {
    expect(placesOf(compile([empty]))).toBe('"$rule"');
    const two = compile([empty], { partitionColumns: [day, b] });
    expect(placesOf(two)).toBe('"$rule", "d", "b"');
    expect(two.sql.endsWith('\nORDER BY "$rule", "d", "b", "$place"')).toBe(true);
    expect(two.partitionColumns).toEqual({ p0: 'd', p1: 'b' });
  });
});

describe('a cell', () => {
  const cell = (shown: SampleRequest['shown'][number]) => cellsOf(compile([empty], { shown: [shown] }));

  test('is text of at most 200 characters and one that says that there were more', () => {
    expect(cell(show(b))).toEqual(['substr(CAST("b" AS VARCHAR), 1, 201) AS "$c0"']);
  });

  test('of a masked column never leaves the engine: only whether there is one', () => {
    expect(cell(show(b, true))).toEqual([`CASE WHEN "b" IS NOT NULL THEN 'masked' END AS "$c0"`]);
  });

  test('of CSV and JSON is shown as it is written there, masked or not', () => {
    const written = column('b', 'integer', 'text');
    expect(cell(show(written))).toEqual(['substr(CAST("b\u241ftext" AS VARCHAR), 1, 201) AS "$c0"']);
    expect(cell(show(written, true))).toEqual([
      `CASE WHEN "b\u241ftext" IS NOT NULL THEN 'masked' END AS "$c0"`,
    ]);
  });

  test('is text in the words of the engine, of CSV and JSON as it stands there', () => {
    const inTrino = (c: ReturnType<typeof column>) =>
      cellsOf(compile([empty], { shown: [show(c)], dialect: trino }));
    expect(inTrino(column('b', 'list'))).toEqual(['substr(json_format(CAST("b" AS JSON)), 1, 201) AS "$c0"']);
    expect(inTrino(column('b', 'string'))).toEqual(['substr(CAST("b" AS VARCHAR), 1, 201) AS "$c0"']);
    expect(inTrino(column('b', 'list', 'text'))).toEqual([
      'substr(CAST("b\u241ftext" AS VARCHAR), 1, 201) AS "$c0"',
    ]);
  });

  test('of any other place is the column itself', () => {
    expect(cell(show(column('b', 'date', 'path')))).toEqual([
      'substr(CAST("b" AS VARCHAR), 1, 201) AS "$c0"',
    ]);
  });
});

describe('what is shown of a failing row', () => {
  const failing = (...columns: readonly string[]): SampleRule => ({
    id: 'r',
    failing: { where: not(isNull(col('a'))), columns },
  });
  const schema = schemaOf(a, b, day, column('e', 'string'));
  const table = (
    rules: readonly Rule[] = [],
    more: Partial<Dataset> = {},
    ...columns: readonly Column[]
  ): Dataset => ({
    ...datasetOf(declared('a'), declared('b'), declared('d'), ...columns),
    rules,
    ...more,
  });
  const names = (dataset: Dataset, ...looked: readonly string[]) =>
    shownColumns(dataset, schema, [failing(...looked)]).map((s) => s.name);
  const primaryKey = ruleOf('primaryKey', { arguments: { columns: ['b', 'd'] } });
  const unique = ruleOf('unique', { column: 'd' });
  const duplicates = ruleOf('duplicateValues', { column: 'a', arguments: { properties: ['e', 'b'] } });

  test('is what its rule looks at, each once, with the column as it is in the data', () => {
    expect(shownColumns(table(), schema, [failing('a'), failing('b', 'a')])).toEqual([
      { name: 'a', column: a, masked: false },
      { name: 'b', column: b, masked: false },
    ]);
    expect(names(table())).toEqual([]);
  });

  test('begins with the primary key, whichever other keys there are', () => {
    expect(names(table([duplicates, unique, primaryKey]), 'a', 'b')).toEqual(['b', 'd', 'a']);
  });

  test('begins with unique columns where there is no primary key, with all of them', () => {
    expect(names(table([duplicates, unique, ruleOf('unique', { column: 'e' })]), 'a')).toEqual([
      'd',
      'e',
      'a',
    ]);
  });

  test('begins with keys that must not repeat where nothing else identifies a row', () => {
    expect(names(table([duplicates]), 'a')).toEqual(['e', 'b', 'a']);
    expect(names(table([ruleOf('duplicateValues', { column: 'b' })]), 'a')).toEqual(['b', 'a']);
  });

  test('begins with no column of any other rule, nor of a key that names none', () => {
    const required = ruleOf('required', { column: 'b' });
    expect(names(table([required, ruleOf('duplicateValues')]), 'a')).toEqual(['a']);
    expect(names(table([ruleOf('unique'), duplicates]), 'a')).toEqual(['e', 'b', 'a']);
  });

  test('leaves out partition columns, which say which partition it is, and columns that are not there', () => {
    expect(names(table([primaryKey], { partitionedBy: ['d'] }), 'a', 'd', 'gone')).toEqual(['b', 'a']);
  });

  test('is masked where the contract calls the column sensitive, or does not know it', () => {
    const secret = table([], {}, declared('e', { sensitive: true }));
    const masks = (dataset: Dataset) =>
      shownColumns(dataset, schema, [failing('a', 'e')]).map((s) => [s.name, s.masked]);
    expect(masks(secret)).toEqual([
      ['a', false],
      ['e', true],
    ]);
    expect(masks(table())).toEqual([
      ['a', false],
      ['e', true],
    ]);
    const renamed = table([], {}, declared('e', { physicalName: 'x' }), declared('y', { physicalName: 'e' }));
    expect(masks(renamed)).toEqual([
      ['a', false],
      ['e', false],
    ]);
  });
});
