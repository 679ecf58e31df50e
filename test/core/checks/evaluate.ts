import type { FailingRows } from '../../../lib/core/checks/failing.ts';
import type { Metric } from '../../../lib/core/sql/metric.ts';
import type { Comparison, SqlExpr } from '../../../lib/core/sql/nodes.ts';
import { compareDecimal, parseDecimal } from '../../../lib/core/values/decimal.ts';
import { parseInstant } from '../../../lib/core/values/instant.ts';
import { NULL, type Scalar } from '../../../lib/core/values/scalar.ts';

/** A cell of a table that no engine holds; of a list only its length. */
export type Cell = Scalar | { readonly type: 'list'; readonly items: number };
/** By column; the cell of `a` as CSV or JSON has it written stands under `text of a`. */
export type Row = Readonly<Record<string, Cell>>;
/** Where NaN stands differs by engine. */
export type NanOrder = 'largest' | 'unordered';

type Truth = boolean | null;

/** Which rows fail, read from what `FailingRows` promises alone. */
export function failingIn(
  { where, repeats }: FailingRows,
  rows: readonly Row[],
  nan: NanOrder = 'largest',
): readonly boolean[] {
  const keys = rows.map((row) => JSON.stringify(repeats?.key.map((name) => row[name] ?? NULL)));
  return rows.map((row, i) => {
    if (where !== undefined && truth(where, row, nan) === true) return true;
    if (repeats === undefined || truth(repeats.among, row, nan) !== true) return false;
    return keys.indexOf(keys[i] ?? '') !== keys.lastIndexOf(keys[i] ?? '');
  });
}

/** The number that a metric gives which counts rows. */
export function countIn({ expr }: Metric, rows: readonly Row[]): number {
  if (expr?.node !== 'aggregate' || expr.fn !== 'count') throw new Error('no count');
  const { where, args } = expr;
  return rows.filter(
    (row) =>
      (where === undefined || truth(where, row, 'largest') === true) &&
      args.every((a) => cellOf(a, row).type !== 'null'),
  ).length;
}

function cellOf(expr: SqlExpr, row: Row): Cell {
  if (expr.node === 'literal') return expr.value;
  if (expr.node === 'column') return row[expr.text ? `text of ${expr.name}` : expr.name] ?? NULL;
  if (expr.node !== 'length') throw new Error(`not a value: ${expr.node}`);
  const cell = cellOf(expr.term, row);
  if (cell.type === 'null') return NULL;
  const size = cell.type === 'list' ? cell.items : [...cell.value].length;
  return { type: 'integer', value: String(size) };
}

function truth(expr: SqlExpr, row: Row, nan: NanOrder): Truth {
  switch (expr.node) {
    case 'and':
    case 'or': {
      const decisive = expr.node === 'or';
      const truths = expr.terms.map((t) => truth(t, row, nan));
      return truths.includes(decisive) ? decisive : truths.includes(null) ? null : !decisive;
    }
    case 'not': {
      const term = truth(expr.term, row, nan);
      return term === null ? null : !term;
    }
    case 'isNull':
      return cellOf(expr.term, row).type === 'null';
    case 'attempt':
      return truth(expr.term, row, nan);
    case 'compare':
      return compared(cellOf(expr.left, row), expr.op, cellOf(expr.right, row), nan);
    case 'oneOf': {
      const cell = cellOf(expr.term, row);
      return expr.values.some((v) => compared(cell, '=', v, nan) === true) || (cell.type === 'null' && null);
    }
    case 'matches': {
      const cell = cellOf(expr.term, row);
      const pattern = expr.pattern.replaceAll('\\A', '^').replaceAll('\\z', '$');
      return cell.type === 'null' || cell.type === 'list' ? null : new RegExp(pattern, 'u').test(cell.value);
    }
    case 'isNan': {
      const cell = cellOf(expr.term, row);
      return cell.type === 'null' ? null : cell.type === 'double' && cell.value === 'NaN';
    }
    case 'isMultipleOf': {
      const cell = cellOf(expr.term, row);
      return cell.type !== 'null' && cell.type !== 'list' && isMultiple(cell.value, expr.divisor);
    }
    default:
      throw new Error(`no condition: ${expr.node}`);
  }
}

function isMultiple(text: string, divisor: string): boolean {
  const [a, b] = [parseDecimal(text), parseDecimal(divisor)];
  if (a === undefined || b === undefined) return false;
  return (a.digits * 10n ** BigInt(b.scale)) % (b.digits * 10n ** BigInt(a.scale)) === 0n;
}

const HOLDS: Readonly<Record<Comparison['op'], (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compared(a: Cell, op: Comparison['op'], b: Cell, nan: NanOrder): Truth {
  if (a.type === 'null' || b.type === 'null') return null;
  if (a.type === 'list' || b.type === 'list') throw new Error('lists have no order');
  return HOLDS[op](orderOf(a.type, a.value, b.type, b.value, nan));
}

function orderOf(typeA: string, a: string, typeB: string, b: string, nan: NanOrder): number {
  const types = [typeA, typeB];
  if (types.includes('timestamp')) return direction(instantOf(a), instantOf(b));
  if (types.includes('double')) {
    const [x, y] = [Number(a), Number(b)];
    if (!Number.isNaN(x) && !Number.isNaN(y)) return direction(x, y);
    return nan === 'unordered' ? Number.NaN : direction(Number(Number.isNaN(x)), Number(Number.isNaN(y)));
  }
  const [x, y] = [parseDecimal(a), parseDecimal(b)];
  if (types.every((t) => t === 'integer' || t === 'decimal') && x && y) return compareDecimal(x, y);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const direction = <T extends bigint | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function instantOf(text: string): bigint | number {
  const instant = /^-?infinity$/.test(text) ? Number(text.replace('i', 'I')) : parseInstant(text);
  if (instant === undefined) throw new Error(`no point in time: ${text}`);
  return instant;
}
