import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slicesOf } from '../../../../lib/platform/local/duckdb/slices.ts';
import type { ResolvedSpec } from '../../../../lib/platform/local/duckdb/source-sql.ts';
import { BIGINT, column, DATE, staging } from './files.ts';

const columns = [column('v', BIGINT), column('day', DATE, 'path')];

/** Files of partitions: the number of rows of each file, partition by partition. */
function spec(partitions: readonly (readonly (number | undefined)[])[]): ResolvedSpec {
  const files = partitions.flatMap((rows, p) =>
    rows.map((n, f) => ({
      path: `/day=${p}/${f}.parquet`,
      partition: { day: { type: 'string' as const, value: String(p) } },
      ...(n === undefined ? {} : { rows: String(n) }),
    })),
  );
  return { ...staging({ format: 'parquet', files: [], columns }), files };
}
const days = (count: number, rows: number | undefined) => Array.from({ length: count }, () => [rows]);

describe('slices', () => {
  it('hold every file once, in its order, and no partition in two of them', () => {
    const partitions = fc.array(
      fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(partitions, fc.integer({ min: 1, max: 16 }), (drawn, lanes) => {
        const all = spec(drawn);
        const slices = slicesOf(all, ['day'], lanes);
        if (slices === undefined) return;
        expect(slices.flat()).toEqual(all.files);
        expect(slices.every((s) => s.length > 0)).toBe(true);
        const placed = slices.map((s) => new Set(s.map((f) => JSON.stringify(f.partition))));
        const total = placed.reduce((sum, s) => sum + s.size, 0);
        expect(total).toBe(new Set(placed.flatMap((s) => [...s])).size);
      }),
    );
  });

  it('are made of many partitions that group the statement', () => {
    expect(slicesOf(spec(days(182, 16_500)), ['day'], 2)).toHaveLength(23);
  });

  it.each<[string, ResolvedSpec, readonly string[]]>([
    ['the statement groups by something else', spec(days(182, 16_500)), ['v']],
    ['there are few rows', spec(days(182, 100)), ['day']],
    ['there are few partitions', spec(days(3, 1_000_000)), ['day']],
    ['a file does not say how many rows it has', spec([...days(182, 16_500), [undefined]]), ['day']],
    ['one partition outweighs the others', spec([...days(100, 16_500), [5_000_000]]), ['day']],
    [
      'the partitions are not in the path',
      { ...spec(days(182, 16_500)), columns: [column('day', DATE)] },
      ['day'],
    ],
    ['the files are text', { ...spec(days(182, 16_500)), format: 'csv' }, ['day']],
  ])('are not made where %s', (_, of, groupedBy) => {
    expect(slicesOf(of, groupedBy, 2)).toBeUndefined();
  });
});
