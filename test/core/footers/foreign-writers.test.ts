import { afterAll, expect, test } from 'vitest';
import { compareScalars } from '../../../lib/core/footers/compare-scalars.ts';
import { NULL } from '../../../lib/core/values/scalar.ts';
import { SILENCES, type Silence } from './foreign-claims.ts';
import { FOREIGN_FILES, ForeignReader, footerOf } from './foreign-file.ts';

const reader = new ForeignReader();
afterAll(() => reader.close());

const isAbout = ({ about }: Silence, what: 'nulls' | 'extremes'): boolean =>
  about === what || about === 'both';

const silentOf = (file: string, columns: readonly string[], what: 'nulls' | 'extremes'): readonly string[] =>
  columns.filter((name) =>
    SILENCES.some(
      (s) => isAbout(s, what) && s.files.test(file) && (s.columns === 'every' || s.columns.includes(name)),
    ),
  );

test('there are files of every writer, old and new', () => {
  const writers = new Set(FOREIGN_FILES.map((f) => /^[a-z-]+(?=-)/.exec(f)?.[0]));
  expect([...writers].sort()).toEqual([
    'arrow-rs',
    'duckdb',
    'fastparquet',
    'hyparquet-writer',
    'parquet-java',
    'polars',
    'pyarrow',
  ]);
  expect(FOREIGN_FILES.length).toBeGreaterThan(45);
});

test.each(FOREIGN_FILES)('%s: what is claimed is true of its rows, and no proof is lost', async (file) => {
  const { rows, columns, statistics } = await footerOf(file);
  const names = columns.map((c) => c.name);
  const truth = await reader.scan(file, names);
  const claims = names.map((name) => [name, statistics.columns[name] ?? {}] as const);
  const claimed = claims.flatMap(([name, { min }]) => (min === undefined ? [] : [name]));
  const counted = claims.flatMap(([name, { nulls }]) => (nulls === undefined ? [] : [name]));
  const stated = await reader.footer(file, names);
  expect([rows, statistics.rows, stated.rows]).toEqual([truth.rows, truth.rows, truth.rows]);
  for (const [name, { nulls, min, max }] of claims) {
    const [is, says] = [truth.columns[name], stated.columns[name]];
    if (nulls !== undefined) {
      expect(nulls, `nulls of ${name}`).toBe(is?.nulls);
      expect([nulls, 'absent'], `nulls of ${name}`).toContain(says?.nulls);
    }
    for (const [side, value] of Object.entries({ min, max })) {
      if (value === undefined) continue;
      const [found, read] = side === 'min' ? [is?.min, says?.min] : [is?.max, says?.max];
      expect(value.type, `${side} of ${name}`).toBe(found?.type);
      expect(compareScalars(value, found ?? NULL), `${side} of ${name} in the rows`).toBe(0);
      expect(compareScalars(value, read ?? NULL), `${side} of ${name} as DuckDB reads the footer`).toBe(0);
    }
  }
  expect(names.filter((n) => !counted.includes(n))).toEqual(silentOf(file, names, 'nulls'));
  expect(names.filter((n) => !claimed.includes(n))).toEqual(silentOf(file, names, 'extremes'));
});

test('every reason for claiming nothing is needed by a file', async () => {
  const footers = await Promise.all(FOREIGN_FILES.map(async (f) => [f, await footerOf(f)] as const));
  const idle = SILENCES.filter(
    (s) =>
      !footers.some(
        ([file, { columns }]) =>
          s.files.test(file) && columns.some(({ name }) => s.columns === 'every' || s.columns.includes(name)),
      ),
  );
  expect(idle).toEqual([]);
});
