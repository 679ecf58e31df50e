import type { Body, Expr, Query, Table } from './user-query-syntax.ts';
import { expressionsOf, queriesOf, withBelow } from './user-query-walk.ts';

/** How a query reads its one table, at most. */
export interface TableRead {
  /** An engine reads what a WITH names once for each time that it is used. */
  readonly times: number;
  /** Every column that may be one of the table's. */
  readonly columns: readonly string[] | 'all';
}

export const tableReadOf = (query: Query): TableRead => ({
  times: Math.max(1, Math.min(MOST, timesOf(query, new Map()))),
  columns: columnsOf(query),
});

/** WITHs that use each other twice and twice again count fast. */
const MOST = 1_000_000;

interface Named {
  readonly times: number;
  isUsed: boolean;
}
type Scope = ReadonlyMap<string, Named>;

function timesOf(query: Query, outer: Scope): number {
  const scope = new Map(outer);
  const own: Named[] = [];
  for (const cte of query.ctes) {
    const named = { times: timesOf(cte.query, scope), isUsed: false };
    scope.set(cte.name.toLowerCase(), named);
    own.push(named);
  }
  const ordered = query.orderBy.map((o) => timesOfExpr(o.term, scope));
  const used = sum([timesOfBody(query.body, scope), ...ordered]);
  // what nobody uses an engine may leave out, and DuckDB is said to read
  return sum([used, ...own.filter((n) => !n.isUsed).map((n) => n.times)]);
}

function timesOfBody(body: Body, scope: Scope): number {
  if (body.node === 'nested') return timesOf(body.query, scope);
  if (body.node === 'set') return timesOfBody(body.left, scope) + timesOfBody(body.right, scope);
  const from = body.from === undefined ? 0 : timesOfTable(body.from, scope);
  return sum([from, ...expressionsOf(body).map((e) => timesOfExpr(e, scope))]);
}

function timesOfTable(table: Table, scope: Scope): number {
  switch (table.table) {
    case 'object':
      return 1;
    case 'query':
      return timesOf(table.query, scope);
    case 'join': {
      const on = table.on === undefined ? 0 : timesOfExpr(table.on, scope);
      return timesOfTable(table.left, scope) + timesOfTable(table.right, scope) + on;
    }
    case 'cte': {
      const named = scope.get(table.name.toLowerCase());
      if (named === undefined) return 0;
      named.isUsed = true;
      return Math.min(named.times, MOST);
    }
  }
}

const timesOfExpr = (expr: Expr, scope: Scope): number =>
  sum(withBelow(expr).flatMap((e) => queriesOf(e).map((q) => timesOf(q, scope))));

const sum = (counts: readonly number[]): number =>
  Math.min(
    MOST,
    counts.reduce((all, n) => all + n, 0),
  );

/** Names of columns anywhere in the query, whatever they belong to; a star is all of them. */
function columnsOf(query: Query): TableRead['columns'] {
  const found = new Set<string>();
  return collect(query, found) ? [...found] : 'all';
}

/** False where a star stands. */
function collect(node: unknown, found: Set<string>): boolean {
  if (Array.isArray(node)) return node.every((item) => collect(item, found));
  if (typeof node !== 'object' || node === null) return true;
  if ('item' in node && node.item === 'star') return false;
  if ('node' in node && node.node === 'column' && 'name' in node) found.add(String(node.name));
  if ('using' in node && Array.isArray(node.using)) for (const name of node.using) found.add(String(name));
  return Object.values(node).every((value) => collect(value, found));
}
