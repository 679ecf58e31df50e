import { checkEscape } from './user-query-functions.ts';
import type { Grammar, ReadQuery } from './user-query-grammar.ts';
import { readPrimary } from './user-query-primary.ts';
import type { TokenReader } from './user-query-reader.ts';
import { isReal } from './user-query-real.ts';
import { QueryRefusal } from './user-query-refusal.ts';
import type { Expr } from './user-query-syntax.ts';
import { readType } from './user-query-type.ts';

/**
 * Reads one expression. Binding strength as in standard SQL, loosest first: OR, AND, NOT, comparisons and IS / IN /
 * LIKE / BETWEEN (which do not chain), ||, + and -, * / %, sign, ::.
 */
export function readExpr(reader: TokenReader, readQuery: ReadQuery): Expr {
  const grammar: Grammar = { reader, readQuery, expr: () => or() };
  const or = (): Expr => chain(() => chain(not, 'AND'), 'OR');
  const chain = (read: () => Expr, word: string): Expr => {
    let left = read();
    while (reader.takeWord(word)) {
      reader.operator();
      left = { node: 'binary', op: word, left, right: read() };
    }
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
    if (mark !== undefined && reader.setting.engine === undefined) checkEscape(pattern, mark);
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
      reader.operator();
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
    let term = readPrimary(grammar);
    for (;;) {
      if (reader.takeSymbol('::')) {
        reader.operator();
        term = { node: 'cast', attempt: false, term, type: readType(reader, term) };
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

  return reader.deeper(or);
}
