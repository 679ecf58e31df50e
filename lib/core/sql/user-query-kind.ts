import type { ColumnKinds } from './nodes.ts';
import type { PhysicalType } from './physical.ts';
import type { Body, Call, Expr, Query, Select, Table } from './user-query-syntax.ts';
import { queriesOf, withBelow } from './user-query-walk.ts';

/** What an expression gives, as far as that can be told from its words and the columns of the table. */
export type Kind = PhysicalType['kind'];

/** `unknown` where it cannot be told; floating only where it surely is. */
export function kindOf(expr: Expr, kinds: ColumnKinds): Kind {
  switch (expr.node) {
    case 'column':
      return kinds[expr.name] ?? 'unknown';
    case 'number':
      return /[eE]/.test(expr.text) || expr.text.length > 38
        ? 'floating'
        : expr.text.includes('.')
          ? 'decimal'
          : 'integer';
    case 'string':
      return 'string';
    case 'typed':
      return expr.type === 'DATE' ? 'date' : 'timestamp';
    case 'placeholder':
      return 'timestamp';
    case 'unary':
      return expr.op === 'NOT' ? 'boolean' : kindOf(expr.term, kinds);
    case 'binary':
      return kindOfBinary(expr.op, kindOf(expr.left, kinds), kindOf(expr.right, kinds));
    case 'case':
      return widest(
        [...expr.branches.map((b) => b.result), ...(expr.otherwise ? [expr.otherwise] : [])],
        kinds,
      );
    case 'cast':
      return CASTS.find(([type]) => expr.type.startsWith(type))?.[1] ?? 'unknown';
    case 'extract':
      return 'integer';
    case 'call':
      return kindOfCall(expr, kinds);
    case 'subquery':
      return kindOfResult(expr.query.body, kinds);
    default:
      return 'unknown';
  }
}

const CASTS: readonly (readonly [string, Kind])[] = [
  ['DOUBLE', 'floating'],
  ['REAL', 'floating'],
  ['DECIMAL', 'decimal'],
  ['VARCHAR', 'string'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
  ['TIMESTAMP', 'timestamp'],
  ['TINYINT', 'integer'],
  ['SMALLINT', 'integer'],
  ['INTEGER', 'integer'],
  ['BIGINT', 'integer'],
];

const NUMBERS: readonly Kind[] = ['integer', 'decimal', 'floating'];

function kindOfBinary(op: string, left: Kind, right: Kind): Kind {
  if (op === '/') return 'floating';
  if (op === '||') return 'string';
  if (!/^[-+*%]$/.test(op)) return 'boolean';
  if (NUMBERS.includes(left) && NUMBERS.includes(right)) return wider(left, right);
  // a day moved by an interval has a time of day
  if (left === 'timestamp' || left === 'date') return left === right ? 'unknown' : 'timestamp';
  return 'unknown';
}

const wider = (a: Kind, b: Kind): Kind =>
  NUMBERS[Math.max(NUMBERS.indexOf(a), NUMBERS.indexOf(b))] ?? 'unknown';

/** What several results have in common; NULL has any kind. */
function widest(exprs: readonly Expr[], kinds: ColumnKinds): Kind {
  const found = exprs.filter((e) => e.node !== 'keyword' || e.word !== 'NULL').map((e) => kindOf(e, kinds));
  const [first = 'unknown', ...rest] = found;
  if (found.every((k) => NUMBERS.includes(k))) return rest.reduce(wider, first);
  return rest.every((k) => k === first) ? first : 'unknown';
}

const FLOATING = /^(avg|exp|ln|power|sqrt|stddev.*|variance|var_.*)$/;
const WHOLE =
  /^(count.*|day|hour|length|minute|month|quarter|second|strpos|week|year|row_number|rank|dense_rank)$/;
const TEXT = /^(lower|upper|lpad|rpad|ltrim|rtrim|trim|replace|substr|substring)$/;
const OF_FIRST = /^(abs|ceil|floor|round|sign|sum|min|max|nullif|lag|lead|first_value|last_value)$/;

function kindOfCall({ name, args }: Call, kinds: ColumnKinds): Kind {
  const [first, second] = args;
  if (FLOATING.test(name)) return 'floating';
  if (WHOLE.test(name)) return 'integer';
  if (TEXT.test(name)) return 'string';
  if (name === 'coalesce') return widest(args, kinds);
  if (name === 'date_trunc' && second !== undefined) return kindOf(second, kinds);
  return first !== undefined && OF_FIRST.test(name) ? kindOf(first, kinds) : 'unknown';
}

function kindOfResult(body: Body, kinds: ColumnKinds): Kind {
  if (body.node !== 'select') return 'unknown';
  const [item] = body.items;
  return item?.item === 'expr' ? kindOf(item.expr, kinds) : 'unknown';
}

/**
 * The kinds of all names in a query: of the table's columns and of what is computed under a name of its own. A name
 * that stands for two kinds is unknown; or floating, if one of them is: what holds for NaN is then asked of the other as
 * well, which changes no number, and is refused by Trino where it is none.
 */
export function kindsIn(query: Query, columns: ColumnKinds): ColumnKinds {
  const kinds: Record<string, Kind> = { ...columns };
  visit(query, kinds);
  return kinds;
}

function visit(query: Query, kinds: Record<string, Kind>): void {
  for (const cte of query.ctes) visit(cte.query, kinds);
  visitBody(query.body, kinds);
}

function visitBody(body: Body, kinds: Record<string, Kind>): void {
  if (body.node === 'nested') visit(body.query, kinds);
  else if (body.node === 'select') visitSelect(body, kinds);
  else for (const side of [body.left, body.right]) visitBody(side, kinds);
}

function visitSelect(body: Select, kinds: Record<string, Kind>): void {
  if (body.from !== undefined) visitTable(body.from, kinds);
  const items = body.items.flatMap((i) => (i.item === 'expr' ? [i] : []));
  for (const expr of [...items.map((i) => i.expr), body.where, body.having]) {
    for (const below of expr === undefined ? [] : withBelow(expr))
      for (const q of queriesOf(below)) visit(q, kinds);
  }
  for (const { expr, alias } of items) {
    if (alias === undefined) continue;
    const kind = kindOf(expr, kinds);
    const both = [kind, kinds[alias] ?? kind];
    kinds[alias] = both[0] === both[1] ? kind : both.includes('floating') ? 'floating' : 'unknown';
  }
}

function visitTable(table: Table, kinds: Record<string, Kind>): void {
  if (table.table === 'query') visit(table.query, kinds);
  if (table.table === 'join') {
    visitTable(table.left, kinds);
    visitTable(table.right, kinds);
  }
}
