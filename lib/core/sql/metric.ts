import type { SqlExpr } from './nodes.ts';

/** Where a number comes from: all `row` metrics of a table share one scan; each of the others is a scan of its own. */
export type MetricClass = 'row' | 'grouped' | 'joined' | 'opaque';

/** One number that checks ask for. Two checks that ask for the same expression share it. */
export interface Metric {
  /** The neutral text of the expression (or the checked query): its identity in plans and in the ledger. */
  readonly id: string;
  readonly class: MetricClass;
  /** For `row`; an `opaque` metric has `query` instead. */
  readonly expr?: SqlExpr;
  /** A checked SELECT with one value, `{object}` standing for the table. */
  readonly query?: string;
  readonly columns: readonly string[];
}
