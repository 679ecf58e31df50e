import fc from 'fast-check';

/**
 * Random rules, each with its own reading row by row. Shares no code with the checks: numbers are whole hundredths,
 * so that plain arithmetic is exact, and both can only agree where both are right.
 */
export interface Row {
  readonly i: number | null;
  /** Hundredths. */
  readonly n: number | null;
  /** Hundredths (multiples of 25, exact as doubles) or NaN. */
  readonly d: number | null;
  readonly s: string | null;
  /** Whole seconds since 2001-01-01. */
  readonly t: number | null;
}

export interface Reading {
  readonly outcome: 'passed' | 'failed' | 'notEvaluated';
  /** Numerator over denominator, in whole numbers; left out where the rule measures no number. */
  readonly measured?: readonly [number, number];
}

export interface RandomRule {
  /** Where the rule stands in the contract. */
  readonly on: 'table' | 'i' | 'n' | 'd' | 's' | 't';
  readonly quality?: string;
  /** Property-level keywords and options: `required: true`, or an entry of logicalTypeOptions. */
  readonly keyword?: string;
  readonly option?: string;
  /** The id of the check, where the keyword or option gives it one. */
  readonly id?: string;
  readonly read: (rows: readonly Row[]) => Reading;
}

interface Threshold {
  readonly yaml: string;
  readonly holds: (numerator: number, denominator: number) => boolean;
}

const hundredths = (x: number): string =>
  `${x < 0 ? '-' : ''}${Math.floor(Math.abs(x) / 100)}.${String(Math.abs(x) % 100).padStart(2, '0')}`;

/** One operator with its bounds, in hundredths. */
const threshold = (from: number, to: number): fc.Arbitrary<Threshold> =>
  fc
    .record({
      a: fc.integer({ min: from, max: to }),
      width: fc.integer({ min: 1, max: to - from }),
      op: fc.nat(7),
    })
    .map(({ a, width, op }): Threshold => {
      const b = a + width;
      const order = (bound: number, [n, d]: readonly [number, number]): number =>
        Math.sign(n * 100 - bound * d);
      const one = (word: string, holds: (o: number) => boolean): Threshold => ({
        yaml: `${word}: ${hundredths(a)}`,
        holds: (n, d) => holds(order(a, [n, d])),
      });
      const band = (word: string, inside: boolean): Threshold => ({
        yaml: `${word}: [${hundredths(a)}, ${hundredths(b)}]`,
        holds: (n, d) => (order(a, [n, d]) >= 0 && order(b, [n, d]) <= 0) === inside,
      });
      const all = [
        one('mustBe', (o) => o === 0),
        one('mustNotBe', (o) => o !== 0),
        one('mustBeGreaterThan', (o) => o > 0),
        one('mustBeGreaterOrEqualTo', (o) => o >= 0),
        one('mustBeLessThan', (o) => o < 0),
        one('mustBeLessOrEqualTo', (o) => o <= 0),
        band('mustBeBetween', true),
        band('mustNotBeBetween', false),
      ];
      return all[op] ?? one('mustBe', (o) => o === 0);
    });

const said = (holds: boolean): 'passed' | 'failed' => (holds ? 'passed' : 'failed');

/** A count of rows, or its percent of a base, under a random threshold. */
function counted(
  on: RandomRule['on'],
  metric: string,
  args: string,
  count: (rows: readonly Row[]) => readonly [count: number, base: number],
): fc.Arbitrary<RandomRule> {
  return fc.boolean().chain((percent) =>
    threshold(0, percent ? 10_000 : 900).map((limit) => ({
      on,
      quality: `metric: ${metric}, ${percent ? 'unit: percent, ' : ''}${args}${limit.yaml}`,
      read: (rows) => {
        const [n, base] = count(rows);
        const measured = percent
          ? ([base === 0 ? 0 : n * 100, base === 0 ? 1 : base] as const)
          : ([n, 1] as const);
        return { outcome: said(limit.holds(...measured)), measured };
      },
    })),
  );
}

const present = <T>(values: readonly (T | null)[]): readonly T[] => values.filter((v): v is T => v !== null);
const excess = (keys: readonly string[]): number => keys.length - new Set(keys).size;

const nulls = fc
  .constantFrom('i' as const, 'n' as const, 'd' as const, 's' as const, 't' as const)
  .chain((on) =>
    counted(on, 'nullValues', '', (rows) => [rows.filter((r) => r[on] === null).length, rows.length]),
  );
const missing = counted('s', 'missingValues', 'arguments: { missingValues: ["", x] }, ', (rows) => [
  rows.filter((r) => r.s === null || r.s === '' || r.s === 'x').length,
  rows.length,
]);
const invalidText = counted(
  's',
  'invalidValues',
  'arguments: { validValues: [AA, x, ""], pattern: "^[A-C]*$" }, ',
  (rows) => [present(rows.map((r) => r.s)).filter((s) => !(s === 'AA' || s === '')).length, rows.length],
);
const invalidNumber = counted(
  'd',
  'invalidValues',
  'arguments: { validValues: [1, 2.5, -0.75] }, ',
  (rows) => [present(rows.map((r) => r.d)).filter((d) => ![100, 250, -75].includes(d)).length, rows.length],
);
const duplicates = counted('table', 'duplicateValues', 'arguments: { properties: [i, s] }, ', (rows) => {
  const keys = rows.filter((r) => r.i !== null || r.s !== null).map((r) => JSON.stringify([r.i, r.s]));
  return [excess(keys), keys.length];
});
const duplicateOne = counted('n', 'duplicateValues', '', (rows) => {
  const keys = present(rows.map((r) => r.n)).map(String);
  return [excess(keys), keys.length];
});
const rowCount = threshold(0, 3000).map(
  (limit): RandomRule => ({
    on: 'table',
    quality: `metric: rowCount, ${limit.yaml}`,
    read: (rows) => ({ outcome: said(limit.holds(rows.length, 1)), measured: [rows.length, 1] }),
  }),
);

/** A bound of a column: nulls are looked past, NaN is outside, no value holds none outside. */
const bounds = fc
  .record({
    on: fc.constantFrom('i' as const, 'n' as const, 'd' as const),
    at: fc.integer({ min: -600, max: 1300 }),
    option: fc.constantFrom('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'),
  })
  .map(({ on, at, option }): RandomRule => {
    const low = option.endsWith('inimum');
    const open = option.startsWith('exclusive');
    const bound = on === 'i' ? Math.round(at / 100) * 100 : at;
    return {
      on,
      option: `${option}: ${on === 'i' ? bound / 100 : hundredths(bound)}`,
      id: `${on}.${option}`,
      read: (rows) => {
        const values = present(rows.map((r) => r[on])).map((v) => (on === 'i' ? v * 100 : v));
        if (values.some(Number.isNaN)) return { outcome: 'failed' };
        if (values.length === 0) return { outcome: 'passed' };
        const extreme = low ? Math.min(...values) : Math.max(...values);
        const inside = low ? extreme > bound : extreme < bound;
        return { outcome: said(inside || (!open && extreme === bound)), measured: [extreme, 100] };
      },
    };
  });

const lengths = fc.record({ min: fc.boolean(), at: fc.integer({ min: 1, max: 5 }) }).map(
  ({ min, at }): RandomRule => ({
    on: 's',
    option: `${min ? 'minLength' : 'maxLength'}: ${at}`,
    id: `s.${min ? 'minLength' : 'maxLength'}`,
    read: (rows) => {
      const sizes = present(rows.map((r) => r.s)).map((s) => [...s].length);
      if (sizes.length === 0) return { outcome: 'passed' };
      const extreme = min ? Math.min(...sizes) : Math.max(...sizes);
      return { outcome: said(min ? extreme >= at : extreme <= at), measured: [extreme, 1] };
    },
  }),
);

const multiple = fc.constantFrom(25, 50, 100, 300).map(
  (of): RandomRule => ({
    on: 'n',
    option: `multipleOf: ${hundredths(of)}`,
    id: 'n.multipleOf',
    read: (rows) => {
      const bad = present(rows.map((r) => r.n)).filter((n) => n % of !== 0).length;
      return { outcome: said(bad === 0), measured: [bad, 1] };
    },
  }),
);

const keywords = fc.constantFrom(
  ...(['i', 'n', 'd', 's', 't'] as const).map(
    (on): RandomRule => ({
      on,
      keyword: 'required: true',
      id: `${on}.required`,
      read: (rows) => {
        const bad = rows.filter((r) => r[on] === null).length;
        return { outcome: said(bad === 0), measured: [bad, 1] };
      },
    }),
  ),
  ...(['i', 'n', 's', 't'] as const).map(
    (on): RandomRule => ({
      on,
      keyword: 'unique: true',
      id: `${on}.unique`,
      read: (rows) => {
        const bad = excess(present(rows.map((r) => r[on])).map(String));
        return { outcome: said(bad === 0), measured: [bad, 1] };
      },
    }),
  ),
);

type Aggregated = readonly [
  sql: string,
  value: (rows: readonly Row[]) => readonly [number, number] | undefined,
];

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const some = (values: readonly number[], of: (v: readonly number[]) => number, scale: number, by = 1) =>
  values.length === 0 ? undefined : ([of(values), scale * by] as const);

const AGGREGATES: readonly Aggregated[] = [
  ['AVG(i)', (rows) => some(present(rows.map((r) => r.i)), sum, 1, present(rows.map((r) => r.i)).length)],
  ['AVG(n)', (rows) => some(present(rows.map((r) => r.n)), sum, 100, present(rows.map((r) => r.n)).length)],
  ['SUM(n)', (rows) => some(present(rows.map((r) => r.n)), sum, 100)],
  ['MIN(i)', (rows) => some(present(rows.map((r) => r.i)), (v) => Math.min(...v), 1)],
  ['MAX(n)', (rows) => some(present(rows.map((r) => r.n)), (v) => Math.max(...v), 100)],
  ['COUNT(s)', (rows) => [present(rows.map((r) => r.s)).length, 1]],
  ['COUNT(DISTINCT s)', (rows) => [new Set(present(rows.map((r) => r.s))).size, 1]],
  ['MAX(i + i)', (rows) => some(present(rows.map((r) => r.i)), (v) => 2 * Math.max(...v), 1)],
];

const aggregates = fc.tuple(fc.constantFrom(...AGGREGATES), threshold(-1000, 3000), fc.boolean()).map(
  ([[sql, value], limit, some1]): RandomRule => ({
    on: 'table',
    quality: `type: sql, query: "SELECT ${sql} FROM {object}${some1 ? " WHERE s <> 'x' OR i > 3" : ''}", ${limit.yaml}`,
    read: (rows) => {
      const asked = some1
        ? rows.filter((r) => (r.s !== null && r.s !== 'x') || (r.i !== null && r.i > 3))
        : rows;
      const measured = value(asked);
      return measured === undefined
        ? { outcome: 'notEvaluated' }
        : { outcome: said(limit.holds(...measured)), measured };
    },
  }),
);

export const randomRule: fc.Arbitrary<RandomRule> = fc.oneof(
  nulls,
  missing,
  invalidText,
  invalidNumber,
  duplicates,
  duplicateOne,
  rowCount,
  bounds,
  lengths,
  multiple,
  keywords,
  aggregates,
);

export const randomRow: fc.Arbitrary<Row> = fc.record({
  i: fc.option(fc.integer({ min: -5, max: 12 }), { nil: null, freq: 4 }),
  n: fc.option(
    fc.integer({ min: -24, max: 48 }).map((q) => q * 25),
    { nil: null, freq: 4 },
  ),
  d: fc.option(
    fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -24, max: 48 }).map((q) => q * 25) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    ),
    { nil: null, freq: 4 },
  ),
  s: fc.option(fc.constantFrom('AA', 'BB', 'ABC', 'x', '', 'AA\n', 'CCCC', "o'b", 'Zü', '👍🏽'), {
    nil: null,
    freq: 4,
  }),
  t: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null, freq: 4 }),
});
