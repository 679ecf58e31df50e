import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../../../lib/core/values/scalar.ts';
import { createDuckDb } from '../../../../lib/platform/local/duckdb/create-duckdb.ts';
import { slicesOf } from '../../../../lib/platform/local/duckdb/slices.ts';
import type { ResolvedSpec } from '../../../../lib/platform/local/duckdb/source-sql.ts';
import { BIGINT, column, DATE, inFolder, outside, staging } from './files.ts';

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

  it('hold no more than 256 files, however few rows these have', () => {
    const sizes = slicesOf(spec(days(1_000, 0)), ['day'], 2)?.map((s) => s.length);
    expect(sizes).toEqual([256, 256, 256, 232]);
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

describe('an answer in slices', () => {
  it('reads each of many small files in the widest type, whichever file of its slice comes first', async () => {
    await inFolder(async (root) => {
      const type = (day: number) => (day === 0 || day % 75 === 1 ? 'BIGINT' : 'INTEGER');
      const value = (day: number) => (type(day) === 'BIGINT' ? 3_000_000_000 + day : day);
      const days300 = Array.from({ length: 300 }, (_, day) => day);
      await outside(
        ...days300.map(
          (day) =>
            `COPY (SELECT ${value(day)}::${type(day)} AS v) TO '${root}/${day}.parquet' (FORMAT parquet)`,
        ),
      );
      const files = days300.map((day) => ({
        path: `${day}.parquet`,
        partition: { day: { type: 'integer' as const, value: String(day) } },
        rows: '1',
      }));
      const of = [column('v', BIGINT), column('day', BIGINT, 'path')];
      const db = createDuckDb({ root, threads: 2 });
      const { table } = await db.catalog.stage(staging({ format: 'parquet', files, columns: of }));
      const sql = `SELECT day, sum(v) AS v FROM ${table} GROUP BY day`;
      const query = await db.engine.start({ id: 'q', table: { table }, sql, groupedBy: ['day'] }, 'token');
      const found: Record<string, string> = {};
      for await (const { day, v } of db.engine.rows(query)) found[shown(day)] = shown(v);
      await db.close();
      expect(found).toEqual(Object.fromEntries(days300.map((day) => [String(day), String(value(day))])));
    });
  });
});

const shown = (scalar: Scalar | undefined): string =>
  scalar === undefined || scalar.type === 'null' ? 'null' : scalar.value;
