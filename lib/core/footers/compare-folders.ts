import { type Issue, issue } from '../contract/issue.ts';
import type { PartitionId } from '../values/partition.ts';
import { type Scalar, scalarText } from '../values/scalar.ts';
import { compareScalars } from './compare-scalars.ts';
import type { Footer } from './footer.ts';

/**
 * Engines take a partition column's value from the folder and ignore a column of that name in the file. So where a
 * Parquet file has one, its footer must prove that every row of it is of that folder.
 */
export const compareFolders = (
  footers: readonly Footer[],
  partitions: ReadonlyMap<string, PartitionId>,
): readonly Issue[] =>
  footers.flatMap((footer) =>
    Object.entries(partitions.get(footer.path) ?? {}).flatMap(([column, value]) => {
      const found =
        footer.rows === undefined || footer.rows === '0' ? undefined : misfit(footer, column, value);
      const params = { file: footer.path, column, value: scalarText(value) };
      return found === undefined ? [] : [issue('SLU-449', { ...params, found })];
    }),
  );

/** What the file says of the column instead; undefined where it is of its folder, or has no such column. */
function misfit({ columns, statistics, rows }: Footer, column: string, value: Scalar): string | undefined {
  // to an engine DAY and day are one column
  const own = columns.find((c) => c.name.toLowerCase() === column.toLowerCase());
  if (own === undefined) return undefined;
  const { nulls, min, max } = statistics?.columns[own.name] ?? {};
  if (value.type === 'null') return nulls === rows ? undefined : 'which is not null in every row';
  if (nulls !== undefined && nulls !== '0') return `which is null in ${nulls} rows`;
  if (min === undefined || max === undefined || nulls === undefined)
    return 'whose values its footer does not tell';
  const same = compareScalars(min, value) === 0 && compareScalars(max, value) === 0;
  return same ? undefined : `with values from ${scalarText(min)} to ${scalarText(max)}`;
}
