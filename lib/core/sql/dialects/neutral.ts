import type { Dialect } from '../dialect.ts';

/** The text that identifies a metric in plans and in the ledger; no engine runs it. */
export const neutral: Dialect = {
  name: 'neutral',
  matches: (_, term, pattern) => `matches(${term}, ${pattern})`,
  length: (node, term) => `${node.of === 'list' ? 'items' : 'length'}(${term})`,
  isNan: (_, term) => `is_nan(${term})`,
  tuple: (terms) => `ROW(${terms.join(', ')})`,
  sum: (as, term) => `sum(${term} AS ${as})`,
};
