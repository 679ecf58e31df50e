import type { ColumnKinds, SqlExpr } from './nodes.ts';
import type { TableRead } from './table-read.ts';
import type { Query } from './user-query-syntax.ts';

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
  /** What was read of it, with the kinds of the table's columns, for engines that mean something else by its words. */
  readonly tree?: Query;
  readonly kinds?: ColumnKinds;
  readonly columns: readonly string[];
  /** How its query reads the table. */
  readonly read?: TableRead;
}
