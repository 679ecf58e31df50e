import { AGGREGATES, checkCall, EXTRACT_FIELDS } from './user-query-functions.ts';
import type { TokenReader } from './user-query-reader.ts';
import { isReal } from './user-query-real.ts';
import { QueryRefusal } from './user-query-refusal.ts';
import type { Call, Expr, Ordering, Query, Window } from './user-query-syntax.ts';
import { readType } from './user-query-type.ts';

type ReadQuery = (reader: TokenReader) => Query;

/** Words that begin or join clauses: never a column without quotes. */
const RESERVED = new Set(
  (
    'SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT WITH AND OR NOT IN IS LIKE ILIKE ' +
    'BETWEEN EXISTS CASE WHEN THEN ELSE END CAST TRY_CAST AS ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL ' +
    'DISTINCT ALL ANY SOME NULL TRUE FALSE QUALIFY WINDOW OVER FILTER ASC DESC INTO VALUES TABLE LATERAL UNNEST ' +
    'TABLESAMPLE INSERT UPDATE DELETE DROP CREATE ALTER COPY ATTACH PRAGMA SET CALL EXTRACT ESCAPE COLLATE SIMILAR ' +
    'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP'
  ).split(' '),
);
export const isReserved = (upper: string): boolean => RESERVED.has(upper);

/**
 * Reads one expression. Binding strength as in standard SQL, loosest first: OR, AND, NOT, comparisons and IS / IN /
 * LIKE / BETWEEN (which do not chain), ||, + and -, * / %, sign, ::.
 */
export function readExpr(reader: TokenReader, readQuery: ReadQuery): Expr {
  const or = (): Expr => chain(() => chain(not, 'AND'), 'OR');
  const chain = (read: () => Expr, word: string): Expr => {
    let left = read();
    while (reader.takeWord(word)) left = { node: 'binary', op: word, left, right: read() };
    return left;
  };
  const not = (): Expr =>
    reader.isWord('NOT') && !reader.isWord('NOT', 'EXISTS')
      ? reader.deeper(() => {
          reader.next();
          return { node: 'unary', op: 'NOT', term: not() } as const;
        })
      : predicate();

  const predicate = (): Expr => {
    const left = other();
    const comparison = ['=', '<>', '!=', '<', '<=', '>', '>='].find((op) => reader.isSymbol(op));
    if (comparison !== undefined) {
      reader.next();
      const op = comparison === '!=' ? '<>' : comparison;
      return ended({ node: 'binary', op, left, right: other() });
    }
    if (reader.takeWord('IS')) return ended(isPredicate(left));
    const negated = reader.isWord('NOT') && ['IN', 'LIKE', 'ILIKE', 'BETWEEN'].includes(reader.peek(1).upper);
    if (negated) reader.next();
    if (reader.takeWord('BETWEEN')) {
      const low = other();
      reader.expectWord('AND');
      return ended({ node: 'between', not: negated, term: left, low, high: other() });
    }
    if (reader.takeWord('IN')) return ended(inPredicate(left, negated));
    if (reader.isWord('LIKE') || reader.isWord('ILIKE')) return ended(likePredicate(left, negated));
    return left;
  };

  /** `a = b = c` means something else on each engine, so it needs parentheses. */
  const ended = (term: Expr): Expr => {
    const more = ['=', '<>', '!=', '<', '<=', '>', '>='].some((op) => reader.isSymbol(op));
    if (
      more ||
      reader.isWord('IS') ||
      reader.isWord('IN') ||
      reader.isWord('BETWEEN') ||
      reader.isWord('LIKE')
    ) {
      throw new QueryRefusal('SLU-320', { why: 'comparisons in a row need parentheses' });
    }
    return term;
  };

  const isPredicate = (term: Expr): Expr => {
    const negated = reader.takeWord('NOT');
    if (reader.takeWord('NULL')) return { node: 'isNull', not: negated, term };
    for (const word of ['TRUE', 'FALSE'] as const) {
      if (reader.takeWord(word)) return { node: 'isTruth', not: negated, word, term };
    }
    reader.expectWord('DISTINCT', 'FROM');
    return { node: 'isDistinct', not: negated, left: term, right: other() };
  };

  const inPredicate = (term: Expr, negated: boolean): Expr => {
    reader.expectSymbol('(');
    const found = reader.deeper((): Expr => {
      if (reader.isWord('SELECT') || reader.isWord('WITH')) {
        return { node: 'inQuery', not: negated, term, query: readQuery(reader) };
      }
      return { node: 'inList', not: negated, term, items: reader.list(or) };
    });
    reader.expectSymbol(')');
    return found;
  };

  const likePredicate = (term: Expr, negated: boolean): Expr => {
    const op = reader.next().upper === 'ILIKE' ? 'ILIKE' : 'LIKE';
    if (op === 'ILIKE') reader.notShared('ILIKE', 'compare lower(…) with LIKE');
    const pattern = other();
    const mark = reader.takeWord('ESCAPE') ? other() : undefined;
    return { node: 'like', not: negated, op, term, pattern, ...(mark === undefined ? {} : { escape: mark }) };
  };

  const operators = (
    read: () => Expr,
    symbols: readonly string[],
    make: (op: string, l: Expr, r: Expr) => Expr,
  ) => {
    let left = read();
    for (;;) {
      const op = symbols.find((s) => reader.isSymbol(s));
      if (op === undefined) return left;
      reader.next();
      left = make(op, left, read());
    }
  };
  const plainBinary = (op: string, left: Expr, right: Expr): Expr => ({ node: 'binary', op, left, right });

  const other = (): Expr =>
    operators(sum, ['||', '~', '->>', '->'], (op, left, right) => {
      if (op !== '||')
        reader.notShared(`the operator ${op}`, op === '~' ? 'use a pattern rule' : 'name the engine');
      return plainBinary(op, left, right);
    });
  const sum = (): Expr => operators(product, ['+', '-'], plainBinary);
  const product = (): Expr => operators(power, ['*', '//', '/', '%'], checkedProduct);
  const power = (): Expr =>
    operators(signed, ['^'], (op, left, right) => {
      reader.notShared('the operator ^', 'use power(x, y)');
      return plainBinary(op, left, right);
    });

  const checkedProduct = (op: string, left: Expr, right: Expr): Expr => {
    if (op === '//') reader.notShared('the operator //', 'use floor(1.0 * x / y)');
    if (op === '/' && !isReal(left) && !isReal(right)) {
      reader.notShared(
        'a division of whole numbers (3.5 on one engine, 3 on the other)',
        'write 1.0 * x / y',
      );
    }
    if (op === '%' && !(right.node === 'number' && /[1-9]/.test(right.text))) {
      reader.notShared('% by anything but a written number', 'write a number on its right');
    }
    return plainBinary(op, left, right);
  };

  const signed = (): Expr => {
    const op = reader.isSymbol('-') ? '-' : reader.isSymbol('+') ? '+' : undefined;
    if (op === undefined) return postfix();
    return reader.deeper(() => {
      reader.next();
      return { node: 'unary', op, term: signed() } as const;
    });
  };

  const postfix = (): Expr => {
    let term = primary();
    for (;;) {
      if (reader.takeSymbol('::')) {
        term = cast(term, false);
      } else if (reader.isSymbol('[')) {
        reader.notShared('a subscript', 'name the engine');
        reader.next();
        term = { node: 'subscript', term, index: reader.deeper(or) };
        reader.expectSymbol(']');
      } else {
        return term;
      }
    }
  };

  const cast = (term: Expr, attempt: boolean): Expr => ({
    node: 'cast',
    attempt,
    term,
    type: readType(reader, term),
  });

  const primary = (): Expr => {
    const token = reader.peek();
    if (token.kind === 'number' || token.kind === 'string') {
      reader.next();
      return { node: token.kind, text: token.text };
    }
    if (token.kind === 'placeholder') return placeholder();
    if (reader.isSymbol('(')) return parenthesised();
    if (reader.isSymbol('[')) {
      reader.notShared('a list in brackets', 'name the engine');
      reader.next();
      const items = reader.deeper(() => reader.list(or));
      reader.expectSymbol(']');
      return { node: 'list', items };
    }
    if (token.kind === 'name') return columnOrCall();
    if (token.kind === 'word') return word();
    throw reader.refuse();
  };

  const placeholder = (): Expr => {
    const { text } = reader.peek();
    const { values, properties, column, objects } = reader.setting;
    const value = values.find((v) => v.toLowerCase() === text.toLowerCase());
    if (value !== undefined) {
      reader.next();
      return { node: 'placeholder', name: value };
    }
    if (properties.includes(text.toLowerCase())) {
      reader.next();
      if (column === undefined) throw new QueryRefusal('SLU-330', { placeholder: `{${text}}` });
      return { node: 'column', name: column };
    }
    if (objects.includes(text.toLowerCase())) {
      reader.next();
      reader.expectSymbol('.');
      return { node: 'column', qualifier: OBJECT_ALIAS, name: columnName() };
    }
    const known = [...objects.slice(0, 1), ...properties.slice(0, 1), ...values]
      .map((n) => `{${n}}`)
      .join(', ');
    throw new QueryRefusal('SLU-324', { placeholder: `{${text}}`, known });
  };

  const parenthesised = (): Expr => {
    reader.expectSymbol('(');
    const inner = reader.deeper((): Expr => {
      if (reader.isWord('SELECT') || reader.isWord('WITH'))
        return { node: 'subquery', query: readQuery(reader) };
      const items = reader.list(or);
      const [only] = items;
      return items.length === 1 && only !== undefined ? only : { node: 'tuple', items };
    });
    reader.expectSymbol(')');
    return inner;
  };

  const word = (): Expr => {
    const { upper } = reader.peek();
    if (upper === 'NULL' || upper === 'TRUE' || upper === 'FALSE') {
      reader.next();
      return { node: 'keyword', word: upper };
    }
    if (/^(CURRENT_|LOCALTIME)/.test(upper))
      throw new QueryRefusal('SLU-328', { function: upper.toLowerCase() });
    const literal = reader.peek(1).kind === 'string';
    if ((upper === 'DATE' || upper === 'TIMESTAMP') && literal) {
      reader.next();
      return { node: 'typed', type: upper, text: reader.next().text };
    }
    if (upper === 'INTERVAL' && literal) return interval();
    if (reader.takeWord('CASE')) return reader.deeper(caseExpr);
    if (reader.takeWord('EXISTS')) return exists();
    if (reader.takeWord('NOT', 'EXISTS')) return { node: 'unary', op: 'NOT', term: exists() };
    const call = reader.peek(1).kind === 'symbol' && reader.peek(1).text === '(';
    if ((upper === 'CAST' || upper === 'TRY_CAST') && call) return castCall(upper === 'TRY_CAST');
    if (upper === 'EXTRACT' && call) return extract();
    if (isReserved(upper)) throw reader.refuse();
    return columnOrCall();
  };

  const interval = (): Expr => {
    reader.next();
    const { text } = reader.next();
    const unit = reader.next().upper.replace(/S$/, '');
    if (!/^\d+$/.test(text) || !['SECOND', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'YEAR'].includes(unit)) {
      throw new QueryRefusal('SLU-320', { why: "an interval is written INTERVAL '1' DAY" });
    }
    return { node: 'interval', text, unit };
  };

  const caseExpr = (): Expr => {
    const subject = reader.isWord('WHEN') ? undefined : or();
    const branches: { when: Expr; result: Expr }[] = [];
    while (reader.takeWord('WHEN')) {
      const when = or();
      reader.expectWord('THEN');
      branches.push({ when, result: or() });
    }
    const otherwise = reader.takeWord('ELSE') ? or() : undefined;
    if (branches.length === 0) throw reader.refuse();
    reader.expectWord('END');
    return {
      node: 'case',
      branches,
      ...(subject === undefined ? {} : { subject }),
      ...(otherwise === undefined ? {} : { otherwise }),
    };
  };

  const exists = (): Expr => {
    reader.expectSymbol('(');
    const query = reader.deeper(() => readQuery(reader));
    reader.expectSymbol(')');
    return { node: 'exists', query };
  };

  const castCall = (attempt: boolean): Expr => {
    reader.next();
    reader.expectSymbol('(');
    const term = reader.deeper(or);
    reader.expectWord('AS');
    const result = cast(term, attempt);
    reader.expectSymbol(')');
    return result;
  };

  const extract = (): Expr => {
    reader.next();
    reader.expectSymbol('(');
    const field = reader.next().upper;
    if (!/^[A-Z_]+$/.test(field)) throw reader.refuse();
    if (!EXTRACT_FIELDS.has(field))
      reader.notShared(`EXTRACT(${field})`, `use ${[...EXTRACT_FIELDS].join(', ')}`);
    reader.expectWord('FROM');
    const term = reader.deeper(or);
    reader.expectSymbol(')');
    return { node: 'extract', field, term };
  };

  const columnName = (): string => {
    const token = reader.next();
    if (token.kind === 'word' || token.kind === 'name') return token.text;
    if (token.kind === 'placeholder' && reader.setting.properties.includes(token.text.toLowerCase())) {
      if (reader.setting.column === undefined)
        throw new QueryRefusal('SLU-330', { placeholder: `{${token.text}}` });
      return reader.setting.column;
    }
    throw reader.refuse();
  };

  const columnOrCall = (): Expr => {
    const token = reader.next();
    if (token.kind === 'word' && reader.isSymbol('(')) return functionCall(token.text.toLowerCase());
    if (reader.isSymbol('(')) throw reader.refuse();
    if (!reader.takeSymbol('.')) return { node: 'column', name: token.text };
    return { node: 'column', qualifier: token.text, name: columnName() };
  };

  const functionCall = (name: string): Expr => {
    reader.expectSymbol('(');
    const star = reader.takeSymbol('*');
    const distinct = !star && reader.takeWord('DISTINCT');
    const args = star || reader.isSymbol(')') ? [] : reader.deeper(() => reader.list(or));
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
  };

  const readFilter = (): Expr => {
    reader.expectWord('FILTER');
    reader.expectSymbol('(');
    reader.expectWord('WHERE');
    const filter = or();
    reader.expectSymbol(')');
    return filter;
  };

  const readWindow = (): Window => {
    reader.expectSymbol('(');
    const partitionBy = reader.takeWord('PARTITION', 'BY') ? reader.list(or) : [];
    const orderBy = reader.takeWord('ORDER', 'BY') ? reader.list(() => readOrdering(reader, readQuery)) : [];
    const frame = reader.isWord('ROWS') || reader.isWord('RANGE') ? readFrame(reader) : undefined;
    reader.expectSymbol(')');
    return { partitionBy, orderBy, ...(frame === undefined ? {} : { frame }) };
  };

  return reader.deeper(or);
}

/** The name by which the one table is known where the query gives it none. */
export const OBJECT_ALIAS = 'object';

export function readOrdering(reader: TokenReader, readQuery: ReadQuery): Ordering {
  const term = readExpr(reader, readQuery);
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
