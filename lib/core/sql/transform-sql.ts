import type { Dialect } from './dialect.ts';
import type { PhysicalColumn } from './physical.ts';
import type { TransformQuery } from './user-query.ts';
import { objectColumns } from './user-query-walk.ts';

/**
 * The SELECT of a pipeline in the words of an engine, so that every engine writes the same candidate of the same
 * source; `{source}`, `{windowStart}` and `{windowEnd}` are left to be filled in.
 */
export function transformSql(
  { sql, tree }: TransformQuery,
  dialect: Dialect,
  columns: readonly PhysicalColumn[],
): string {
  if (tree === undefined || dialect.transform === undefined) return sql;
  const kinds = new Map(columns.map((c) => [c.name.toLowerCase(), c.type.kind]));
  // engines find a column in whatever case it is written
  const written = objectColumns(tree).flatMap((name) => {
    const kind = kinds.get(name.toLowerCase());
    return kind === undefined ? [] : [[name, kind] as const];
  });
  const exact = columns.map((c) => [c.name, c.type.kind] as const);
  return dialect.transform(tree, Object.fromEntries([...exact, ...written]));
}
