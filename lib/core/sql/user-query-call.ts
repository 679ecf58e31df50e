import { AGGREGATES, checkCall } from './user-query-functions.ts';
import type { Grammar } from './user-query-grammar.ts';
import type { TokenReader } from './user-query-reader.ts';
import type { Call, Expr, Ordering, Window } from './user-query-syntax.ts';

/** A call, from the parenthesis after its name on, with DISTINCT, FILTER and OVER. */
export function readCall(grammar: Grammar, name: string): Expr {
  const { reader, expr } = grammar;
  const readFilter = (): Expr => {
    reader.expectWord('FILTER');
    reader.expectSymbol('(');
    reader.expectWord('WHERE');
    const filter = expr();
    reader.expectSymbol(')');
    return filter;
  };

  const readWindow = (): Window => {
    reader.expectSymbol('(');
    const partitionBy = reader.takeWord('PARTITION', 'BY') ? reader.list(expr) : [];
    const orderBy = reader.takeWord('ORDER', 'BY') ? reader.list(() => readOrdering(grammar)) : [];
    const frame = reader.isWord('ROWS') || reader.isWord('RANGE') ? readFrame(reader) : undefined;
    reader.expectSymbol(')');
    return { partitionBy, orderBy, ...(frame === undefined ? {} : { frame }) };
  };

  reader.expectSymbol('(');
  const star = reader.takeSymbol('*');
  const distinct = !star && reader.takeWord('DISTINCT');
  const args = star || reader.isSymbol(')') ? [] : reader.deeper(() => reader.list(expr));
  if (star && name !== 'count') throw reader.refuse();
  reader.expectSymbol(')');
  if (distinct && !AGGREGATES.has(name)) reader.notShared(`DISTINCT in ${name}`, 'leave it out');
  const filter = reader.isWord('FILTER') ? reader.deeper(readFilter) : undefined;
  const over = reader.takeWord('OVER') ? reader.deeper(readWindow) : undefined;
  const call: Call = {
    node: 'call',
    name: name === 'mean' ? 'avg' : name,
    star,
    distinct,
    args,
    ...(filter === undefined ? {} : { filter }),
    ...(over === undefined ? {} : { over }),
  };
  checkCall(call, reader.setting.engine);
  return call;
}

export function readOrdering({ reader, expr }: Grammar): Ordering {
  const term = expr();
  const direction = reader.takeWord('DESC') ? 'DESC' : 'ASC';
  if (direction === 'ASC') reader.takeWord('ASC');
  const nulls = reader.takeWord('NULLS', 'FIRST')
    ? 'FIRST'
    : reader.takeWord('NULLS', 'LAST')
      ? 'LAST'
      : undefined;
  return { term, direction, ...(nulls === undefined ? {} : { nulls }) };
}

function readFrame(reader: TokenReader): string {
  const bound = (): string => {
    if (reader.takeWord('CURRENT', 'ROW')) return 'CURRENT ROW';
    const token = reader.next();
    if (token.upper !== 'UNBOUNDED' && !(token.kind === 'number' && /^\d+$/.test(token.text)))
      throw reader.refuse();
    const side = reader.next().upper;
    if (side !== 'PRECEDING' && side !== 'FOLLOWING') throw reader.refuse();
    return `${token.upper || token.text} ${side}`;
  };
  const unit = reader.next().upper;
  if (!reader.takeWord('BETWEEN')) return `${unit} ${bound()}`;
  const from = bound();
  reader.expectWord('AND');
  return `${unit} BETWEEN ${from} AND ${bound()}`;
}
