import type { Scalar } from '../values/scalar.ts';
import type { Aggregate, SqlExpr } from './nodes.ts';
import type { PhysicalType } from './physical.ts';

/** Short constructors, so that a check reads like the sentence it stands for. */
export const column = (name: string): SqlExpr => ({ node: 'column', name });
export const textOf = (name: string): SqlExpr => ({ node: 'column', name, text: true });
export const literal = (value: Scalar, as?: PhysicalType): SqlExpr => ({
  node: 'literal',
  value,
  ...(as === undefined ? {} : { as }),
});
export const isNull = (term: SqlExpr): SqlExpr => ({ node: 'isNull', term });
export const not = (term: SqlExpr): SqlExpr => ({ node: 'not', term });
export const isNotNull = (term: SqlExpr): SqlExpr => not(isNull(term));
export const and = (...terms: readonly SqlExpr[]): SqlExpr =>
  terms.length === 1 && terms[0] ? terms[0] : { node: 'and', terms };
export const or = (...terms: readonly SqlExpr[]): SqlExpr =>
  terms.length === 1 && terms[0] ? terms[0] : { node: 'or', terms };
export const oneOf = (term: SqlExpr, values: readonly Scalar[], as?: PhysicalType): SqlExpr => ({
  node: 'oneOf',
  term,
  values,
  ...(as === undefined ? {} : { as }),
});
export const matches = (term: SqlExpr, pattern: string): SqlExpr => ({ node: 'matches', term, pattern });
export const compare = (
  left: SqlExpr,
  op: '=' | '<>' | '<' | '<=' | '>' | '>=',
  right: SqlExpr,
): SqlExpr => ({ node: 'compare', op, left, right });

export const countRows = (): Aggregate => ({ node: 'aggregate', fn: 'count', args: [] });
export const countIf = (where: SqlExpr): Aggregate => ({ node: 'aggregate', fn: 'count', args: [], where });
export const countDistinct = (args: readonly SqlExpr[], where?: SqlExpr): Aggregate =>
  where === undefined
    ? { node: 'aggregate', fn: 'countDistinct', args }
    : { node: 'aggregate', fn: 'countDistinct', args, where };
export const aggregate = (
  fn: 'sum' | 'min' | 'max',
  arg: SqlExpr,
  options: { where?: SqlExpr; as?: 'integer' | 'decimal' | 'double' } = {},
): Aggregate => ({ node: 'aggregate', fn, args: [arg], ...options });
