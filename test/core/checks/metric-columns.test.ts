import { expect, test } from 'vitest';
import { findColumn, nanMetric, nullsMetric, rowCountMetric } from '../../../lib/core/checks/metrics.ts';
import type { Rule } from '../../../lib/core/contract/model.ts';
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

const bound = threshold('mustBeLessThan', '3');
const on = (kind: Rule['kind'], args: Readonly<Record<string, unknown>> = {}): Rule =>
  ruleOf(kind, { column: 'a', arguments: args, thresholds: [bound] });

/** What a plan shows people, and what a rule is refused by where a column is missing. */
test.each<[Rule, TypeWord]>([
  [on('required'), 'integer'],
  [on('nullValues'), 'integer'],
  [on('missingValues'), 'integer'],
  [on('missingValues', { missingValues: [1] }), 'integer'],
  [on('invalidValues', { validValues: [1] }), 'integer'],
  [on('enum', { values: [1] }), 'floating'],
  [on('pattern', { pattern: 'x' }), 'string'],
  [on('format', { format: 'uuid' }), 'string'],
  [on('multipleOf', { divisor: '2' }), 'integer'],
  [on('unique'), 'integer'],
  [on('duplicateValues'), 'integer'],
  [on('primaryKey', { columns: ['a'] }), 'integer'],
  [on('range'), 'floating'],
  [on('length'), 'string'],
  [on('length', { of: 'list' }), 'list'],
  [on('freshness', { element: 'a', value: '1', unit: 'h' }), 'date'],
  [on('columnType'), 'integer'],
  [on('sql', { query: 'SELECT avg(a * 2) FROM {object} WHERE a > 1' }), 'integer'],
  [on('sql', { query: 'SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g' }), 'integer'],
])('every number of %j names the column that it reads, in files and in text', (rule, word) => {
  const dataset = datasetOf(declared('a'));
  for (const from of ['file', 'text'] as const) {
    const { metrics } = bind(prepare(rule, dataset), schemaOf(column('a', word, from)));
    expect(metrics.map((m) => m.columns)).toEqual(metrics.map(() => ['a']));
    expect(new Set(metrics.map((m) => m.id)).size).toBe(metrics.length);
  }
});

test('a key names all its columns, and the number of rows none', () => {
  const schema = schemaOf(column('a', 'integer'), column('b', 'integer'));
  for (const rule of [
    on('primaryKey', { columns: ['a', 'b'] }),
    on('duplicateValues', { properties: ['a', 'b'] }),
  ]) {
    const { metrics } = bind(prepare(rule), schema);
    expect(metrics.map((m) => m.columns)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  }
  expect(rowCountMetric).toMatchObject({ id: 'count(*)', class: 'row', columns: [] });
  expect(nanMetric(column('a', 'floating')).columns).toEqual(['a']);
  expect(nullsMetric(column('a', 'floating')).columns).toEqual(['a']);
});

test('a column is found by its name, unless another differs from it only in case', () => {
  const schema = schemaOf(column('ab', 'integer'), column('İx', 'integer'), column('abc', 'integer'));
  expect(findColumn(schema, 'ab')).toMatchObject({ ok: true, value: { name: 'ab' } });
  expect(findColumn(schema, 'AB')).toEqual({ ok: false, error: 'column "AB" is not in the data' });
  const twins = schemaOf(column('Ab', 'integer'), column('ab', 'integer'));
  expect(findColumn(twins, 'ab')).toEqual({
    ok: false,
    error: 'columns "ab" and "Ab" differ only in case, and no engine tells them apart',
  });
});
