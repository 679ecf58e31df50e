import type { CheckDefinition } from './define.ts';
import { distinctCount } from './distinct-count.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { sqlCount } from './sql-count.ts';
import { sqlOpaque } from './sql-opaque.ts';
import { sum } from './sum.ts';
import { readQuery } from './user-aggregate.ts';

const BY_FUNCTION = { count: sqlCount, countDistinct: distinctCount, sum, avg: mean, min, max } as const;

/**
 * `type: sql`. What is one aggregate over the table is understood and fused with all other checks (and shown under
 * the name of what it is: mean, sum, distinctCount …); everything else runs as it is written.
 */
export const sql: CheckDefinition = {
  kind: 'sql',
  info: sqlCount.info,
  explanation:
    'One read-only SELECT with one number as its result, `{object}` standing for the partition. SELECT <aggregate> FROM ' +
    '{object} [WHERE …] joins the one fused scan; anything else (joins, grouping, subqueries) is a scan of its own ' +
    'per partition, listed in the plan. Without `sluice.engine` the query stays in the subset that means the same ' +
    'on DuckDB and Athena. SQL that fails makes the check notEvaluated, which blocks.',
  // by which function it is decides what it shows
  shows: {},
  prepare: (rule, dataset) => {
    const query = readQuery(rule);
    if (!query.ok) return query;
    const kind = query.value.form === 'opaque' ? sqlOpaque : BY_FUNCTION[query.value.fn];
    return kind.prepare(rule, dataset);
  },
};
