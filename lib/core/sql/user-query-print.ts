import { isReal } from './user-query-real.ts';
import type { Body, Call, Expr, Item, Ordering, Query, Select, Table, Window } from './user-query-syntax.ts';

/** How the tree becomes text. */
export interface PrintSetting {
  /** Text of the one table: `{object}`. */
  readonly object: string;
  /** False inside the fused scan, where the one table has no name of its own. */
  readonly qualify: boolean;
  readonly engine?: string | undefined;
  /** What one engine says in other words; undefined where it says the same. */
  readonly own?: (expr: Expr, print: (expr: Expr) => string) => string | undefined;
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Every operation in its own parentheses: no engine's own binding strength can change the meaning. */
export function printExpr(expr: Expr, setting: PrintSetting): string {
  return setting.own?.(expr, (e) => printExpr(e, setting)) ?? printShared(expr, setting);
}

/** In the words that engines share; what stands inside may be in an engine's own. */
export function printShared(expr: Expr, setting: PrintSetting): string {
  const print = (e: Expr): string => printExpr(e, setting);
  const all = (es: readonly Expr[]): string => es.map(print).join(', ');
  const not = (negated: boolean): string => (negated ? 'NOT ' : '');
  switch (expr.node) {
    case 'column':
      return setting.qualify && expr.qualifier !== undefined
        ? `${quoteName(expr.qualifier)}.${quoteName(expr.name)}`
        : quoteName(expr.name);
    case 'number':
      return expr.text;
    case 'string':
      return quoteString(expr.text);
    case 'keyword':
      return expr.word;
    case 'typed':
      return `${expr.type} ${quoteString(expr.text)}`;
    case 'interval':
      return `INTERVAL '${expr.text}' ${expr.unit}`;
    case 'placeholder':
      return `{${expr.name}}`;
    case 'unary':
      return `(${expr.op} ${print(expr.term)})`;
    case 'binary':
      return printBinary(expr.op, expr.left, expr.right, setting);
    case 'isNull':
      return `(${print(expr.term)} IS ${not(expr.not)}NULL)`;
    case 'isTruth': {
      // Trino has no IS TRUE; of a truth value this says the same.
      if (setting.engine !== undefined) return `(${print(expr.term)} IS ${not(expr.not)}${expr.word})`;
      return `(${print(expr.term)} IS ${not(!expr.not)}DISTINCT FROM ${expr.word})`;
    }
    case 'isDistinct':
      return `(${print(expr.left)} IS ${not(expr.not)}DISTINCT FROM ${print(expr.right)})`;
    case 'between':
      return `(${print(expr.term)} ${not(expr.not)}BETWEEN ${print(expr.low)} AND ${print(expr.high)})`;
    case 'inList':
      return `(${print(expr.term)} ${not(expr.not)}IN (${all(expr.items)}))`;
    case 'inQuery':
      return `(${print(expr.term)} ${not(expr.not)}IN (${printQuery(expr.query, setting)}))`;
    case 'like': {
      const mark = expr.escape === undefined ? '' : ` ESCAPE ${print(expr.escape)}`;
      return `(${print(expr.term)} ${not(expr.not)}${expr.op} ${print(expr.pattern)}${mark})`;
    }
    case 'exists':
      return `EXISTS (${printQuery(expr.query, setting)})`;
    case 'subquery':
      return `(${printQuery(expr.query, setting)})`;
    case 'tuple':
      return `(${all(expr.items)})`;
    case 'list':
      return `[${all(expr.items)}]`;
    case 'subscript':
      return `${print(expr.term)}[${print(expr.index)}]`;
    case 'case': {
      const subject = expr.subject === undefined ? '' : ` ${print(expr.subject)}`;
      const branches = expr.branches.map((b) => ` WHEN ${print(b.when)} THEN ${print(b.result)}`).join('');
      const otherwise = expr.otherwise === undefined ? '' : ` ELSE ${print(expr.otherwise)}`;
      return `CASE${subject}${branches}${otherwise} END`;
    }
    case 'cast':
      return `${expr.attempt ? 'TRY_CAST' : 'CAST'}(${print(expr.term)} AS ${expr.type})`;
    case 'extract':
      return `EXTRACT(${expr.field} FROM ${print(expr.term)})`;
    case 'call':
      return printCall(expr, setting);
  }
}

function printBinary(op: string, left: Expr, right: Expr, setting: PrintSetting): string {
  const print = (e: Expr): string => printExpr(e, setting);
  const real = op === '/' && setting.engine === undefined && (isReal(left) || isReal(right));
  if (real) return `(CAST(${print(left)} AS DOUBLE) / CAST(${print(right)} AS DOUBLE))`;
  return `(${print(left)} ${op} ${print(right)})`;
}

const TRIMS: Readonly<Record<string, string>> = { trim: 'BOTH', ltrim: 'LEADING', rtrim: 'TRAILING' };

function printCall(call: Call, setting: PrintSetting): string {
  const args = call.args.map((a) => printExpr(a, setting));
  const shared = setting.engine === undefined;
  const trim = shared && Object.hasOwn(TRIMS, call.name) ? TRIMS[call.name] : undefined;
  // One engine trims all white space, the other blanks only.
  if (trim !== undefined) return `trim(${trim} ' ' FROM ${args[0]})`;
  const widened = shared && call.name === 'avg' ? args.map((a) => `CAST(${a} AS DOUBLE)`) : args;
  const several = call.distinct && call.name === 'count' && args.length > 1;
  const inside = call.star ? '*' : several ? `(${args.join(', ')})` : widened.join(', ');
  const filter = call.filter === undefined ? '' : ` FILTER (WHERE ${printExpr(call.filter, setting)})`;
  const over = call.over === undefined ? '' : ` OVER (${printWindow(call.over, setting)})`;
  return `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${inside})${filter}${over}`;
}

function printWindow(window: Window, setting: PrintSetting): string {
  const parts: string[] = [];
  if (window.partitionBy.length > 0) {
    parts.push(`PARTITION BY ${window.partitionBy.map((e) => printExpr(e, setting)).join(', ')}`);
  }
  if (window.orderBy.length > 0) parts.push(`ORDER BY ${printOrdering(window.orderBy, setting)}`);
  if (window.frame !== undefined) parts.push(window.frame);
  return parts.join(' ');
}

const printOrdering = (ordering: readonly Ordering[], setting: PrintSetting): string =>
  ordering
    .map(
      (o) =>
        `${printExpr(o.term, setting)} ${o.direction}${o.nulls === undefined ? '' : ` NULLS ${o.nulls}`}`,
    )
    .join(', ');

export function printQuery(query: Query, setting: PrintSetting): string {
  const ctes = query.ctes.map((c) => `${quoteName(c.name)} AS (${printQuery(c.query, setting)})`);
  return [
    ctes.length === 0 ? '' : `WITH ${ctes.join(', ')} `,
    printBody(query.body, setting),
    query.orderBy.length === 0 ? '' : ` ORDER BY ${printOrdering(query.orderBy, setting)}`,
    query.limit === undefined ? '' : ` LIMIT ${query.limit}`,
  ].join('');
}

function printBody(body: Body, setting: PrintSetting): string {
  if (body.node === 'select') return printSelect(body, setting);
  if (body.node === 'nested') return `(${printQuery(body.query, setting)})`;
  const side = (b: Body): string => (b.node === 'set' ? `(${printBody(b, setting)})` : printBody(b, setting));
  return `${side(body.left)} ${body.op} ${side(body.right)}`;
}

function printSelect(select: Select, setting: PrintSetting): string {
  const expr = (e: Expr): string => printExpr(e, setting);
  const clause = (word: string, e: Expr | undefined): string =>
    e === undefined ? '' : ` ${word} ${expr(e)}`;
  return [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${select.items.map((i) => printItem(i, setting)).join(', ')}`,
    select.from === undefined ? '' : ` FROM ${printTable(select.from, setting)}`,
    clause('WHERE', select.where),
    select.groupBy.length === 0 ? '' : ` GROUP BY ${select.groupBy.map(expr).join(', ')}`,
    clause('HAVING', select.having),
  ].join('');
}

function printItem(item: Item, setting: PrintSetting): string {
  if (item.item === 'star') return item.qualifier === undefined ? '*' : `${quoteName(item.qualifier)}.*`;
  return `${printExpr(item.expr, setting)}${item.alias === undefined ? '' : ` AS ${quoteName(item.alias)}`}`;
}

function printTable(table: Table, setting: PrintSetting): string {
  switch (table.table) {
    case 'object':
      return `${setting.object} AS ${quoteName(table.alias)}`;
    case 'cte':
      return `${quoteName(table.name)} AS ${quoteName(table.alias)}`;
    case 'query':
      return `(${printQuery(table.query, setting)}) AS ${quoteName(table.alias)}`;
    case 'join': {
      const { type, left, right, on, using } = table;
      const condition =
        on !== undefined
          ? ` ON ${printExpr(on, setting)}`
          : using !== undefined
            ? ` USING (${using.map(quoteName).join(', ')})`
            : '';
      const nested = right.table === 'join' ? `(${printTable(right, setting)})` : printTable(right, setting);
      return `${printTable(left, setting)} ${type} ${nested}${condition}`;
    }
  }
}
