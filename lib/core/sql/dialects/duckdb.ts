import type { Dialect } from '../dialect.ts';

export const duckdb: Dialect = {
  name: 'duckdb',
  matches: (_, term, pattern) => `regexp_matches(${term}, ${pattern})`,
  length: (node, term) => `${node.of === 'list' ? 'len' : 'length'}(${term})`,
  isNan: (_, term) => `isnan(${term})`,
  tuple: (terms) => `(${terms.join(', ')})`,
  // sum over any integer type is a HUGEINT: as wide as decimal(38,0), without a cast of every value
  sum: (as, term) => (as === 'double' ? `sum(CAST(${term} AS DOUBLE))` : `sum(${term})`),
};
