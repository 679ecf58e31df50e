import type { Scalar } from '../values/scalar.ts';
import type { PhysicalType } from './physical.ts';
import type { Expr } from './user-query-syntax.ts';

/**
 * What a check can ask an engine, as a small tree. Expressions are total: no division, no average, sums over
 * a wide type, casts that give null instead of an error, somebody's own SQL inside `attempt`.
 */
export type SqlExpr =
  | ColumnRef
  | Literal
  | Comparison
  | Logical
  | Not
  | IsNull
  | OneOf
  | Matches
  | Length
  | IsNan
  | Remainder
  | Attempt
  | Coalesce
  | UserSql
  | Aggregate;

/** A column of the staged table; `text` reads the unconverted text beside a converted column (CSV, JSON). */
export interface ColumnRef {
  readonly node: 'column';
  readonly name: string;
  readonly text?: boolean;
}
export interface Literal {
  readonly node: 'literal';
  readonly value: Scalar;
  /** What it is compared with: a text stands for a day, an instant, a time of day where the column holds one. */
  readonly as?: PhysicalType;
}
export interface Comparison {
  readonly node: 'compare';
  readonly op: '=' | '<>' | '<' | '<=' | '>' | '>=';
  readonly left: SqlExpr;
  readonly right: SqlExpr;
}
export interface Logical {
  readonly node: 'and' | 'or';
  readonly terms: readonly SqlExpr[];
}
export interface Not {
  readonly node: 'not';
  readonly term: SqlExpr;
}
export interface IsNull {
  readonly node: 'isNull';
  readonly term: SqlExpr;
}
export interface OneOf {
  readonly node: 'oneOf';
  readonly term: SqlExpr;
  readonly values: readonly Scalar[];
  /** The type of the term, as in a literal. */
  readonly as?: PhysicalType;
}
/** Unanchored search with an RE2 pattern that `compilePattern` accepted. */
export interface Matches {
  readonly node: 'matches';
  readonly term: SqlExpr;
  readonly pattern: string;
}
/** Characters (code points) of a text, elements of a list. */
export interface Length {
  readonly node: 'length';
  readonly term: SqlExpr;
  readonly of: 'text' | 'list';
}
export interface IsNan {
  readonly node: 'isNan';
  readonly term: SqlExpr;
}
/** Whether the term is a whole multiple of the decimal text `divisor`. */
export interface Remainder {
  readonly node: 'isMultipleOf';
  readonly term: SqlExpr;
  readonly divisor: string;
  /** The term is a double or a float: what is divided is the decimal number that it is written as. */
  readonly floating?: boolean;
}
/** Null instead of an error. */
export interface Attempt {
  readonly node: 'attempt';
  readonly term: SqlExpr;
}
/** The first term that is not null. */
export interface Coalesce {
  readonly node: 'coalesce';
  readonly terms: readonly SqlExpr[];
}
/** The kinds of the staged table's columns, by name, as far as SQL from a contract has to know them. */
export type ColumnKinds = Readonly<Record<string, PhysicalType['kind']>>;

/** SQL from a contract that `parseUserQuery` accepted as an expression over the staged table. */
export interface UserSql {
  readonly node: 'user';
  /** In the words that engines share; its identity. */
  readonly sql: string;
  /** What was read, for engines that mean something else by those words; absent where the rule names its engine. */
  readonly tree?: Expr;
  readonly kinds?: ColumnKinds;
}
/**
 * `count` counts rows, or non-null values of its one argument; `countDistinct` takes one or several (a tuple,
 * in which nulls compare equal). `sum` is over decimal(38,0) for integers, decimal(38,s) for decimals, else double.
 */
export interface Aggregate {
  readonly node: 'aggregate';
  readonly fn: 'count' | 'countDistinct' | 'sum' | 'min' | 'max';
  readonly args: readonly SqlExpr[];
  readonly where?: SqlExpr;
  /** How `sum` widens its argument; of `min` and `max` that it may be NaN. */
  readonly as?: 'integer' | 'decimal' | 'double';
}
