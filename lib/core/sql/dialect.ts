import type { Aggregate, IsNan, Length, Matches } from './nodes.ts';

/** What an engine says differently; everything else is printed once, for all. Arguments arrive printed. */
export interface Dialect {
  readonly name: 'neutral' | 'duckdb' | 'trino';
  readonly matches: (node: Matches, term: string, pattern: string) => string;
  readonly length: (node: Length, term: string) => string;
  readonly isNan: (node: IsNan, term: string) => string;
  /** The distinct key of several columns, in which nulls compare equal. */
  readonly tuple: (terms: readonly string[]) => string;
  readonly sum: (as: NonNullable<Aggregate['as']>, term: string) => string;
}
