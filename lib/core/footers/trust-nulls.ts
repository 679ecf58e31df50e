import type { FileMetaData, SchemaElement } from 'hyparquet';

/**
 * Whether a writer's number of nulls can be taken for what it says. Two are known to state wrong ones, by how they
 * sign their files (found with the files of test/fixtures/footers, 2026-11): pyarrow before 6 counted no null of a
 * text column that it was given as a dictionary, DuckDB before 0.10 counted on from one row group to the next and
 * did not name its version before 1.1.
 */
export function trustsNulls(
  { created_by, row_groups }: Pick<FileMetaData, 'created_by' | 'row_groups'>,
  { type }: SchemaElement,
  nulls: bigint,
): boolean {
  const arrow = /^parquet-cpp(?:-arrow version (\d+)\.| version )/.exec(created_by ?? '');
  if (arrow !== null && Number(arrow[1] ?? 0) < 6) return type !== 'BYTE_ARRAY';
  // what is counted on is never less than what is there
  return created_by !== 'DuckDB' || row_groups.length < 2 || nulls === 0n;
}
