import type { Dialect } from '../dialect.ts';

export const trino: Dialect = {
  name: 'trino',
  matches: (_, term, pattern) => `regexp_like(${term}, ${pattern})`,
  length: (node, term) => `${node.of === 'list' ? 'cardinality' : 'length'}(${term})`,
  isNan: (_, term) => `is_nan(${term})`,
  tuple: (terms) => `ROW(${terms.join(', ')})`,
  // sum(bigint) overflows on Trino; sum(decimal) is decimal(38, s)
  sum: (as, term) => {
    const wide = {
      integer: `CAST(${term} AS DECIMAL(38, 0))`,
      decimal: term,
      double: `CAST(${term} AS DOUBLE)`,
    };
    return `sum(${wide[as]})`;
  },
};
