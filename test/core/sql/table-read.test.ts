import { expect, test } from 'vitest';
import { parseTransformQuery, parseUserQuery } from '../../../lib/core/sql/user-query.ts';

test.each([
  ['SELECT count(*) FROM (SELECT a FROM {object} GROUP BY a) g', 1, ['a']],
  ['SELECT count(*) FROM {object} x JOIN {object} y USING (k)', 2, ['k']],
  ['SELECT count(*) FROM {object} WHERE a > (SELECT avg(b) FROM {object})', 2, ['a', 'b']],
  [
    'SELECT (SELECT max(a) FROM {object}) - (SELECT min(b) FROM {object}) FROM {object} LIMIT 1',
    3,
    ['a', 'b'],
  ],
  ['WITH c AS (SELECT a FROM {object}) SELECT count(*) FROM c x JOIN c y ON x.a = y.a', 2, ['a']],
  [
    'WITH c AS (SELECT a FROM {object}), d AS (SELECT a FROM c UNION ALL SELECT a FROM C) SELECT count(*) FROM d x, d y',
    4,
    ['a'],
  ],
  ['WITH c AS (SELECT a FROM {object}) SELECT count(*) FROM {object}', 2, ['a']],
  [
    'WITH c AS (SELECT a FROM {object}) SELECT count(*) FROM (WITH c AS (SELECT 1 AS n FROM {object} x, {object} y) SELECT n FROM c) z',
    3,
    ['a', 'n'],
  ],
  ['SELECT count(*) FROM (SELECT a FROM {object} INTERSECT SELECT b FROM {object}) x', 2, ['a', 'b']],
  [
    'SELECT count(*) FROM {object} x WHERE EXISTS (SELECT y.b FROM {object} y WHERE y.a = x.a)',
    2,
    ['b', 'a'],
  ],
  ['SELECT count(*) FROM (SELECT * FROM {object}) x', 1, 'all'],
] as const)('%s', (sql, times, columns) => {
  const read = parseUserQuery(sql, { rule: 'r', engine: 'duckdb' });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  if (read.value.form !== 'opaque') throw new Error('one aggregate');
  const found = read.value.read;
  expect({
    times: found.times,
    columns: found.columns === 'all' ? 'all' : [...found.columns].sort(),
  }).toEqual({
    times,
    columns: columns === 'all' ? 'all' : [...columns].sort(),
  });
});

test('names that use each other over and over count to a bound, not for ever', () => {
  const names = Array.from(
    { length: 60 },
    (_, i) => `c${i + 1} AS (SELECT x.a FROM c${i} x JOIN c${i} y ON x.a = y.a)`,
  );
  const sql = `WITH c0 AS (SELECT a FROM {object}), ${names.join(', ')} SELECT count(*) FROM c60 x, c60 y`;
  const read = parseUserQuery(sql, { rule: 'r' });
  expect(read).toMatchObject({ ok: true, value: { read: { times: 1_000_000, columns: ['a'] } } });
});

test('the query of a pipeline says what it reads of its source', () => {
  const sql = 'SELECT CAST(at AS DATE) AS day, value FROM {source} WHERE at >= {windowStart}';
  const read = parseTransformQuery(sql, { pipeline: 'p' });
  expect(read).toMatchObject({ ok: true, value: { read: { times: 1, columns: ['at', 'value'] } } });
});
