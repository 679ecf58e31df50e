import type { Expr } from './user-query-syntax.ts';

const REAL_FUNCTIONS = ['avg', 'sqrt', 'ln', 'exp', 'power', 'stddev', 'stddev_samp', 'stddev_pop'];

/** Surely not a whole number, so that / means the same on every engine once both sides are doubles. */
export function isReal(expr: Expr): boolean {
  switch (expr.node) {
    case 'number':
      return /[.eE]/.test(expr.text);
    case 'cast':
      return /^(DOUBLE|REAL|DECIMAL)/.test(expr.type);
    case 'unary':
      return expr.op !== 'NOT' && isReal(expr.term);
    case 'binary':
      return expr.op === '/' || (/^[-+*]$/.test(expr.op) && (isReal(expr.left) || isReal(expr.right)));
    case 'call':
      return REAL_FUNCTIONS.includes(expr.name) || (PASSES.includes(expr.name) && expr.args.some(isReal));
    default:
      return false;
  }
}
const PASSES = ['sum', 'min', 'max', 'abs', 'coalesce', 'nullif', 'round'];
