import type { Dialect } from '../dialect.ts';
import type { ColumnKinds } from '../nodes.ts';
import { spansWholeText } from '../pattern-span.ts';
import { kindOf, kindsIn } from '../user-query-kind.ts';
import { type PrintSetting, printQuery, printShared } from '../user-query-print.ts';

export const duckdb: Dialect = {
  name: 'duckdb',
  // of a dictionary-encoded column DuckDB matches each distinct text once, but searches every row (1.5.5: 4 times slower)
  matches: (node, term, pattern) =>
    `${spansWholeText(node.pattern) ? 'regexp_full_match' : 'regexp_matches'}(${term}, ${pattern})`,
  length: (node, term) => `${node.of === 'list' ? 'len' : 'length'}(${term})`,
  isNan: (_, term) => `isnan(${term})`,
  tuple: (terms) => `(${terms.join(', ')})`,
  // sum over any integer type is a HUGEINT: as wide as decimal(38,0), without a cast of every value
  sum: (as, term) => (as === 'double' ? `sum(CAST(${term} AS DOUBLE))` : `sum(${term})`),
  // straight from a double DuckDB 1.5.5 takes 123456789.05 for 123456789.04999999488, and from a text 5e-324 for 1e-11
  decimal: ({ floating }, term, type) => {
    const plain = `TRY_CAST(${term} AS ${type})`;
    if (!floating) return plain;
    return `CASE WHEN abs(${term}) < 1e-6 THEN ${plain} ELSE TRY_CAST(CAST(${term} AS VARCHAR) AS ${type}) END`;
  },
  transform: (tree, kinds) => printQuery(tree, candidateSetting(kindsIn(tree, kinds))),
};

/** Parquet has no whole number of 128 bits, which a sum of whole numbers is here: DuckDB 1.5.5 writes a double. */
function candidateSetting(kinds: ColumnKinds): PrintSetting {
  const setting: PrintSetting = {
    object: '{source}',
    qualify: true,
    own: (expr) =>
      expr.node === 'call' && expr.name === 'sum' && kindOf(expr, kinds) === 'integer'
        ? `CAST(${printShared(expr, setting)} AS DECIMAL(38, 0))`
        : undefined,
  };
  return setting;
}
