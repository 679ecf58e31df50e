import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailingRows } from '../../../lib/core/checks/failing.ts';
import type { Operator, Rule } from '../../../lib/core/contract/model.ts';
import { column as col, isNotNull } from '../../../lib/core/sql/build.ts';
import { neutral } from '../../../lib/core/sql/dialects/neutral.ts';
import { printExpr } from '../../../lib/core/sql/print.ts';
import { decimal, double, integer, NULL, string } from '../../../lib/core/values/scalar.ts';
import { type Cell, countIn, failingIn, type Row } from './evaluate.ts';
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

const on = (kind: Rule['kind'], args: Rule['arguments'] = {}, more: Partial<Rule> = {}): Rule =>
  ruleOf(kind, { column: 'a', arguments: args, ...more });
const schema = (word: TypeWord, from: 'file' | 'text' = 'file') =>
  schemaOf(column('a', word, from), column('b', 'integer'));
const boundTo = (rule: Rule, word: TypeWord, from: 'file' | 'text' = 'file') =>
  bind(prepare(rule, datasetOf(declared('a'), declared('b'))), schema(word, from));
const failingOf = (rule: Rule, word: TypeWord, from: 'file' | 'text' = 'file') =>
  boundTo(rule, word, from).failing();
const ofA = (cells: readonly Cell[]): readonly Row[] => cells.map((a) => ({ a }));
const listOf = (items: number): Cell => ({ type: 'list', items });
const texts = (...values: readonly string[]): readonly Cell[] => values.map(string);
const numbers = (...values: readonly number[]): readonly Cell[] => values.map(integer);
const doubles = (...values: readonly number[]): readonly Cell[] => values.map(double);
const atMost = threshold('mustBeLessOrEqualTo', '2');
const atLeast = threshold('mustBeGreaterOrEqualTo', '2');

interface OfValues {
  readonly rule: Rule;
  readonly word: TypeWord;
  readonly holds: readonly Cell[];
  readonly fails: readonly Cell[];
}

/** Kinds that single values break: what holds and what fails, a null among them. */
const VALUES: readonly (OfValues & { readonly says: string })[] = [
  { says: 'required', rule: on('required'), word: 'string', holds: texts('', 'x'), fails: [NULL] },
  { says: 'nullValues', rule: on('nullValues'), word: 'integer', holds: numbers(0, 1), fails: [NULL] },
  {
    says: 'missingValues',
    rule: on('missingValues', { missingValues: ['N/A', ''] }),
    word: 'string',
    holds: texts('n/a', ' '),
    fails: [NULL, ...texts('N/A', '')],
  },
  {
    says: 'missingValues without a list',
    rule: on('missingValues'),
    word: 'string',
    holds: texts(''),
    fails: [NULL],
  },
  {
    says: 'invalidValues with a list',
    rule: on('invalidValues', { validValues: [1, 2.5] }),
    word: 'floating',
    holds: [NULL, ...doubles(1, 2.5)],
    fails: doubles(2, Number.NaN),
  },
  {
    says: 'invalidValues with a list and a pattern',
    rule: on('invalidValues', { validValues: ['aa', 'b'], pattern: '^a' }),
    word: 'string',
    holds: [NULL, ...texts('aa')],
    fails: texts('b', 'a', 'c'),
  },
  {
    says: 'enum',
    rule: on('enum', { values: ['x', 'y'] }),
    word: 'string',
    holds: [NULL, ...texts('x', 'y')],
    fails: texts('X', '', 'xy'),
  },
  { says: 'enum without values', rule: on('enum'), word: 'integer', holds: [NULL], fails: numbers(0) },
  {
    says: 'pattern',
    rule: on('pattern', { pattern: '^[A-Z]{3}$' }),
    word: 'string',
    holds: [NULL, ...texts('JFK')],
    fails: texts('JFK\n', 'jfk', ''),
  },
  {
    says: 'format',
    rule: on('format', { format: 'ipv4' }),
    word: 'string',
    holds: [NULL, ...texts('10.0.0.1')],
    fails: texts('10.0.0.256', '10.0.0.1 ', ''),
  },
  {
    says: 'multipleOf',
    rule: on('multipleOf', { divisor: '0.5' }),
    word: 'decimal',
    holds: [NULL, decimal('1.50'), decimal('-2.00')],
    fails: [decimal('0.25'), decimal('1.49')],
  },
  {
    says: 'range with a maximum',
    rule: on('range', {}, { thresholds: [atMost] }),
    word: 'floating',
    holds: [NULL, ...doubles(2, -9)],
    fails: doubles(2.1, Number.NaN, Number.POSITIVE_INFINITY),
  },
  {
    says: 'range with a minimum',
    rule: on('range', {}, { thresholds: [atLeast] }),
    word: 'integer',
    holds: [NULL, ...numbers(2, 3)],
    fails: numbers(1, -9),
  },
  {
    says: 'length of texts',
    rule: on('length', {}, { thresholds: [atMost] }),
    word: 'string',
    holds: [NULL, ...texts('', 'ab', '\u{1f600}\u{1f600}')],
    fails: texts('abc'),
  },
  {
    says: 'length of lists',
    rule: on('length', { of: 'list' }, { thresholds: [atLeast] }),
    word: 'list',
    holds: [NULL, listOf(2)],
    fails: [listOf(0), listOf(1)],
  },
];

const BY_NAME = VALUES.map((v) => [v.says, v] as const);

describe('rows that break a rule about values', () => {
  test.each(BY_NAME)('%s: every row on the wrong side, no other, and the column is shown', (_, of) => {
    const failing = failingOf(of.rule, of.word);
    if (failing === undefined) throw new Error('no rows');
    expect(failingIn(failing, ofA(of.holds))).toEqual(of.holds.map(() => false));
    expect(failingIn(failing, ofA(of.fails))).toEqual(of.fails.map(() => true));
    expect(failing.columns).toEqual(['a']);
    expect(failing.repeats).toBeUndefined();
  });

  const counting = BY_NAME.filter(([, { rule }]) => rule.kind !== 'range' && rule.kind !== 'length');
  test.each(counting)('%s: as many fail as are counted', (_, { rule, word, holds, fails }) => {
    const { metrics, failing } = boundTo(rule, word);
    const [counted] = metrics;
    const found = failing();
    if (counted === undefined || found === undefined) throw new Error('nothing counted');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...holds, ...fails), { maxLength: 8 }), (cells) => {
        const rows = ofA(cells);
        expect(failingIn(found, rows).filter(Boolean)).toHaveLength(countIn(counted, rows));
      }),
    );
  });

  test('of CSV and JSON are also cells that are no value of the type, but null only where the cell is', () => {
    const rows: readonly Row[] = [
      { a: integer(1), 'text of a': string('1') },
      { a: integer(5), 'text of a': string('5') },
      { a: NULL, 'text of a': string('one') },
      { a: NULL, 'text of a': NULL },
    ];
    const failed = (rule: Rule) => {
      const failing = failingOf(rule, 'integer', 'text');
      return failing && failingIn(failing, rows);
    };
    expect(failed(on('enum', { values: [1] }))).toEqual([false, true, true, false]);
    expect(failed(on('required'))).toEqual([false, false, false, true]);
    expect(failed(on('missingValues', { missingValues: ['one'] }))).toEqual([false, false, true, true]);
    expect(failed(on('columnType'))).toEqual([false, false, true, false]);
  });
});

describe('rows whose type is not the declared one', () => {
  test('are cells of text that do not convert, each with its column', () => {
    expect(failingOf(on('columnType'), 'integer', 'text')?.columns).toEqual(['a']);
    expect(failingOf(on('columnType'), 'integer', 'text')).not.toHaveProperty('worst');
  });

  test('are none where the files themselves say the type: then the whole column has it or not', () => {
    expect(failingOf(on('columnType'), 'integer')).toBeUndefined();
    expect(failingOf(on('columnType'), 'string')).toBeUndefined();
  });
});

describe('the worst rows', () => {
  const worst = (rule: Rule, word: TypeWord) => failingOf(rule, word)?.worst;

  test('of a range are the smallest below a minimum, the largest above a maximum', () => {
    expect(worst(on('range', {}, { thresholds: [atLeast] }), 'integer')).toEqual({
      term: col('a'),
      end: 'min',
    });
    const before = threshold('mustBeLessThan', '2001-01-01');
    expect(worst(on('range', {}, { thresholds: [before] }), 'date')).toEqual({ term: col('a'), end: 'max' });
    expect(worst(on('range', {}, { thresholds: [atMost] }), 'string')).toEqual({
      term: col('a'),
      end: 'max',
    });
  });

  test('of a length are the shortest below a minimum, the longest above a maximum', () => {
    const length = { node: 'length', term: col('a'), of: 'text' } as const;
    expect(worst(on('length', {}, { thresholds: [atLeast] }), 'string')).toEqual({
      term: length,
      end: 'min',
    });
    expect(worst(on('length', {}, { thresholds: [atMost] }), 'string')).toEqual({ term: length, end: 'max' });
    expect(worst(on('length', { of: 'list' }, { thresholds: [atMost] }), 'list')).toEqual({
      term: { ...length, of: 'list' },
      end: 'max',
    });
  });

  test('of any other rule are not told apart', () => {
    for (const { rule, word } of VALUES.filter((v) => v.rule.kind !== 'range' && v.rule.kind !== 'length'))
      expect(failingOf(rule, word)).not.toHaveProperty('worst');
  });
});

test.each<[string, Rule, TypeWord]>([
  [
    'a day that no engine writes',
    on('range', {}, { thresholds: [threshold('mustBeLessThan', '+12001-01-01')] }),
    'date',
  ],
  ['a band', on('range', {}, { thresholds: [threshold('mustBeBetween', '1', '5')] }), 'integer'],
  [
    'a length that is no number',
    on('length', {}, { thresholds: [threshold('mustBeLessThan', 'x')] }),
    'string',
  ],
  ['an exact length', on('length', {}, { thresholds: [threshold('mustBe', '5')] }), 'string'],
])('no row is said to be beyond %s', (_, rule, word) => {
  expect(failingOf(rule, word)).toBeUndefined();
});

describe('rows that a count in SQL counts', () => {
  const counting = (query: string, more: Partial<Rule> = {}): FailingRows | undefined =>
    failingOf(on('sql', { query }, { thresholds: [threshold('mustBe', '0')], ...more }), 'integer');

  test('are those that its condition is true of, with the columns that it reads', () => {
    const found = counting('SELECT count(*) FROM {object} WHERE a > 1 AND b < 2');
    expect(found?.where && printExpr(found.where, neutral)).toMatch(
      /^TRY\(coalesce\(\(.*"a" > 1.*\), FALSE\)\)$/,
    );
    expect(found?.columns).toEqual(['a', 'b']);
    expect(found?.repeats).toBeUndefined();
  });

  test('are those that have a value where it counts values', () => {
    const found = counting('SELECT count(a) FROM {object}');
    expect(found).toEqual({ where: isNotNull(col('a')), columns: ['a'] });
  });

  test('are not told apart where it counts all rows, distinct values, or runs as it is written', () => {
    expect(counting('SELECT count(*) FROM {object}')).toBeUndefined();
    expect(counting('SELECT count(DISTINCT a) FROM {object} WHERE a > 1')).toBeUndefined();
    expect(counting('SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g')).toBeUndefined();
  });
});

describe('a rule that does not want fewer of what it counts', () => {
  const KINDS: readonly (readonly [Rule, TypeWord])[] = [
    ...VALUES.filter(({ rule }) => rule.thresholds.length === 0).map(
      ({ rule, word }) => [rule, word] as const,
    ),
    [on('duplicateValues'), 'integer'],
    [on('sql', { query: 'SELECT count(*) FROM {object} WHERE a > 1' }), 'integer'],
  ];
  const withRows = (op: Operator, ...values: readonly string[]) =>
    KINDS.filter(([rule, word]) => {
      const thresholds = [threshold(op, ...values)];
      return failingOf({ ...rule, thresholds }, word) !== undefined;
    });

  test('has no row at fault: the missing ones are nowhere', () => {
    expect(withRows('mustBeGreaterThan', '3')).toEqual([]);
    expect(withRows('mustBe', '3')).toEqual([]);
    expect(withRows('mustNotBe', '0')).toEqual([]);
  });

  test('is told from one that allows some of them', () => {
    expect(withRows('mustBeLessThan', '3')).toEqual(KINDS);
    expect(withRows('mustBeLessOrEqualTo', '3')).toEqual(KINDS);
    expect(withRows('mustBe', '0')).toEqual(KINDS);
  });
});

test.each<[string, Rule]>([
  ['columnPresent', on('columnPresent')],
  ['extraColumns', ruleOf('extraColumns', { arguments: { columns: [] } })],
  ['rowCount', ruleOf('rowCount', { thresholds: [threshold('mustBeLessThan', '3')] })],
  ['freshness', on('freshness', { element: 'a', value: '1', unit: 'h' })],
  ['latency', on('latency', { element: 'a', value: '1', unit: 'h' })],
  ...['avg', 'sum', 'min', 'max'].map((fn): [string, Rule] => [
    fn,
    on(
      'sql',
      { query: `SELECT ${fn}(b) FROM {object} WHERE b > 1` },
      { thresholds: [threshold('mustBe', '0')] },
    ),
  ]),
])('%s speaks of a partition as a whole: no row of it is at fault', (_, rule) => {
  expect(failingOf(rule, 'date')).toBeUndefined();
});
