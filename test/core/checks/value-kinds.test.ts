import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../lib/core/contract/model.ts';
import { integer } from '../../../lib/core/values/scalar.ts';
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

const A = schemaOf(column('a', 'integer'));
const TEXT = schemaOf(column('a', 'string'));
const CSV = schemaOf(column('a', 'integer', 'text'));
const NULLS = rowsWhere('("a" IS NULL)');

const on = (kind: Rule['kind'], more: Partial<Rule> = {}): Rule => ruleOf(kind, { column: 'a', ...more });

/** What counts against a rule in one column, as neutral SQL, without the count of nulls that stands beside it. */
function counted(rule: Rule, word: TypeWord, from: 'file' | 'text' = 'file', type?: 'integer' | 'number') {
  const dataset = datasetOf(declared('a', type === undefined ? {} : { logicalType: type }));
  const asked = asksFor(prepare(rule, dataset), schemaOf(column('a', word, from)));
  if (typeof asked === 'string') return asked;
  return asked[0]?.replace(/^count\(CASE WHEN (.*) THEN 1 END\)$/s, '$1');
}

describe.each(['required', 'nullValues'] as const)('%s', (kind) => {
  test('counts nulls, of a text file the cells that are null themselves', () => {
    expect(asksFor(prepare(on(kind)), A)).toEqual([NULLS]);
    expect(counted(on(kind), 'integer', 'text')).toContain('IS NULL');
    expect(counted(on(kind), 'integer', 'text')).not.toBe('("a" IS NULL)');
    expect(asksFor(prepare(on(kind)), schemaOf())).toBe('column "a" is not in the data');
  });

  test('allows none unless the rule says more, and does not count nulls beside them', () => {
    const check = prepare(on(kind));
    expect(check.expected).toEqual({ op: 'mustBe', value: '0' });
    expect(judge(check, { schema: A, values: [integer(2)] })).toEqual({
      result: 'failed',
      measured: integer(2),
      unit: 'rows',
      message: 'a: null values: 2 of 10 rows, expected exactly 0',
    });
    const some = prepare(on(kind, { thresholds: [threshold('mustBeLessThan', '3')] }));
    expect(some.expected).toEqual({ op: 'mustBeLessThan', value: '3' });
    expect(judge(some, { schema: A, values: [integer(2)] }).result).toBe('passed');
  });

  test('in percent is a percent of all rows', () => {
    const check = prepare(on(kind, { unit: 'percent', thresholds: [threshold('mustBeLessThan', '20')] }));
    expect(judge(check, { schema: A, values: [integer(2)] })).toMatchObject({
      result: 'failed',
      unit: 'percent',
      message: 'a: null values: 20 % (2 of 10 rows), expected less than 20 %',
    });
  });

  test('has no verdict where nothing was counted, or the column went away', () => {
    const none = { result: 'notEvaluated', measured: { type: 'null' }, message: 'a: null values: no value' };
    expect(judge(prepare(on(kind)), { schema: A })).toEqual(none);
    expect(judgeWithout(prepare(on(kind)), A)).toEqual(none);
  });
});

test.each([
  'required',
  'nullValues',
  'missingValues',
  'invalidValues',
  'enum',
  'unique',
  'columnType',
] as const)('%s on no column of the contract is an issue at its place', (kind) => {
  const params = { rule: 'r', kind, dataset: 't' };
  const issue = { code: 'SLU-301', severity: 'error', at, params };
  expect(issuesOf(ruleOf(kind))).toEqual([issue]);
  expect(issuesOf(on(kind, { column: 'b' }))).toEqual([issue]);
});

describe('missingValues', () => {
  const listed = (...missingValues: readonly unknown[]) =>
    on('missingValues', { arguments: { missingValues } });

  test('without a list counts nulls alone', () => {
    expect(asksFor(prepare(on('missingValues')), A)).toEqual([NULLS]);
    expect(asksFor(prepare(listed()), A)).toEqual([NULLS]);
  });

  test('counts nulls and what is listed, as values of the column', () => {
    expect(counted(listed(-1, 'N/A', 0.5), 'integer')).toBe('(("a" IS NULL) OR ("a" IN (-1, 0.5)))');
    expect(counted(listed('', 'N/A'), 'string')).toBe(`(("a" IS NULL) OR ("a" IN ('', 'N/A')))`);
    expect(counted(listed('N/A'), 'integer')).toBe('(("a" IS NULL) OR FALSE)');
  });

  test('of a text file compares the cell as it stands there', () => {
    expect(counted(listed(-1, 'N/A'), 'integer', 'text', 'integer')).toMatch(
      /^\(\((".*") IS NULL\) OR \(\1 IN \('-1', 'N\/A'\)\)\)$/,
    );
  });

  test('leaves out of the list what the declared type cannot hold', () => {
    expect(counted(listed('N/A', 7), 'string', 'file', 'integer')).toBe(`(("a" IS NULL) OR ("a" IN ('7')))`);
  });

  test('does not fit a column that equals no written value', () => {
    expect(counted(listed('x'), 'binary')).toBe('column "a" is BINARY, which no listed value equals');
  });

  test('says what it counts', () => {
    expect(judge(prepare(listed(-1)), { schema: A, values: [integer(1)] })).toEqual({
      result: 'failed',
      measured: integer(1),
      unit: 'rows',
      message: 'a: missing values: 1 of 10 rows, expected exactly 0',
    });
  });
});

describe('enum', () => {
  const listed = (...values: readonly unknown[]) => on('enum', { arguments: { values } });

  test('counts values outside the list, and nulls beside them', () => {
    expect(asksFor(prepare(listed('x', "it's")), TEXT)).toEqual([
      rowsWhere(`(("a" IS NOT NULL) AND (NOT ("a" IN ('x', 'it''s'))))`),
      NULLS,
    ]);
    expect(counted(on('enum'), 'string')).toBe('(("a" IS NOT NULL) AND (NOT FALSE))');
  });

  test('of a text file also counts cells that are no value of the type; of doubles NaN', () => {
    expect(counted(listed(1), 'integer', 'text')).toMatch(
      /^\(\(\(".+" IS NOT NULL\) AND \("a" IS NULL\)\) OR \(\("a" IS NOT NULL\) AND \(NOT \("a" IN \(1\)\)\)\)\)$/,
    );
    expect(counted(listed(1), 'floating')).toBe(
      '(("a" IS NOT NULL) AND (is_nan("a") OR (NOT ("a" IN (1)))))',
    );
  });

  test('prints the list as expected, says what is outside, and shows nulls', () => {
    const check = prepare(listed('x', 'y'));
    expect(check.expected).toEqual({ op: 'oneOf', value: ['x', 'y'] });
    expect(judge(check, { schema: TEXT, values: [integer(1), integer(2)] })).toEqual({
      result: 'failed',
      measured: integer(1),
      unit: 'rows',
      nulls: '2',
      message: 'a: values outside the list: 1 of 10 rows, expected exactly 0',
    });
    expect(judge(check, { schema: TEXT, values: [integer(0)] })).not.toHaveProperty('nulls');
  });

  test('has no verdict where the column is of another type than when it was asked', () => {
    expect(judgeWithout(prepare(listed('x')), TEXT)).toMatchObject({
      result: 'notEvaluated',
      message: 'a: values outside the list: no value',
    });
  });

  test.each<[TypeWord, string]>([
    ['binary', 'column "a" is BINARY, which no listed value equals'],
    ['list', 'column "a" is LIST, which no listed value equals'],
    ['struct', 'column "a" is STRUCT, which no listed value equals'],
    ['map', 'column "a" is MAP, which no listed value equals'],
  ])('does not fit a column of type %s', (word, why) => {
    expect(counted(listed('x'), word)).toBe(why);
  });

  const inList = (word: TypeWord, ...values: readonly unknown[]): string | undefined =>
    /\("a" IN \((.*?)\)\)|FALSE/.exec(counted(listed(...values), word) ?? '')?.[1];

  test.each<[TypeWord, readonly unknown[], string | undefined]>([
    ['integer', ['7', 8, '9.50', '1e2', 'x', '', null, true, {}], '7, 8, 9.50, 100'],
    ['decimal', ['0.10', '-3'], '0.10, -3'],
    ['floating', ['0.5', 'NaN'], '0.5'],
    ['boolean', ['true', false, 'yes', 1], 'TRUE, FALSE'],
    ['string', ['x', 5, true, null, ['y'], { z: 1 }], "'x', '5', 'true'"],
    ['json', ['x'], "'x'"],
    ['date', ['2001-02-03'], "'2001-02-03'"],
    [
      'date',
      ['2001-02-30', '2001-2-3', '2001-02-03T00:00:00Z', ' 2001-02-03', 'x2001-02-03', 'day'],
      undefined,
    ],
    ['date', ['12001-02-03', '2001-02-033', '2001-02-03x'], undefined],
    ['timestamp', ['2001-02-03T04:05:06Z', '2001-02-03'], "'2001-02-03T04:05:06Z', '2001-02-03'"],
    ['timestamp', ['noon', '2001-02-30T00:00:00Z'], undefined],
    ['time', ['00:00', '19:59:59', '20:00:00.123456', '9:00'], "'00:00', '19:59:59', '20:00:00.123456'"],
    [
      'time',
      ['24:00', '1:00', '09:60', '09:30:60', '09:30:00.', '09:30:00.1234567', 'x09:30', '09:30x'],
      undefined,
    ],
    ['uuid', ['00000000-0000-0000-0000-00000000000A'], "'00000000-0000-0000-0000-00000000000A'"],
    ['uuid', ['0000000-0000-0000-0000-000000000000', 'x', '00000000-0000-0000-000000000000'], undefined],
  ])('holds a column of type %s against those of %j that it can equal', (word, values, held) => {
    expect(inList(word, ...values)).toBe(held);
  });

  test('holds a text that only contains an id or a time against no column of ids or times', () => {
    const id = '0a0a0a0a-0b0b-0c0c-0d0d-0e0e0e0e0e0e';
    expect(inList('uuid', id)).toBe(`'${id}'`);
    for (const wrong of [`x${id}`, `${id}0`, id.replace('0b', 'zz'), id.replace('-0e', '-ze'), id.slice(1)])
      expect(inList('uuid', wrong), wrong).toBeUndefined();
    for (const wrong of ['a9:30', '2a:30', '0a:30', '09:a0', '09:3a', '09:30:a0', '09:30:0a', '09:30:00.a'])
      expect(inList('time', wrong), wrong).toBeUndefined();
  });

  test('reads listed numbers of a column that is declared as numbers as numbers', () => {
    expect(counted(listed('7.0', 'x', '1e1', 0.5), 'string', 'file', 'number')).toBe(
      `(("a" IS NOT NULL) AND (NOT ("a" IN ('7.0', '10', '0.5'))))`,
    );
    const flags = datasetOf(declared('a', { logicalType: 'boolean' }));
    expect(prepare(listed('true', 'false', 'yes', null), flags).expected).toEqual({
      op: 'oneOf',
      value: ['true', 'false'],
    });
  });
});

describe('invalidValues', () => {
  const rule = (args: Readonly<Record<string, unknown>>) => on('invalidValues', { arguments: args });

  test('counts what is not listed, what does not match, or either', () => {
    expect(counted(rule({ validValues: ['x'] }), 'string')).toBe(
      `(("a" IS NOT NULL) AND (NOT ("a" IN ('x'))))`,
    );
    expect(counted(rule({ pattern: 'x+' }), 'string')).toBe(
      `(("a" IS NOT NULL) AND (NOT matches("a", 'x+')))`,
    );
    expect(counted(rule({ validValues: ['x'], pattern: 'x+' }), 'string')).toBe(
      `(("a" IS NOT NULL) AND ((NOT ("a" IN ('x'))) OR (NOT matches("a", 'x+'))))`,
    );
    expect(counted(rule({ validValues: [] }), 'string')).toBe('(("a" IS NOT NULL) AND (NOT FALSE))');
  });

  test('does not fit columns that a list or a pattern cannot be held against', () => {
    expect(counted(rule({ pattern: 'x' }), 'integer')).toBe(
      'column "a" is INTEGER, and a pattern needs text',
    );
    expect(counted(rule({ validValues: ['x'] }), 'list')).toBe(
      'column "a" is LIST, which no listed value equals',
    );
  });

  test('is an issue without a list and a pattern, or with a pattern that cannot be read', () => {
    expect(issuesOf(rule({}))).toEqual([{ code: 'SLU-304', severity: 'error', at, params: { rule: 'r' } }]);
    expect(issuesOf(rule({ pattern: 5, validValues: 'x' }))).toMatchObject([{ code: 'SLU-304' }]);
    expect(issuesOf(rule({ pattern: '(', validValues: ['x'] }))).toEqual([
      {
        code: 'SLU-303',
        severity: 'error',
        at,
        params: { rule: 'r', pattern: '(', why: expect.stringMatching(/./) },
      },
    ]);
  });

  test('says what it counts, and shows nulls', () => {
    const check = prepare(rule({ validValues: ['x'] }));
    expect(check.expected).toEqual({ op: 'mustBe', value: '0' });
    expect(judge(check, { schema: TEXT, values: [integer(1), integer(2)] })).toEqual({
      result: 'failed',
      measured: integer(1),
      unit: 'rows',
      nulls: '2',
      message: 'a: invalid values: 1 of 10 rows, expected exactly 0',
    });
  });
});

describe('pattern', () => {
  const rule = (pattern: unknown) => on('pattern', { arguments: { pattern } });

  test('counts what does not match, and prints the pattern as the contract writes it', () => {
    expect(counted(rule('^[A-Z]{3}$'), 'string')).toBe(
      `(("a" IS NOT NULL) AND (NOT matches("a", '\\A[A-Z]{3}\\z')))`,
    );
    const check = prepare(rule('^[A-Z]{3}$'));
    expect(check.expected).toEqual({ op: 'matches', value: '^[A-Z]{3}$' });
    expect(judge(check, { schema: TEXT, values: [integer(1), integer(0)] })).toMatchObject({
      result: 'failed',
      nulls: '0',
      message: 'a: values that do not match ^[A-Z]{3}$: 1 of 10 rows, expected exactly 0',
    });
  });

  test('needs text, a pattern, and one that can be read', () => {
    expect(counted(rule('x'), 'date')).toBe('column "a" is DATE, and a pattern needs text');
    expect(issuesOf(rule(undefined))).toEqual([
      { code: 'SLU-302', severity: 'error', at, params: { rule: 'r', kind: 'pattern', argument: 'pattern' } },
    ]);
    expect(issuesOf(rule('(?=x)'))).toEqual([
      {
        code: 'SLU-303',
        severity: 'error',
        at,
        params: { rule: 'r', pattern: '(?=x)', why: expect.stringMatching(/./) },
      },
    ]);
  });
});

describe('format', () => {
  const rule = (format: unknown) => on('format', { arguments: { format } });

  test('counts what does not have it', () => {
    expect(counted(rule('uuid'), 'string')).toMatch(
      /^\(\("a" IS NOT NULL\) AND \(NOT matches\("a", '\\A\(\[0-9A-Fa-f\]\{8\}-/,
    );
    expect(judge(prepare(rule('uuid')), { schema: TEXT, values: [integer(1), integer(0)] }).message).toBe(
      'a: values that are no uuid: 1 of 10 rows, expected exactly 0',
    );
  });

  test('needs text, and a name that stands for a format: an unknown one could never fail', () => {
    expect(counted(rule('uuid'), 'integer')).toBe('column "a" is INTEGER, and the format uuid needs text');
    for (const name of [undefined, 'password'])
      expect(issuesOf(rule(name))).toEqual([
        { code: 'SLU-302', severity: 'error', at, params: { rule: 'r', kind: 'format', argument: 'format' } },
      ]);
  });
});

describe('multipleOf', () => {
  const rule = (divisor: unknown) => on('multipleOf', { arguments: { divisor } });

  test('counts what is no multiple, in decimal arithmetic', () => {
    expect(counted(rule('0.1'), 'decimal')).toBe(
      '(("a" IS NOT NULL) AND (NOT coalesce(TRY_CAST("a" AS DECIMAL(38, 10)) % CAST(0.1 AS DECIMAL(38, 10)) = 0, FALSE)))',
    );
    expect(counted(rule('2'), 'integer')).toContain('% CAST(2 AS DECIMAL(38, 9)) = 0');
    expect(counted(rule('2'), 'floating')).toContain('is_nan("a") OR');
    expect(judge(prepare(rule('0.1')), { schema: A, values: [integer(1), integer(0)] }).message).toBe(
      'a: values that are not a multiple of 0.1: 1 of 10 rows, expected exactly 0',
    );
  });

  test('needs a number and a divisor', () => {
    expect(counted(rule('2'), 'string')).toBe('column "a" is STRING, and multipleOf needs a number');
    expect(issuesOf(rule(2))).toMatchObject([
      { code: 'SLU-302', params: { rule: 'r', kind: 'multipleOf', argument: 'divisor' } },
    ]);
  });
});

test('columns of CSV and JSON show how many cells are null, not how many do not convert', () => {
  const asked = asksFor(prepare(on('enum', { arguments: { values: [1] } })), CSV);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatch(/^count\(CASE WHEN \(".+" IS NULL\) THEN 1 END\)$/);
  expect(asked[1]).not.toBe(NULLS);
});
