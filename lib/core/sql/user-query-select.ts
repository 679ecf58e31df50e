import { readOrdering } from './user-query-call.ts';
import { readExpr } from './user-query-expression.ts';
import { isReserved, OBJECT_ALIAS } from './user-query-grammar.ts';
import type { TokenReader } from './user-query-reader.ts';
import { QueryRefusal } from './user-query-refusal.ts';
import type { Body, Item, Query, Select, Table } from './user-query-syntax.ts';

/** Reads the whole text as one query. */
export function readWholeQuery(reader: TokenReader): Query {
  const first = reader.peek();
  if (first.kind === 'end') throw new QueryRefusal('SLU-320', { why: 'it is empty' });
  if (!reader.isWord('SELECT') && !reader.isWord('WITH') && !reader.isSymbol('(')) {
    throw new QueryRefusal('SLU-322', { word: first.text });
  }
  const query = readQuery(reader, []);
  if (reader.peek().kind !== 'end') throw reader.refuse();
  return query;
}

/** `known`: the names of the common table expressions that are visible here. */
function readQuery(reader: TokenReader, known: readonly string[]): Query {
  return reader.deeper(() => {
    const ctes: { name: string; query: Query }[] = [];
    let visible = known;
    if (reader.takeWord('WITH')) {
      if (reader.isWord('RECURSIVE')) throw new QueryRefusal('SLU-329', NO_RECURSION);
      reader.list(() => {
        const name = readName(reader);
        reader.expectWord('AS');
        reader.expectSymbol('(');
        ctes.push({ name, query: readQuery(reader, visible) });
        reader.expectSymbol(')');
        visible = [...visible, name.toLowerCase()];
      });
    }
    const body = readBody(reader, visible);
    const nested = (r: TokenReader): Query => readQuery(r, visible);
    const orderBy = reader.takeWord('ORDER', 'BY')
      ? reader.list(() => readOrdering({ reader, readQuery: nested, expr: () => readExpr(reader, nested) }))
      : [];
    const limit = reader.takeWord('LIMIT') ? readLimit(reader) : undefined;
    return { ctes, body, orderBy, ...(limit === undefined ? {} : { limit }) };
  });
}

const NO_RECURSION = { what: 'WITH RECURSIVE', instead: 'write it without recursion' };

function readLimit(reader: TokenReader): string {
  const token = reader.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.refuse();
  return token.text;
}

function readBody(reader: TokenReader, known: readonly string[]): Body {
  const term = (): Body => {
    if (!reader.takeSymbol('(')) return readSelect(reader, known);
    const query = readQuery(reader, known);
    reader.expectSymbol(')');
    return { node: 'nested', query };
  };
  const intersections = (): Body => {
    let left = term();
    while (reader.takeWord('INTERSECT')) {
      reader.operator();
      left = { node: 'set', op: 'INTERSECT', left, right: term() };
    }
    return left;
  };
  let left = intersections();
  for (;;) {
    const op = ['UNION', 'EXCEPT'].find((word) => reader.isWord(word));
    if (op === undefined) return left;
    reader.next();
    reader.operator();
    const all = op === 'UNION' && reader.takeWord('ALL');
    if (!all) reader.takeWord('DISTINCT');
    left = { node: 'set', op: all ? 'UNION ALL' : op, left, right: intersections() };
  }
}

function readSelect(reader: TokenReader, known: readonly string[]): Select {
  const nested = (r: TokenReader): Query => readQuery(r, known);
  const expr = () => readExpr(reader, nested);
  reader.expectWord('SELECT');
  const distinct = reader.takeWord('DISTINCT');
  if (distinct && reader.isWord('ON')) {
    throw new QueryRefusal('SLU-329', { what: 'DISTINCT ON', instead: 'use row_number() OVER (…)' });
  }
  if (!distinct) reader.takeWord('ALL');
  const items = reader.list((): Item => readItem(reader, nested));
  const from = reader.takeWord('FROM') ? readTables(reader, known) : undefined;
  const where = reader.takeWord('WHERE') ? expr() : undefined;
  const groupBy = reader.takeWord('GROUP', 'BY') ? reader.list(expr) : [];
  const having = reader.takeWord('HAVING') ? expr() : undefined;
  return {
    node: 'select',
    distinct,
    items,
    groupBy,
    ...(from === undefined ? {} : { from }),
    ...(where === undefined ? {} : { where }),
    ...(having === undefined ? {} : { having }),
  };
}

function readItem(reader: TokenReader, nested: (r: TokenReader) => Query): Item {
  if (reader.takeSymbol('*')) return { item: 'star' };
  const [name, dot, star] = [reader.peek(), reader.peek(1), reader.peek(2)];
  if (dot.text === '.' && dot.kind === 'symbol' && star.text === '*' && star.kind === 'symbol') {
    const object = name.kind === 'placeholder' && reader.setting.objects.includes(name.text.toLowerCase());
    if (name.kind !== 'word' && name.kind !== 'name' && !object) throw reader.refuse();
    for (const _ of [name, dot, star]) reader.next();
    return { item: 'star', qualifier: object ? OBJECT_ALIAS : name.text };
  }
  const expr = readExpr(reader, nested);
  const alias = readAlias(reader);
  return { item: 'expr', expr, ...(alias === undefined ? {} : { alias }) };
}

function readAlias(reader: TokenReader): string | undefined {
  if (reader.takeWord('AS')) return readName(reader);
  const token = reader.peek();
  if (token.kind === 'name') return reader.next().text;
  return token.kind === 'word' && !isReserved(token.upper) ? reader.next().text : undefined;
}

function readName(reader: TokenReader): string {
  const token = reader.peek();
  if (token.kind !== 'name' && (token.kind !== 'word' || isReserved(token.upper))) throw reader.refuse();
  return reader.next().text;
}

function readTables(reader: TokenReader, known: readonly string[]): Table {
  const joined = (): Table => {
    let left = readTable(reader, known);
    for (let type = readJoin(reader); type !== undefined; type = readJoin(reader)) {
      left = readJoined(reader, known, left, type);
    }
    return left;
  };
  let left = joined();
  while (reader.takeSymbol(',')) left = { table: 'join', type: 'CROSS JOIN', left, right: joined() };
  return left;
}

function readJoin(reader: TokenReader): string | undefined {
  if (reader.takeWord('CROSS', 'JOIN')) return 'CROSS JOIN';
  if (reader.takeWord('JOIN') || reader.takeWord('INNER', 'JOIN')) return 'JOIN';
  for (const side of ['LEFT', 'RIGHT', 'FULL']) {
    if (reader.takeWord(side, 'JOIN') || reader.takeWord(side, 'OUTER', 'JOIN')) return `${side} JOIN`;
  }
  return undefined;
}

function readJoined(reader: TokenReader, known: readonly string[], left: Table, type: string): Table {
  const right = readTable(reader, known);
  if (type === 'CROSS JOIN') return { table: 'join', type, left, right };
  if (reader.takeWord('USING')) {
    reader.expectSymbol('(');
    const using = reader.list(() => readName(reader));
    reader.expectSymbol(')');
    return { table: 'join', type, left, right, using };
  }
  reader.expectWord('ON');
  return { table: 'join', type, left, right, on: readExpr(reader, (r) => readQuery(r, known)) };
}

function readTable(reader: TokenReader, known: readonly string[]): Table {
  const token = reader.peek();
  const { objects } = reader.setting;
  if (token.kind === 'placeholder') {
    if (!objects.includes(token.text.toLowerCase())) {
      throw new QueryRefusal('SLU-324', { placeholder: `{${token.text}}`, known: `{${objects[0]}}` });
    }
    reader.next();
    return { table: 'object', alias: readAlias(reader) ?? OBJECT_ALIAS };
  }
  if (reader.isSymbol('(')) {
    reader.next();
    const query = readQuery(reader, known);
    reader.expectSymbol(')');
    return { table: 'query', query, alias: readAlias(reader) ?? 'query' };
  }
  if (token.kind === 'string') throw otherTable(reader, `'${token.text}'`);
  if (token.kind !== 'name' && (token.kind !== 'word' || isReserved(token.upper))) throw reader.refuse();
  if (reader.peek(1).kind === 'symbol' && reader.peek(1).text === '(') {
    throw new QueryRefusal('SLU-326', { function: token.text, object: `{${objects[0]}}` });
  }
  const name = readName(reader);
  if (!known.includes(name.toLowerCase()) || reader.isSymbol('.')) throw otherTable(reader, name);
  return { table: 'cte', name, alias: readAlias(reader) ?? name };
}

const otherTable = (reader: TokenReader, table: string): QueryRefusal =>
  new QueryRefusal('SLU-325', { table, object: `{${reader.setting.objects[0]}}` });
