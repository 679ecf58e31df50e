import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FailingRows } from '../../../lib/core/checks/failing.ts';
import type { Rule } from '../../../lib/core/contract/model.ts';
import { integer, NULL } from '../../../lib/core/values/scalar.ts';
import { type Cell, failingIn, type Row } from './evaluate.ts';
import { bind, column, judge, prepare, ruleOf, schemaOf, threshold } from './kind-world.ts';

const AB = schemaOf(column('a', 'integer'), column('b', 'integer'));
const unique = ruleOf('unique', { column: 'a' });
const primaryKey = ruleOf('primaryKey', { arguments: { columns: ['a', 'b'] } });
const duplicates = ruleOf('duplicateValues', {
  arguments: { properties: ['a', 'b'] },
  thresholds: [threshold('mustBe', '0')],
});

const key = fc.constantFrom(NULL, integer(1), integer(2), integer(3));
const rowsOfKeys = fc.array(fc.record({ a: key, b: key }), { maxLength: 7 });
const isNone = (cell: Cell | undefined): boolean => cell === undefined || cell.type === 'null';
const twins = (rows: readonly Row[], row: Row, names: readonly string[]): number =>
  rows.filter((r) => names.every((n) => JSON.stringify(r[n]) === JSON.stringify(row[n]))).length;

const failing = (rule: Rule): FailingRows => {
  const found = bind(prepare(rule), AB).failing();
  if (found === undefined) throw new Error('no rows');
  return found;
};

interface OfKeys {
  readonly rule: Rule;
  readonly names: readonly string[];
  /** Whether a row breaks the rule, of the rows around it. */
  readonly breaks: (row: Row, rows: readonly Row[]) => boolean;
}

const KEYS: readonly (readonly [string, OfKeys])[] = [
  [
    'unique: every row of a value that is there twice, nulls left out',
    { rule: unique, names: ['a'], breaks: (row, rows) => !isNone(row.a) && twins(rows, row, ['a']) > 1 },
  ],
  [
    'duplicateValues: every row of a key that is there twice, wholly null keys left out',
    {
      rule: duplicates,
      names: ['a', 'b'],
      breaks: (row, rows) => !(isNone(row.a) && isNone(row.b)) && twins(rows, row, ['a', 'b']) > 1,
    },
  ],
  [
    'primaryKey: every row with a null in its key, and every row of a key that is there twice',
    {
      rule: primaryKey,
      names: ['a', 'b'],
      breaks: (row, rows) => isNone(row.a) || isNone(row.b) || twins(rows, row, ['a', 'b']) > 1,
    },
  ],
];

test.each(KEYS)('%s', (_, { rule, names, breaks }) => {
  const found = failing(rule);
  expect(found.columns).toEqual(names);
  expect(found.repeats?.key).toEqual(names);
  expect(found).not.toHaveProperty('worst');
  fc.assert(
    fc.property(rowsOfKeys, (rows) => {
      expect(failingIn(found, rows)).toEqual(rows.map((row) => breaks(row, rows)));
    }),
  );
});

test('a key fails in a partition exactly where one of its rows fails', () => {
  const ask = (rule: Rule, names: readonly string[], rows: readonly Row[]): string => {
    const keyed = rows.filter((row) => !names.some((n) => isNone(row[n])));
    const distinct = new Set(keyed.map((row) => JSON.stringify(names.map((n) => row[n])))).size;
    const values = [integer(keyed.length), integer(distinct)];
    return judge(prepare(rule), { schema: AB, values, rows: BigInt(rows.length) }).result;
  };
  fc.assert(
    fc.property(rowsOfKeys, (rows) => {
      const says = (rule: Rule) => (failingIn(failing(rule), rows).includes(true) ? 'failed' : 'passed');
      expect(ask(unique, ['a'], rows)).toBe(says(unique));
      expect(ask(primaryKey, ['a', 'b'], rows)).toBe(says(primaryKey));
    }),
  );
});
