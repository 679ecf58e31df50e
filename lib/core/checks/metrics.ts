import {
  and,
  column as col,
  countDistinct,
  countIf,
  countRows,
  isNotNull,
  isNull,
  or,
  textOf,
} from '../sql/build.ts';
import { neutral } from '../sql/dialects/neutral.ts';
import type { Metric } from '../sql/metric.ts';
import type { Aggregate, SqlExpr } from '../sql/nodes.ts';
import type { PhysicalColumn, PhysicalSchema } from '../sql/physical.ts';
import { printExpr } from '../sql/print.ts';
import { fail, ok, type Result } from '../values/result.ts';

/** A metric of the fused scan: its identity is the neutral text of its expression. */
export function rowMetric(expr: Aggregate | SqlExpr, columns: readonly string[]): Metric {
  return { id: printExpr(expr, neutral), class: 'row', expr, columns };
}

/** Rows of the partition: part of every fused scan. */
export const rowCountMetric: Metric = rowMetric(countRows(), []);

export function findColumn(schema: PhysicalSchema, name: string): Result<PhysicalColumn, string> {
  const found = schema.columns.find((c) => c.name === name);
  const twin = schema.columns.find((c) => isTwin(c.name, name));
  if (found && twin) {
    return fail(`columns "${name}" and "${twin.name}" differ only in case, and no engine tells them apart`);
  }
  return found ? ok(found) : fail(`column "${name}" is not in the data`);
}

/** DuckDB would read the first of the two without a word, Trino refuses. */
const isTwin = (a: string, b: string): boolean =>
  a.length === b.length && a !== b && a.toLowerCase() === b.toLowerCase();

/** Null in the data: of a converted text column the cell itself is null, not its conversion. */
export const isNullIn = (c: PhysicalColumn): SqlExpr => isNull(cell(c));

/** A cell of CSV or JSON that holds something which is no value of the column's type. */
export const isUnconvertible = (c: PhysicalColumn): SqlExpr =>
  and(isNotNull(textOf(c.name)), isNull(col(c.name)));

export const nullsMetric = (c: PhysicalColumn): Metric => rowMetric(countIf(isNullIn(c)), [c.name]);

/**
 * Rows that a value rule counts against: present, and either no value of the column's type (CSV, JSON), NaN,
 * or `bad` itself.
 */
export function violationsMetric(c: PhysicalColumn, bad: SqlExpr): Metric {
  const value = and(isNotNull(col(c.name)), withNan(c, bad));
  return rowMetric(countIf(c.from === 'text' ? or(isUnconvertible(c), value) : value), [c.name]);
}

const withNan = (c: PhysicalColumn, bad: SqlExpr): SqlExpr =>
  c.type.kind === 'floating' ? or({ node: 'isNan', term: col(c.name) }, bad) : bad;

export const nanMetric = (c: PhysicalColumn): Metric =>
  rowMetric(countIf({ node: 'isNan', term: col(c.name) }), [c.name]);

/** Distinct keys, and the rows that have one; partly null keys compare equal, wholly null keys are left out. */
export function keyMetrics(names: readonly string[]): {
  keyed: Metric;
  distinct: Metric;
  /** True of the rows that have a key. */
  among: SqlExpr;
} {
  const terms = names.map(col);
  const among = or(...terms.map((t) => isNotNull(t)));
  const keyed = names.length === 1 ? undefined : among;
  return {
    keyed: rowMetric(keyed ? countIf(keyed) : { node: 'aggregate', fn: 'count', args: terms }, names),
    distinct: rowMetric(countDistinct(terms, keyed), names),
    among,
  };
}

const cell = (c: PhysicalColumn): SqlExpr => (c.from === 'text' ? textOf(c.name) : col(c.name));
