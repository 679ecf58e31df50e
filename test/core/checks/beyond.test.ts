import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beyond, numberBound, outside } from '../../../lib/core/checks/beyond.ts';
import type { Operator } from '../../../lib/core/contract/model.ts';
import { column as col } from '../../../lib/core/sql/build.ts';
import { neutral } from '../../../lib/core/sql/dialects/neutral.ts';
import { printExpr } from '../../../lib/core/sql/print.ts';
import { decimal, double, integer, NULL, string, timestamp } from '../../../lib/core/values/scalar.ts';
import { type Cell, failingIn, type NanOrder } from './evaluate.ts';
import { bind, column, judge, prepare, ruleOf, schemaOf, type TypeWord, threshold } from './kind-world.ts';

const BOUNDS = [
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
] as const;
const NO_BOUNDS = ['mustBe', 'mustNotBe', 'mustBeBetween', 'mustNotBeBetween'] as const;

/** Neutral SQL of what lies outside a bound of a column. */
function said(word: TypeWord, op: Operator, bound: string): string | undefined {
  const where = outside(column('a', word), threshold(op, bound));
  return where === undefined ? undefined : printExpr(where, neutral);
}
const above = (word: TypeWord, bound: string) => said(word, 'mustBeLessOrEqualTo', bound);

describe('the wrong side of a bound', () => {
  test.each<[Operator, string]>([
    ['mustBeGreaterThan', '<='],
    ['mustBeGreaterOrEqualTo', '<'],
    ['mustBeLessThan', '>='],
    ['mustBeLessOrEqualTo', '>'],
  ])('of %s is %s, and what the engine cannot compare does not fail', (op, wrong) => {
    expect(said('integer', op, '5')).toBe(`TRY(("a" ${wrong} 5))`);
  });

  test.each(NO_BOUNDS)('of %s is not known: a single value breaks no such rule', (op) => {
    expect(beyond(col('a'), op, integer(5))).toBeUndefined();
    for (const word of ['integer', 'floating', 'date', 'string'] as const)
      expect(said(word, op, '2001-01-01')).toBeUndefined();
  });

  test('of doubles takes NaN with it, of no other type', () => {
    expect(above('floating', '5')).toBe(`(is_nan("a") OR TRY(("a" > CAST('5' AS DOUBLE))))`);
    expect(above('float', '5')).toBe(`(is_nan("a") OR TRY(("a" > CAST('5' AS DOUBLE))))`);
    for (const word of ['integer', 'decimal', 'string'] as const)
      expect(above(word, '5')).not.toContain('is_nan');
  });
});

describe('a bound as a literal', () => {
  test('is exact for whole numbers and decimals, however it is written', () => {
    for (const word of ['integer', 'int', 'decimal'] as const) {
      expect(above(word, '9007199254740993')).toBe('TRY(("a" > 9007199254740993))');
      expect(above(word, '1e2')).toBe('TRY(("a" > 100))');
      expect(above(word, '-0.10')).toBe('TRY(("a" > -0.1))');
      expect(above(word, 'noon')).toBeUndefined();
    }
    expect(numberBound('0.50')).toEqual(decimal('0.5'));
    expect(numberBound('half')).toBeUndefined();
  });

  test('has the precision of the column, as long as the column can hold it', () => {
    expect(above('floating', '0.2')).toContain(`CAST('0.2' AS DOUBLE)`);
    expect(above('float', '0.2')).toContain(`CAST('${Math.fround(0.2)}' AS DOUBLE)`);
    expect(above('float', '1e39')).toContain(`CAST('1e39' AS DOUBLE)`);
  });

  test('is an instant in UTC for days and timestamps', () => {
    for (const word of ['date', 'timestamp', 'zoned'] as const) {
      expect(above(word, '2001-01-02')).toBe(`TRY(("a" > TIMESTAMP '2001-01-02 00:00:00.000000'))`);
      expect(above(word, '2001-01-02T01:30:00.5+02:00')).toBe(
        `TRY(("a" > TIMESTAMP '2001-01-01 23:30:00.500000'))`,
      );
      expect(above(word, '0001-01-01')).toBe(`TRY(("a" > TIMESTAMP '0001-01-01 00:00:00.000000'))`);
    }
  });

  test.each(['+12001-01-01', '-0001-01-01', '+10000-01-01T00:00:00Z', 'noon', ''])(
    'is not written for the instant "%s", which engines would read differently or not at all',
    (bound) => {
      for (const word of ['date', 'timestamp', 'zoned'] as const) expect(above(word, bound)).toBeUndefined();
    },
  );

  test('is a time of day of two digits each, or none', () => {
    expect(above('time', '09:30:00')).toBe(`TRY(("a" > '09:30:00'))`);
    for (const wrong of ['09:30', '9:30:00', 'x09:30:00', '09:30:00x', '09:30:00.5', '09-30-00', ''])
      expect(above('time', wrong), wrong).toBeUndefined();
    for (const i of [0, 1, 3, 4, 6, 7]) {
      const wrong = `${'09:30:00'.slice(0, i)}x${'09:30:00'.slice(i + 1)}`;
      expect(above('time', wrong), wrong).toBeUndefined();
    }
  });

  test('is any text for texts', () => {
    expect(above('string', "it's 5")).toBe(`TRY(("a" > 'it''s 5'))`);
    expect(above('string', '')).toBe(`TRY(("a" > ''))`);
  });

  test.each(['boolean', 'binary', 'uuid', 'json', 'list', 'struct', 'map'] as const)(
    'is none for columns of type %s, which have no order',
    (word) => {
      for (const bound of ['5', '2001-01-01', '09:30:00', 'x']) expect(above(word, bound)).toBeUndefined();
    },
  );
});

const two = (n: number): string => String(n).padStart(2, '0');
const instants = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const ofDay = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)).map((t) => t.map(two).join(':'));
const tenths = fc.integer({ min: -500, max: 500 }).map((n) => (n / 10).toFixed(1));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => String(n));
const texts = fc.string({ unit: 'binary', maxLength: 3 });

const TABLE: readonly (readonly [TypeWord, fc.Arbitrary<Cell>, fc.Arbitrary<string>])[] = [
  ['integer', fc.integer({ min: -50, max: 50 }).map(integer), tenths],
  ['int', fc.integer({ min: -50, max: 50 }).map(integer), tenths],
  ['decimal', tenths.map(decimal), tenths],
  ['floating', fc.double().map(double), fc.oneof(finite, tenths)],
  ['floating', tenths.map((t) => double(Number(t))), tenths],
  ['float', fc.float().map(double), finite],
  ['float', tenths.map((t) => double(Math.fround(Number(t)))), fc.oneof(tenths, fc.constant('1e39'))],
  ['date', instants.map((d) => string(d.toISOString().slice(0, 10))), instants.map((d) => d.toISOString())],
  ['date', fc.constantFrom(string('infinity'), string('-infinity')), fc.constant('2001-01-01')],
  ['timestamp', instants.map((d) => timestamp(d.toISOString())), instants.map((d) => d.toISOString())],
  ['zoned', fc.constant(timestamp('2001-01-01T12:00:00Z')), fc.constant('2001-01-01T14:00:00+02:00')],
  ['time', ofDay.map(string), ofDay],
  ['string', texts.map(string), texts],
];

test.each(TABLE)(
  'a row of a %s column fails exactly where a partition of that row alone would',
  (word, cells, bounds) => {
    const schema = schemaOf(column('a', word));
    const orders = fc.constantFrom<NanOrder>('largest', 'unordered');
    fc.assert(
      fc.property(
        cells,
        bounds,
        fc.constantFrom(...BOUNDS),
        fc.boolean(),
        orders,
        (cell, bound, op, same, nan) => {
          // a value exactly on its bound is rare among random ones
          const written = same && cell.type === 'string' && word !== 'date' ? cell.value : bound;
          const check = prepare(ruleOf('range', { column: 'a', thresholds: [threshold(op, written)] }));
          const failing = bind(check, schema).failing();
          if (failing === undefined || cell.type === 'list' || cell.type === 'null')
            throw new Error('no rows');
          const isNan = integer(Number(cell.value === 'NaN' && cell.type === 'double'));
          const values = [cell, integer(0), isNan];
          const { result } = judge(check, { schema, values, rows: 1n });
          expect(failingIn(failing, [{ a: cell }, { a: NULL }], nan)).toEqual([result === 'failed', false]);
        },
      ),
    );
  },
);
