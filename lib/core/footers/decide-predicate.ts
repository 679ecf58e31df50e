import type { Comparison, SqlExpr } from '../sql/nodes.ts';
import type { Scalar } from '../values/scalar.ts';
import { compareScalars } from './compare-scalars.ts';

/** What a condition is of every row alike, or `unknown`: rows may differ, or nobody can say. */
export type Decided = 'true' | 'false' | 'null' | 'unknown';

/** All rows of one kind: the column is null in them, or lies within two values that both occur. */
export type Cell =
  | { readonly cell: 'null' }
  | { readonly cell: 'within'; readonly min: Scalar; readonly max: Scalar }
  /** Not null, and nothing else is known. */
  | { readonly cell: 'present' };

/** Decides a condition over one column by SQL's three values, without a row of it. */
export function decide(expr: SqlExpr, name: string, cell: Cell): Decided {
  switch (expr.node) {
    case 'isNull': {
      const term = rangeOf(expr.term, name, cell);
      return term === undefined ? 'unknown' : term.cell === 'null' ? 'true' : 'false';
    }
    case 'not':
      return negate(decide(expr.term, name, cell));
    case 'and':
      return all(expr.terms.map((t) => decide(t, name, cell)));
    case 'or':
      return negate(all(expr.terms.map((t) => negate(decide(t, name, cell)))));
    case 'compare':
      return compared(expr, name, cell);
    case 'oneOf': {
      const term = rangeOf(expr.term, name, cell);
      return term === undefined ? 'unknown' : listed(term, expr.values);
    }
    default:
      return 'unknown';
  }
}

function rangeOf(expr: SqlExpr, name: string, cell: Cell): Cell | undefined {
  if (expr.node === 'column' && expr.name === name && expr.text !== true) return cell;
  if (expr.node !== 'literal') return undefined;
  return expr.value.type === 'null' ? { cell: 'null' } : { cell: 'within', min: expr.value, max: expr.value };
}

const negate = (d: Decided): Decided => (d === 'true' ? 'false' : d === 'false' ? 'true' : d);

/** SQL's AND: one false is false whatever the others are; unknown beats null, since it may be false. */
function all(terms: readonly Decided[]): Decided {
  for (const decided of ['false', 'unknown', 'null'] as const) if (terms.includes(decided)) return decided;
  return 'true';
}

const HOLDS: Readonly<Record<Comparison['op'], (order: -1 | 0 | 1) => boolean>> = {
  '=': (o) => o === 0,
  '<>': (o) => o !== 0,
  '<': (o) => o < 0,
  '<=': (o) => o <= 0,
  '>': (o) => o > 0,
  '>=': (o) => o >= 0,
};

function compared({ op, left, right }: Comparison, name: string, cell: Cell): Decided {
  const [a, b] = [rangeOf(left, name, cell), rangeOf(right, name, cell)];
  if (a?.cell === 'null' || b?.cell === 'null') return 'null';
  if (a?.cell !== 'within' || b?.cell !== 'within') return 'unknown';
  const low = comparable(a.min, b.max);
  const high = comparable(a.max, b.min);
  if (low === undefined || high === undefined) return 'unknown';
  // every order that a pair of values may have lies between these two
  const orders = ([-1, 0, 1] as const).filter((o) => o >= low && o <= high);
  const results = new Set(orders.map(HOLDS[op]));
  return results.size === 1 ? (results.has(true) ? 'true' : 'false') : 'unknown';
}

/** A single value is in a list or not; several are outside where every listed value lies beyond them. */
function listed(term: Cell, values: readonly Scalar[]): Decided {
  if (term.cell === 'null') return 'null';
  if (term.cell !== 'within') return 'unknown';
  const places = values.map((v) => [comparable(v, term.min), comparable(v, term.max)] as const);
  if (places.some(([low, high]) => low === undefined || high === undefined)) return 'unknown';
  if (places.every(([low, high]) => low === -1 || high === 1)) return 'false';
  const isOne = compareScalars(term.min, term.max) === 0;
  return isOne && places.some(([low]) => low === 0) ? 'true' : 'unknown';
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day and a text that is written otherwise are compared as the engine casts them: not decided here. */
const comparable = (a: Scalar, b: Scalar): -1 | 0 | 1 | undefined =>
  a.type === 'string' && b.type === 'string' && DAY.test(a.value) !== DAY.test(b.value)
    ? undefined
    : compareScalars(a, b);
