import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import { compilePattern } from '../../../lib/core/sql/pattern.ts';
import { quoteText } from '../../../lib/core/sql/print.ts';
import { askBoth, openDuckDb } from './both-engines.ts';
import { dropDatabase, makeDatabase, makeTable, putObject } from './glue-table.ts';
import { COLUMNS, type NastyRow } from './nasty-table.ts';
import { contractOf, PLAIN_PROPERTIES } from './random-rules.ts';
import { onTrino } from './trino-engine.ts';

/**
 * What the compiler cannot neutralise, each on both engines, in the words of `docs/engines.md`. A difference that an engine
 * no longer has fails here, and leaves the list.
 */
const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/engines.md'), 'utf8');
const START = PAGE.indexOf('## Differences that remain');
const listed = PAGE.slice(START, PAGE.indexOf('\n## ', START))
  .split('\n')
  .flatMap((line) => /^\| \*\*(.+?)\*\*/.exec(line)?.[1] ?? []);
const asserted: string[] = [];
const difference = (name: string, check: () => Promise<void>): void => {
  asserted.push(name);
  test(name, check, 120_000);
};

let connection: DuckDBConnection;
let close = (): void => undefined;
beforeAll(async () => {
  ({ connection, close } = await openDuckDb());
});
afterAll(() => close());

const row = (cells: Readonly<Record<string, string>>): NastyRow => COLUMNS.map((c) => cells[c.name] ?? null);

/** The numbers of one `sql` rule, the count of its rows with an error after it where there is one. */
async function numbersOf(query: string, rows: readonly NastyRow[]) {
  const asked = await askBoth(connection, contractOf(PLAIN_PROPERTIES, [query]), rows);
  const own = Object.keys(asked.duckdb).filter((id) => /TRY|^query: |sum\(/.test(id));
  const text = (numbers: typeof asked.duckdb): readonly string[] =>
    own.map((id) => {
      const value = numbers[id];
      return value === undefined || value === 'failed' || value.type === 'null'
        ? String(value && 'failed')
        : value.value;
    });
  return { duckdb: text(asked.duckdb), trino: text(asked.trino) };
}

/** [number, rows with an error] of a count. */
const countWhere = (condition: string, cells: Readonly<Record<string, string>>) =>
  numbersOf(`SELECT count(*) FROM {object} WHERE ${condition}`, [row(cells)]);

difference('Arithmetic beyond the range of its type', async () => {
  // DuckDB's optimizer turns the first into i > -1
  expect(await countWhere('i + 1 > 0', { i: '9223372036854775807' })).toEqual({
    duckdb: ['1', '0'],
    trino: ['0', '1'],
  });
  expect(await countWhere('y * y > 1', { y: '9999999.999' })).toEqual({
    duckdb: ['0', '1'],
    trino: ['1', '0'],
  });
});

difference('Sums beyond 38 digits', async () => {
  const most = row({ x: '999999999999999999999999999999999999.99' });
  const least = row({ x: '-999999999999999999999999999999999999.99' });
  const { duckdb: local, trino: remote } = await numbersOf('SELECT sum(x) FROM {object}', [
    most,
    most,
    least,
  ]);
  expect(local).toEqual(['failed']);
  expect(remote).toEqual(['999999999999999999999999999999999999.99']);
});

difference('Texts cast to numbers, days and truth values', async () => {
  const count = (type: string, s: string) => countWhere(`TRY_CAST(s AS ${type}) IS NOT NULL`, { s });
  for (const [type, text] of [
    ['DOUBLE', 'inf'],
    ['DECIMAL(9, 2)', '1_000'],
    ['BOOLEAN', 'yes'],
    ['DATE', '2001-01-01 10:00:00'],
  ]) {
    expect(await count(type ?? '', text ?? ''), text).toEqual({ duckdb: ['1', '0'], trino: ['0', '0'] });
  }
  expect(await count('DOUBLE', '0x1p3')).toEqual({ duckdb: ['0', '0'], trino: ['1', '0'] });
});

difference('Doubles cast to texts and to decimals', async () => {
  expect(await countWhere("CAST(d AS VARCHAR) = '2.5'", { d: '2.5' })).toEqual({
    duckdb: ['1', '0'],
    trino: ['0', '0'],
  });
  expect(await countWhere('CAST(d AS DECIMAL(10, 2)) = 1.01', { d: '1.005' })).toEqual({
    duckdb: ['0', '0'],
    trino: ['1', '0'],
  });
});

difference('Comparing values of different kinds', async () => {
  const { duckdb: local, trino: remote } = await countWhere('b = 1', { b: 'true' });
  expect(local).toEqual(['1', '0']);
  expect(remote).toEqual(['failed', 'failed']);
});

difference('Characters that Unicode knows since 2013', async () => {
  const re2 = compilePattern('\\p{So}');
  const node = {
    node: 'matches',
    term: { node: 'column', name: 't' },
    pattern: re2.ok ? re2.value.re2 : '',
  } as const;
  const [local, remote] = [duckdb, trino].map(
    (d) => `SELECT ${d.matches(node, "'🤗'", quoteText(node.pattern))} AS m`,
  );
  expect((await connection.runAndReadAll(local ?? '')).getRows()).toEqual([[true]]);
  expect((await onTrino(remote ?? '')).rows).toEqual([[false]]);
});

difference('Patterns that repeat a repetition', async () => {
  const re2 = compilePattern('^(a+b?)+$');
  const timed = async (length: number): Promise<number> => {
    const began = performance.now();
    const pattern = quoteText(re2.ok ? re2.value.re2 : '');
    const found = await onTrino(`SELECT regexp_like('${'a'.repeat(length)}!', ${pattern})`);
    expect(found.rows).toEqual([[false]]);
    return performance.now() - began;
  };
  const short = Math.min(await timed(2), await timed(3), await timed(4));
  expect(await timed(22)).toBeGreaterThan(3 * short);
});

difference('Timestamps of Hive tables', async () => {
  const [database, bucket] = ['sluice_difference', 'sluice-difference'];
  const file = join(tmpdir(), `sluice-difference-${process.pid}.parquet`);
  await connection.run(
    `COPY (SELECT TIMESTAMP '1969-12-31 23:59:59.999999' AS t) TO '${file}' (FORMAT parquet)`,
  );
  await makeDatabase(database, bucket);
  try {
    await putObject(bucket, 'stamps/one.parquet', readFileSync(file));
    await makeTable(database, 'stamps', `s3://${bucket}/stamps/`, [{ name: 't', type: 'timestamp' }]);
    const there = await onTrino('SELECT CAST(max(t) AS VARCHAR) AS t FROM stamps', { schema: database });
    expect(there.rows).toEqual([['1970-01-01 00:00:00.000']]);
    const here = await connection.runAndReadAll(
      `SELECT CAST(max(t) AS VARCHAR) FROM read_parquet('${file}')`,
    );
    expect(here.getRows()).toEqual([['1969-12-31 23:59:59.999999']]);
  } finally {
    rmSync(file, { force: true });
    await dropDatabase(database);
  }
});

test('the list of differences is this one, and short', () => {
  expect(listed).toEqual(asserted);
  expect(listed.length).toBeLessThanOrEqual(10);
});
