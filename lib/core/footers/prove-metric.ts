import type { Metric } from '../sql/metric.ts';
import type { Aggregate, SqlExpr } from '../sql/nodes.ts';
import { integer, NULL, type Scalar } from '../values/scalar.ts';
import { compareScalars } from './compare-scalars.ts';
import { type Cell, decide } from './decide-predicate.ts';
import type { ColumnStatistics, Statistics } from './statistics.ts';

/**
 * The value of a metric where footers alone give it, exactly as a scan would; undefined where they do not. Counts,
 * extremes, and violations of a condition that is the same for all values between the extremes.
 */
export function proveMetric(metric: Metric, statistics: Statistics): Scalar | undefined {
  const { expr } = metric;
  if (metric.class !== 'row' || expr?.node !== 'aggregate') return undefined;
  const rows = BigInt(statistics.rows);
  const [name, ...others] = metric.columns;
  if (name === undefined) return isRowCount(expr) ? integer(rows) : undefined;
  const column = statistics.columns[name];
  if (others.length > 0 || column === undefined) return undefined;
  return proveAggregate(expr, { name, rows, of: column });
}

interface Known {
  readonly name: string;
  readonly rows: bigint;
  readonly of: ColumnStatistics;
}

const isRowCount = ({ fn, args, where }: Aggregate): boolean =>
  fn === 'count' && args.length === 0 && where === undefined;

function proveAggregate(expr: Aggregate, known: Known): Scalar | undefined {
  const { rows, of } = known;
  if (of.nulls === undefined) return undefined;
  const nulls = BigInt(of.nulls);
  const values = rows - nulls;
  if (expr.fn === 'count' && expr.args.length === 0) {
    return expr.where === undefined ? integer(rows) : countWhere(expr.where, known, nulls, values);
  }
  const [argument, ...more] = expr.args;
  if (expr.where !== undefined || more.length > 0 || !isColumn(argument, known.name)) return undefined;
  switch (expr.fn) {
    case 'count':
      return integer(values);
    case 'min':
    case 'max':
      return values === 0n ? NULL : of[expr.fn];
    case 'countDistinct':
      return values === 0n ? integer(0) : isSingle(of) ? integer(1) : undefined;
    case 'sum':
      return values === 0n ? NULL : undefined;
  }
}

function countWhere(where: SqlExpr, { name, of }: Known, nulls: bigint, values: bigint): Scalar | undefined {
  const { min, max } = of;
  const present: Cell = min && max ? { cell: 'within', min, max } : { cell: 'present' };
  const ofNulls = nulls === 0n ? 'false' : decide(where, name, { cell: 'null' });
  const ofValues = values === 0n ? 'false' : decide(where, name, present);
  if (ofNulls === 'unknown' || ofValues === 'unknown') return undefined;
  return integer((ofNulls === 'true' ? nulls : 0n) + (ofValues === 'true' ? values : 0n));
}

const isColumn = (expr: SqlExpr | undefined, name: string): boolean =>
  expr?.node === 'column' && expr.name === name && expr.text !== true;

const isSingle = ({ min, max }: ColumnStatistics): boolean =>
  min !== undefined && max !== undefined && compareScalars(min, max) === 0;
