import { expect, test } from 'vitest';
import { trustsNulls } from '../../../lib/core/footers/trust-nulls.ts';

const GROUP = { columns: [], num_rows: 1n, total_byte_size: 0n };
const trusts = (
  created_by: string | undefined,
  type: 'BYTE_ARRAY' | 'INT64',
  groups: number,
  nulls: bigint,
) =>
  trustsNulls(
    { ...(created_by === undefined ? {} : { created_by }), row_groups: Array(groups).fill(GROUP) },
    { name: 'c', type },
    nulls,
  );

test.each([
  ['parquet-cpp version 1.5.1-SNAPSHOT', false],
  ['parquet-cpp-arrow version 4.0.1', false],
  ['parquet-cpp-arrow version 5.0.0', false],
  ['parquet-cpp-arrow version 6.0.0', true],
  ['parquet-cpp-arrow version 26.0.1', true],
  ['parquet-mr version 1.16.0 (build x)', true],
  [undefined, true],
])('nulls of texts by %s: %s', (writer, expected) => {
  expect(trusts(writer, 'BYTE_ARRAY', 1, 0n)).toBe(expected);
  expect(trusts(writer, 'INT64', 1, 0n)).toBe(true);
});

test('nulls of a DuckDB without a version are trusted in one row group, and where there are none', () => {
  expect(trusts('DuckDB', 'INT64', 1, 5n)).toBe(true);
  expect(trusts('DuckDB', 'INT64', 2, 0n)).toBe(true);
  expect(trusts('DuckDB', 'INT64', 2, 5n)).toBe(false);
  expect(trusts('DuckDB version v1.5.5 (build x)', 'INT64', 2, 5n)).toBe(true);
});
