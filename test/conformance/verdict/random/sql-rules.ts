import fc from 'fast-check';
import type { RandomColumn } from './table.ts';

const quoted = ({ name }: RandomColumn): string => `"${name}"`;

/** Conditions of common SQL that a column of a family can be asked. */
const CONDITIONS: Readonly<Record<RandomColumn['family'], readonly string[]>> = {
  whole: [
    '# > 1',
    '# % 2 = 0',
    'abs(#) < 6',
    '# BETWEEN 0 AND 5',
    '# IN (1, 7, -1)',
    '# IS NULL',
    '# * 1.5 > 2',
  ],
  decimal: ['# > 1.05', '# = 2.5', '# BETWEEN 0 AND 1.1', 'round(#, 1) = #', 'abs(#) <> #', '# IS NOT NULL'],
  double: [
    '# > 1',
    '# >= 0.1',
    '# = 0',
    '# <> 2.5',
    'NOT (# < 1)',
    'abs(#) > 1',
    '# BETWEEN 0 AND 1',
    '# IS NULL',
  ],
  text: [
    "# = ''",
    "# LIKE 'J%'",
    'length(#) > 1',
    'upper(#) = #',
    'lower(#) = #',
    "# > 'Z'",
    "strpos(#, 'F') > 0",
  ],
  boolean: ['#', 'NOT #', '# IS TRUE', '# = FALSE'],
  date: ["# >= '2000-02-29'", 'year(#) = 2000', 'month(#) = 2', "# + INTERVAL '1' MONTH > DATE '2001-01-01'"],
  instant: [
    "# > '2001-01-01'",
    'year(#) < 1970',
    "date_trunc('month', #) = #",
    'hour(#) = 23',
    'second(#) = 59',
  ],
  list: ['# IS NULL'],
  other: [],
};

const AGGREGATES: Readonly<Record<RandomColumn['family'], readonly string[]>> = {
  whole: ['SUM(#)', 'AVG(#)', 'MIN(#)', 'MAX(#)', 'COUNT(#)', 'COUNT(DISTINCT #)'],
  decimal: ['SUM(#)', 'AVG(#)', 'MIN(#)', 'MAX(#)', 'COUNT(DISTINCT #)'],
  double: ['SUM(#)', 'AVG(#)', 'MIN(#)', 'MAX(#)', 'COUNT(#)', 'COUNT(DISTINCT #)'],
  text: ['COUNT(#)', 'COUNT(DISTINCT #)'],
  boolean: ['COUNT(#)', 'COUNT(DISTINCT #)'],
  date: ['COUNT(#)', 'COUNT(DISTINCT #)'],
  instant: ['COUNT(#)', 'COUNT(DISTINCT #)'],
  list: ['COUNT(#)'],
  other: [],
};

/** Of decimals of 38 digits sums have no room, nor fractions beside them: those are seldom evaluated. */
const OF_WIDE = {
  conditions: ['# = 0', '# IS NOT NULL', 'abs(#) <> #', '# < 0', '# = 0', '# > 1.05'],
  aggregates: ['MIN(#)', 'MAX(#)', 'COUNT(#)', 'COUNT(DISTINCT #)', 'MIN(#)', 'MAX(#)', 'MIN(#)', 'SUM(#)'],
};
const isWide = ({ duckdb }: RandomColumn): boolean => duckdb.startsWith('DECIMAL(38');

/** Scans of their own. */
const OPAQUE = [
  'SELECT COUNT(*) FROM (SELECT #, COUNT(*) AS n FROM {object} GROUP BY # HAVING COUNT(*) > 1) q',
  'SELECT COUNT(*) FROM (SELECT DISTINCT # FROM {object}) q',
];

const over = (text: string, column: RandomColumn): string => text.replaceAll('#', () => quoted(column));

/** Counts of rows under a condition, and now and then a statement of its own. */
export function countingQuery(column: RandomColumn): fc.Arbitrary<string> | undefined {
  const conditions = isWide(column) ? OF_WIDE.conditions : CONDITIONS[column.family];
  if (conditions.length === 0) return undefined;
  const counts = fc
    .constantFrom(...conditions)
    .map((c) => `SELECT COUNT(*) FROM {object} WHERE ${over(c, column)}`);
  if (column.family === 'list') return counts;
  const opaque = fc.constantFrom(...OPAQUE).map((q) => over(q, column));
  return fc.oneof({ weight: 9, arbitrary: counts }, { weight: 1, arbitrary: opaque });
}

export const aggregates = (column: RandomColumn): readonly string[] =>
  (isWide(column) ? OF_WIDE.aggregates : AGGREGATES[column.family]).map((a) =>
    over(`SELECT ${a} FROM {object}`, column),
  );
