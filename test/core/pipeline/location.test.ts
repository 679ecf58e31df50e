import { expect, test } from 'vitest';
import { checkLocation, expandLocation, fixedPart, splitPlace } from '../../../lib/core/pipeline/location.ts';

const at = { file: 'p.yaml' };
const span = {
  partitionStart: '2001-02-27T06:15:00Z',
  windowStart: '2001-02-27T00:00:00Z',
  windowEnd: '2001-02-28T00:00:00Z',
};

test.each([
  ['a/{yyyy}/{MM}/{dd}/{HH}{mm}', undefined, 'a/2001/02/27/0615'],
  ['{windowStart}/{windowEnd}', undefined, '2001-02-27/2001-02-28'],
  ['{windowStart}', { count: 1, unit: 'hour' as const }, '2001-02-27T00'],
  ['{windowEnd}', { count: 1, unit: 'month' as const }, '2001-02'],
  ['{windowStart}', { count: 15, unit: 'minute' as const }, '2001-02-27T00:00'],
  ['{windowStart}', { count: 1, unit: 'year' as const }, '2001'],
  ['no placeholder', undefined, 'no placeholder'],
])('%s of a partition', (location, granularity, place) => {
  expect(expandLocation(location, { ...span, granularity })).toBe(place);
});

test('an unknown placeholder, a wildcard in a folder and nothing at all are refused, all at once', () => {
  const found = checkLocation('a*/{day}/{month}', at);
  expect(found.ok ? [] : found.error.map((i) => i.params.why)).toEqual([
    expect.stringContaining('{day} is none of {yyyy}'),
    expect.stringContaining('{month}'),
    'a * may stand in the last name only',
  ]);
  expect(checkLocation(' ', at).ok).toBe(false);
  expect(checkLocation('a/{yyyy}/*.parquet', at)).toEqual({ ok: true, value: 'a/{yyyy}/*.parquet' });
});

test.each([
  ['a/b/', 'a/b', ['x', true]],
  ['a/b', 'a/b', ['x', true]],
  ['/', '/', ['x', true]],
  ['a/part-*.parquet', 'a', ['part-0.parquet', true]],
  ['a/part-*.parquet', 'a', ['part-0_parquet', false]],
  ['a/part-*.parquet', 'a', ['xpart-0.parquet', false]],
  ['/*', '/', ['anything', true]],
  ['*.parquet', '.', ['a.parquet', true]],
  ['a/(x)+*', 'a', ['(x)+1', true]],
] as const)('the place %s is the folder %s', (place, folder, [name, accepted]) => {
  const split = splitPlace(place);
  expect(split.folder).toBe(folder);
  expect(split.accepts(name)).toBe(accepted);
});

test.each([
  ['/data/raw/{yyyy}/x', '/data/raw'],
  ['/data/raw-{yyyy}', '/data'],
  ['/data/*.parquet', '/data'],
  ['/{yyyy}', '/'],
  ['/data/raw', '/data/raw'],
])('the fixed part of %s is %s', (location, fixed) => {
  expect(fixedPart(location)).toBe(fixed);
});
