import { AGGREGATES } from './user-query-functions.ts';
import type { Body, Expr, Ordering, Query, Select, Table } from './user-query-syntax.ts';

/** The expressions directly below one; subqueries are left to `queriesOf`. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.node) {
    case 'unary':
    case 'isNull':
    case 'isTruth':
    case 'inQuery':
    case 'cast':
    case 'extract':
      return [expr.term];
    case 'binary':
    case 'isDistinct':
      return [expr.left, expr.right];
    case 'between':
      return [expr.term, expr.low, expr.high];
    case 'inList':
      return [expr.term, ...expr.items];
    case 'like':
      return [expr.term, expr.pattern, ...some(expr.escape)];
    case 'tuple':
    case 'list':
      return expr.items;
    case 'subscript':
      return [expr.term, expr.index];
    case 'case':
      return [
        ...some(expr.subject),
        ...expr.branches.flatMap((b) => [b.when, b.result]),
        ...some(expr.otherwise),
      ];
    case 'call': {
      const over = expr.over === undefined ? [] : [...expr.over.partitionBy, ...terms(expr.over.orderBy)];
      return [...expr.args, ...some(expr.filter), ...over];
    }
    default:
      return [];
  }
}

const some = (expr: Expr | undefined): readonly Expr[] => (expr === undefined ? [] : [expr]);
const terms = (ordering: readonly Ordering[]): readonly Expr[] => ordering.map((o) => o.term);

export const queriesOf = (expr: Expr): readonly Query[] =>
  expr.node === 'inQuery' || expr.node === 'exists' || expr.node === 'subquery' ? [expr.query] : [];

/** The expression and everything below it, without what stands inside subqueries. */
export const withBelow = (expr: Expr): readonly Expr[] => [expr, ...childrenOf(expr).flatMap(withBelow)];

/** Can be computed from one row alone. */
export const isRowWise = (expr: Expr): boolean =>
  withBelow(expr).every(
    (e) =>
      queriesOf(e).length === 0 && !(e.node === 'call' && (e.over !== undefined || AGGREGATES.has(e.name))),
  );

/** Does any FROM of the query name the one table? */
export const readsObject = (query: Query): boolean =>
  query.ctes.some((c) => readsObject(c.query)) ||
  bodyReads(query.body) ||
  query.orderBy.some((o) => exprReads(o.term));

function bodyReads(body: Body): boolean {
  if (body.node === 'nested') return readsObject(body.query);
  if (body.node === 'set') return bodyReads(body.left) || bodyReads(body.right);
  return (body.from !== undefined && tableReads(body.from)) || expressionsOf(body).some(exprReads);
}

const exprReads = (expr: Expr): boolean => withBelow(expr).some((e) => queriesOf(e).some(readsObject));

function tableReads(table: Table): boolean {
  if (table.table === 'join') {
    return (
      tableReads(table.left) || tableReads(table.right) || (table.on !== undefined && exprReads(table.on))
    );
  }
  return table.table === 'object' || (table.table === 'query' && readsObject(table.query));
}

export const expressionsOf = (select: Select): readonly Expr[] => [
  ...select.items.flatMap((i) => (i.item === 'expr' ? [i.expr] : [])),
  ...some(select.where),
  ...select.groupBy,
  ...some(select.having),
];

interface Scope {
  /** Aliases that stand for the one table, lower case. */
  readonly objects: ReadonlySet<string>;
  /** Every table of this and the outer scopes is the one table. */
  readonly pure: boolean;
}

/**
 * Columns that surely belong to the one table, so that a rule whose column is missing is found before anything
 * runs. Names that might come from a subquery or an alias are left to the engine.
 */
export function objectColumns(query: Query): readonly string[] {
  const found = new Set<string>();
  visitQuery(query, { objects: new Set(), pure: true }, found);
  return [...found];
}

function visitQuery(query: Query, outer: Scope, found: Set<string>): void {
  for (const cte of query.ctes) visitQuery(cte.query, outer, found);
  visitBody(query.body, outer, found);
}

function visitBody(body: Body, outer: Scope, found: Set<string>): void {
  if (body.node === 'nested') visitQuery(body.query, outer, found);
  else if (body.node === 'select') visitSelect(body, outer, found);
  else for (const side of [body.left, body.right]) visitBody(side, outer, found);
}

function visitSelect(select: Select, outer: Scope, found: Set<string>): void {
  const objects = new Set(outer.objects);
  const pure = (select.from === undefined || visitTable(select.from, objects, outer, found)) && outer.pure;
  const scope = { objects, pure };
  for (const condition of joinConditions(select.from)) visitExpr(condition, scope, NONE, found);
  const aliases = aliasesOf(select);
  for (const expr of expressionsOf(select)) {
    const namesItems = select.groupBy.includes(expr) || expr === select.having;
    visitExpr(expr, scope, namesItems ? aliases : NONE, found);
  }
}

const NONE: ReadonlySet<string> = new Set();

const aliasesOf = (select: Select): ReadonlySet<string> =>
  new Set(
    select.items.flatMap((i) => (i.item === 'expr' && i.alias !== undefined ? [i.alias.toLowerCase()] : [])),
  );

function joinConditions(table: Table | undefined): readonly Expr[] {
  if (table?.table !== 'join') return [];
  return [...joinConditions(table.left), ...joinConditions(table.right), ...some(table.on)];
}

/** True when every table is the one table. */
function visitTable(table: Table, objects: Set<string>, outer: Scope, found: Set<string>): boolean {
  if (table.table === 'join') {
    const left = visitTable(table.left, objects, outer, found);
    return visitTable(table.right, objects, outer, found) && left;
  }
  if (table.table === 'query') visitQuery(table.query, outer, found);
  if (table.table === 'object') objects.add(table.alias.toLowerCase());
  else objects.delete(table.alias.toLowerCase());
  return table.table === 'object';
}

function visitExpr(expr: Expr, scope: Scope, aliases: ReadonlySet<string>, found: Set<string>): void {
  for (const e of withBelow(expr)) {
    for (const query of queriesOf(e)) visitQuery(query, scope, found);
    if (e.node !== 'column') continue;
    const owned =
      e.qualifier === undefined
        ? scope.pure && !aliases.has(e.name.toLowerCase())
        : scope.objects.has(e.qualifier.toLowerCase());
    if (owned) found.add(e.name);
  }
}
