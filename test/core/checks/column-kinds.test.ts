import { describe, expect, test } from 'vitest';
import { shownBy } from '../../../lib/core/checks/index.ts';
import { kindsOf } from '../../../lib/core/checks/user-aggregate.ts';
import { CHECK_KINDS, type Rule } from '../../../lib/core/contract/model.ts';
import { compileStatements } from '../../../lib/core/gate/compile.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { printExpr } from '../../../lib/core/sql/print.ts';
import {
  bind,
  column,
  datasetOf,
  declared,
  prepare,
  ruleOf,
  schemaOf,
  type TypeWord,
  threshold,
} from './kind-world.ts';

const none = [threshold('mustBe', '0')];
const on = (kind: Rule['kind'], args: Rule['arguments'], thresholds: Rule['thresholds'] = []): Rule =>
  ruleOf(kind, { column: 'a', arguments: args, thresholds });
const asking = (query: string): Rule => on('sql', { query }, none);
const boundTo = (rule: Rule, word: TypeWord, from: 'file' | 'text' = 'file') =>
  bind(prepare(rule, datasetOf(declared('a'))), schemaOf(column('a', word, from)));

/** What Trino is asked, which converts no text and knows NaN otherwise; a query of its own whole. */
const asked = (
  rule: Rule,
  word: TypeWord,
  from: 'file' | 'text' = 'file',
  dialect = trino,
): readonly string[] =>
  boundTo(rule, word, from).metrics.map((m) => {
    if (m.expr !== undefined) return printExpr(m.expr, dialect);
    const request = { metrics: [m], partitionColumns: [], partitions: [{}], table: 't', dialect };
    return compileStatements(request)[0]?.sql ?? '';
  });
const failing = (rule: Rule, word: TypeWord): string | undefined => {
  const where = boundTo(rule, word).failing()?.where;
  return where && printExpr(where, trino);
};

describe('an engine that converts no text is told the type of the column', () => {
  test.each([
    on('enum', { values: ['2001-01-01'] }),
    on('invalidValues', { validValues: ['2001-01-01'] }),
    on('missingValues', { missingValues: ['2001-01-01'] }),
  ])('beside listed values: $kind', (rule) => {
    expect(asked(rule, 'date')[0]).toContain(`("a" IN (DATE '2001-01-01'))`);
    expect(asked(rule, 'string')[0]).toContain(`("a" IN ('2001-01-01'))`);
  });

  test('beside a bound', () => {
    const before = threshold('mustBeLessThan', '09:30:00');
    expect(failing(on('range', {}, [before]), 'time')).toBe(`TRY(("a" >= TIME '09:30:00'))`);
    expect(failing(on('range', {}, [before]), 'string')).toBe(`TRY(("a" >= '09:30:00'))`);
  });

  test('but not beside a cell of CSV or JSON as it is written, which is a text', () => {
    const rule = on('missingValues', { missingValues: ['2001-01-01'] });
    expect(asked(rule, 'date', 'text')[0]).toContain(` IN ('2001-01-01'))`);
  });
});

describe('an engine that orders NaN otherwise is told where it may be', () => {
  test('of the largest value of floating point, plain or computed', () => {
    expect(asked(asking('SELECT max(a) FROM {object}'), 'floating')[0]).toContain('is_nan("a")');
    expect(asked(asking('SELECT max(a * 2) FROM {object}'), 'floating')[0]).toContain('nan() ELSE max(');
  });

  test('and nowhere else', () => {
    expect(asked(asking('SELECT max(a) FROM {object}'), 'integer')).toEqual(['max("a")']);
    expect(asked(asking('SELECT max(a * 2) FROM {object}'), 'integer')[0]).toBe('max(TRY((("a" * 2))))');
    expect(asked(asking('SELECT min(a) FROM {object}'), 'floating')).toEqual(['min("a")']);
  });

  test('in conditions: in what is counted, where the SQL fails, and in the rows that are shown', () => {
    const rule = asking('SELECT count(*) FROM {object} WHERE a > 1');
    for (const sql of [...asked(rule, 'floating'), failing(rule, 'floating')])
      expect(sql).toContain('NOT ("a" <= 1)');
    for (const sql of [...asked(rule, 'integer'), failing(rule, 'integer')]) expect(sql).toContain('"a" > 1');
  });

  test('in a query of its own, which other engines get as it was read', () => {
    const rule = asking('SELECT count(*) FROM (SELECT a FROM {object} WHERE a > 1 GROUP BY a) g');
    expect(asked(rule, 'floating')[0]).toMatch(/NOT \(.*"a" <= 1\)/);
    expect(asked(rule, 'integer')[0]).toMatch(/"a" > 1/);
    expect(asked(rule, 'floating', 'file', duckdb)[0]).toMatch(/"a" > 1/);
    expect(asked(rule, 'floating')[0]).toContain('(SELECT * FROM "t")');
  });
});

test('whether a multiple is one of floating point is told to the engine that rounds such numbers otherwise', () => {
  const isFloating = (word: TypeWord): boolean => {
    const where = JSON.stringify(boundTo(on('multipleOf', { divisor: '0.5' }), word).failing());
    return where.includes('"floating":true');
  };
  expect(isFloating('floating')).toBe(true);
  expect(isFloating('float')).toBe(true);
  expect(isFloating('decimal')).toBe(false);
  expect(isFloating('integer')).toBe(false);
});

test('the kinds of columns are told by name, and once a schema', () => {
  const schema = schemaOf(column('a', 'integer'), column('b', 'floating'));
  expect(kindsOf(schema)).toEqual({ a: 'integer', b: 'floating' });
  expect(kindsOf(schema)).toBe(kindsOf(schema));
  expect(kindsOf(schemaOf(column('a', 'date')))).toEqual({ a: 'date' });
});

describe('what results of a kind show', () => {
  const where = (says: keyof ReturnType<typeof shownBy>) =>
    CHECK_KINDS.filter((k) => shownBy(k)[says] === true);
  /** The smallest or largest value, a mean, a sum, an example, an instant: all of these quote or tell a cell. */
  const CELLS = ['columnType', 'range', 'sql', 'freshness', 'latency', 'mean', 'min', 'max', 'sum'];

  test('is never a cell where it is a number of rows, of columns or of characters', () => {
    expect(where('noCell')).toEqual(CHECK_KINDS.filter((k) => !CELLS.includes(k)));
  });

  test('is of columns, or an age, of these alone', () => {
    expect(where('columns')).toEqual(['columnPresent', 'columnType', 'extraColumns']);
    expect(where('age')).toEqual(['freshness', 'latency']);
  });

  test('is not said of a name that is no kind', () => {
    expect(shownBy('text')).toEqual({});
    expect(shownBy('noSuchKind')).toEqual({});
  });

  test('is said of the form that a query has', () => {
    const shows = (query: string) => prepare(asking(query)).shows;
    expect(shows('SELECT count(*) FROM {object} WHERE a > 1')).toEqual({ noCell: true });
    expect(shows('SELECT count(DISTINCT a) FROM {object}')).toEqual({ noCell: true });
    for (const fn of ['min', 'max', 'sum', 'avg']) expect(shows(`SELECT ${fn}(a) FROM {object}`)).toEqual({});
    expect(shows('SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g')).toEqual({});
  });
});
