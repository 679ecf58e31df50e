import type { Scalar } from '../values/scalar.ts';
import type { Aggregate, ColumnKinds, IsNan, Length, Matches, Remainder, UserSql } from './nodes.ts';
import type { PhysicalType } from './physical.ts';
import type { Query } from './user-query-syntax.ts';

/** What an engine says differently; everything else is printed once, for all. Arguments arrive printed. */
export interface Dialect {
  readonly name: 'neutral' | 'duckdb' | 'trino';
  readonly matches: (node: Matches, term: string, pattern: string) => string;
  readonly length: (node: Length, term: string) => string;
  readonly isNan: (node: IsNan, term: string) => string;
  /** The distinct key of several columns, in which nulls compare equal. */
  readonly tuple: (terms: readonly string[]) => string;
  readonly sum: (as: NonNullable<Aggregate['as']>, term: string) => string;
  /** What follows is left out where the shared words do. */
  readonly literal?: (value: Scalar, as: PhysicalType | undefined) => string | undefined;
  /** A value of a list in all the ways that a cell may hold it. */
  readonly listed?: (value: Scalar, as: PhysicalType | undefined) => readonly string[] | undefined;
  /** The largest number, NaN where there is one; `filter` is empty or begins with a space. */
  readonly largest?: (term: string, filter: string) => string;
  readonly decimal?: (node: Remainder, term: string, type: string) => string;
  readonly user?: (node: UserSql) => string | undefined;
  /** A query of its own, `{object}` standing for the table. */
  readonly query?: (tree: Query, kinds: ColumnKinds) => string;
  /** The SELECT that writes candidates, `{source}` standing for the table that it reads. */
  readonly transform?: (tree: Query, kinds: ColumnKinds) => string;
  /** A partition column that is compared with this text. */
  readonly partition?: (column: string, text: string) => string;
  /** A cell as text, to be shown. */
  readonly text?: (term: string, type: PhysicalType) => string;
}
