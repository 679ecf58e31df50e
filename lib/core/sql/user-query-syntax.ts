/**
 * The SQL that people may write, as a tree. What has no node here cannot be said: the guard is that the engine
 * only ever gets text printed from this tree, never the text that was read.
 */
export type Expr =
  | { readonly node: 'column'; readonly qualifier?: string; readonly name: string }
  | { readonly node: 'number' | 'string'; readonly text: string }
  | { readonly node: 'keyword'; readonly word: 'NULL' | 'TRUE' | 'FALSE' }
  | { readonly node: 'typed'; readonly type: 'DATE' | 'TIMESTAMP'; readonly text: string }
  | { readonly node: 'interval'; readonly text: string; readonly unit: string }
  /** `{windowStart}` or `{windowEnd}`. */
  | { readonly node: 'placeholder'; readonly name: string }
  | { readonly node: 'unary'; readonly op: '-' | '+' | 'NOT'; readonly term: Expr }
  | { readonly node: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly node: 'isNull'; readonly not: boolean; readonly term: Expr }
  /** IS [NOT] TRUE, IS [NOT] FALSE. */
  | { readonly node: 'isTruth'; readonly not: boolean; readonly word: 'TRUE' | 'FALSE'; readonly term: Expr }
  | { readonly node: 'isDistinct'; readonly not: boolean; readonly left: Expr; readonly right: Expr }
  | {
      readonly node: 'between';
      readonly not: boolean;
      readonly term: Expr;
      readonly low: Expr;
      readonly high: Expr;
    }
  | { readonly node: 'inList'; readonly not: boolean; readonly term: Expr; readonly items: readonly Expr[] }
  | { readonly node: 'inQuery'; readonly not: boolean; readonly term: Expr; readonly query: Query }
  | {
      readonly node: 'like';
      readonly not: boolean;
      readonly op: 'LIKE' | 'ILIKE';
      readonly term: Expr;
      readonly pattern: Expr;
      readonly escape?: Expr;
    }
  | { readonly node: 'exists'; readonly query: Query }
  | { readonly node: 'subquery'; readonly query: Query }
  | { readonly node: 'tuple' | 'list'; readonly items: readonly Expr[] }
  | { readonly node: 'subscript'; readonly term: Expr; readonly index: Expr }
  | {
      readonly node: 'case';
      readonly subject?: Expr;
      readonly branches: readonly { readonly when: Expr; readonly result: Expr }[];
      readonly otherwise?: Expr;
    }
  | { readonly node: 'cast'; readonly attempt: boolean; readonly term: Expr; readonly type: string }
  | { readonly node: 'extract'; readonly field: string; readonly term: Expr }
  | Call;

export interface Call {
  readonly node: 'call';
  /** Lower case. */
  readonly name: string;
  /** `*` is no argument at all, as in count(*). */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly args: readonly Expr[];
  readonly filter?: Expr;
  readonly over?: Window;
}

export interface Window {
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly Ordering[];
  readonly frame?: string;
}

export interface Ordering {
  readonly term: Expr;
  readonly direction: 'ASC' | 'DESC';
  readonly nulls?: 'FIRST' | 'LAST';
}

export interface Query {
  readonly ctes: readonly { readonly name: string; readonly query: Query }[];
  readonly body: Body;
  readonly orderBy: readonly Ordering[];
  readonly limit?: string;
}

export type Body =
  | Select
  | { readonly node: 'set'; readonly op: string; readonly left: Body; readonly right: Body }
  | { readonly node: 'nested'; readonly query: Query };

export interface Select {
  readonly node: 'select';
  readonly distinct: boolean;
  readonly items: readonly Item[];
  readonly from?: Table;
  readonly where?: Expr;
  readonly groupBy: readonly Expr[];
  readonly having?: Expr;
}

export type Item =
  | { readonly item: 'star'; readonly qualifier?: string }
  | { readonly item: 'expr'; readonly expr: Expr; readonly alias?: string };

export type Table =
  /** `{object}` or `{source}`: the one table that a query may read. */
  | { readonly table: 'object'; readonly alias: string }
  | { readonly table: 'cte'; readonly name: string; readonly alias: string }
  | { readonly table: 'query'; readonly query: Query; readonly alias: string }
  | {
      readonly table: 'join';
      readonly type: string;
      readonly left: Table;
      readonly right: Table;
      readonly on?: Expr;
      readonly using?: readonly string[];
    };
