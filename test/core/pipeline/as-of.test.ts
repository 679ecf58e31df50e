import { expect, test } from 'vitest';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { asOfPartition } from '../../../lib/core/pipeline/as-of.ts';
import { endOfPartition } from '../../../lib/core/pipeline/end-of-partition.ts';
import { NULL, string } from '../../../lib/core/values/scalar.ts';

const NOW = '2001-03-01T12:00:00Z';

test('a closed partition is judged as of its end, an open one as of now', () => {
  expect(asOfPartition('2001-03-01T00:00:00Z', NOW)).toBe('2001-03-01T00:00:00Z');
  expect(asOfPartition(NOW, NOW)).toBe(NOW);
  expect(asOfPartition('2001-03-02T00:00:00Z', NOW)).toBe(NOW);
});

const dataset = (granularity: string | undefined, ...partitionedBy: readonly string[]) =>
  ({
    partitionedBy,
    settings: { ...(granularity === undefined ? {} : { granularity }) },
  }) as unknown as Dataset;

test('of files the end of a partition follows from its value and the granularity', () => {
  const end = (value: string, granularity: string) =>
    endOfPartition({ d: string(value) }, dataset(granularity, 'd'), NOW);
  expect(end('2001-02-27', 'P1D')).toBe('2001-02-28T00:00:00Z');
  expect(end('2000-02-01', 'P1M')).toBe('2000-03-01T00:00:00Z');
  expect(end('2001-03-01', 'P1D')).toBe(NOW);
  expect(end('not a day', 'P1D')).toBe(NOW);
});

test('without a value, a granularity or a single column a partition has no end of its own', () => {
  expect(endOfPartition({ d: NULL }, dataset('P1D', 'd'), NOW)).toBe(NOW);
  expect(endOfPartition({}, dataset('P1D'), NOW)).toBe(NOW);
  expect(endOfPartition({}, dataset('P1D', 'd'), NOW)).toBe(NOW);
  expect(endOfPartition({ d: string('2001-01-01') }, dataset(undefined, 'd'), NOW)).toBe(NOW);
  expect(endOfPartition({ d: string('2001-01-01') }, dataset('none', 'd'), NOW)).toBe(NOW);
  expect(endOfPartition({ d: string('2001-01-01') }, dataset('P1D', 'd', 'e'), NOW)).toBe(NOW);
});
