import { readCall } from './user-query-call.ts';
import { EXTRACT_FIELDS } from './user-query-functions.ts';
import { type Grammar, isReserved, OBJECT_ALIAS } from './user-query-grammar.ts';
import { QueryRefusal } from './user-query-refusal.ts';
import type { Expr } from './user-query-syntax.ts';
import { readType } from './user-query-type.ts';

/** A value, a placeholder, something in parentheses, a column, a call, or what begins with a word (CASE, CAST, EXISTS …). */
export function readPrimary(grammar: Grammar): Expr {
  const { reader, readQuery, expr } = grammar;
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
      const items = reader.deeper(() => reader.list(expr));
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
      const items = reader.list(expr);
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
      const { text } = reader.next();
      if (upper === 'TIMESTAMP' && /[zZ]|:\d{2}.*[+-]/.test(text)) {
        reader.notShared('a TIMESTAMP with a zone', 'write it in UTC, without a zone');
      }
      return { node: 'typed', type: upper, text };
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
    const subject = reader.isWord('WHEN') ? undefined : expr();
    const branches: { when: Expr; result: Expr }[] = [];
    while (reader.takeWord('WHEN')) {
      const when = expr();
      reader.expectWord('THEN');
      branches.push({ when, result: expr() });
    }
    const otherwise = reader.takeWord('ELSE') ? expr() : undefined;
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
    const term = reader.deeper(expr);
    reader.expectWord('AS');
    const result = { node: 'cast', attempt, term, type: readType(reader, term) } as const;
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
    const term = reader.deeper(expr);
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
    if (token.kind === 'word' && reader.isSymbol('(')) return readCall(grammar, token.text.toLowerCase());
    if (reader.isSymbol('(')) throw reader.refuse();
    if (!reader.takeSymbol('.')) return { node: 'column', name: token.text };
    return { node: 'column', qualifier: token.text, name: columnName() };
  };

  return primary();
}
