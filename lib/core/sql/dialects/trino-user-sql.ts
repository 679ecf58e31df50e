import type { ColumnKinds } from '../nodes.ts';
import { quoteText } from '../print.ts';
import { kindOf } from '../user-query-kind.ts';
import { type PrintSetting, printQuery, printShared } from '../user-query-print.ts';
import type { Call, Expr } from '../user-query-syntax.ts';
import {
  asKindOf,
  compareAsDuckDb,
  differs,
  LONGEST,
  literalOf,
  type Side,
  tooLong,
} from './trino-compare.ts';

type Print = (expr: Expr) => string;

/** What SQL of a contract says otherwise on Trino, so that it means what it means on DuckDB. */
export function trinoSetting(base: PrintSetting, kinds: ColumnKinds): PrintSetting {
  // what is written twice is printed once: the time stays that of one walk
  const known = new WeakMap<Expr, string>();
  const setting: PrintSetting = {
    ...base,
    own: (expr, print) => {
      const text = known.get(expr) ?? special(expr, print) ?? printShared(expr, setting);
      known.set(expr, text);
      return text;
    },
  };
  const special = (expr: Expr, print: Print): string | undefined => {
    const side = (e: Expr): Side => sideOf(e, print, kinds);
    switch (expr.node) {
      case 'number':
        return trinoNumber(expr.text);
      case 'typed':
        return literalOf(expr.text, expr.type === 'DATE' ? 'date' : 'timestamp');
      case 'cast':
        // a bare TIMESTAMP has milliseconds on Trino
        if (expr.type !== 'TIMESTAMP') return undefined;
        return `${expr.attempt ? 'TRY_CAST' : 'CAST'}(${print(expr.term)} AS TIMESTAMP(6))`;
      case 'extract':
        return `EXTRACT(${expr.field} FROM ${/^(HOUR|MINUTE|SECOND)$/.test(expr.field) ? instant(side(expr.term)) : print(expr.term)})`;
      case 'binary':
        return binary(expr.op, side(expr.left), side(expr.right));
      case 'isDistinct': {
        const [left, right] = [side(expr.left), side(expr.right)];
        return `(${asKindOf(left, right)} IS ${expr.not ? 'NOT ' : ''}DISTINCT FROM ${asKindOf(right, left)})`;
      }
      case 'between': {
        const [term, low, high] = [side(expr.term), side(expr.low), side(expr.high)];
        // Trino's planner fails on TRY of a BETWEEN whose term is more than a column, or is cast (483, 2026-11-21)
        if (!differs(term, low, high) && term.sql.length > LONGEST) return undefined;
        const inside = `(${compareAsDuckDb(term, '>=', low)} AND ${compareAsDuckDb(term, '<=', high)})`;
        return expr.not ? `(NOT ${inside})` : inside;
      }
      case 'inList': {
        const [term, ...items] = [expr.term, ...expr.items].map(side);
        if (term === undefined || !differs(term, ...items)) return undefined;
        const any = `(${items.map((item) => compareAsDuckDb(term, '=', item)).join(' OR ')})`;
        return expr.not ? `(NOT ${any})` : any;
      }
      case 'inQuery': {
        if (kindOf(expr.term, kinds) !== 'floating') return undefined;
        const [term, query] = [print(expr.term), printQuery(expr.query, setting)];
        if (term.length + query.length > LONGEST) return tooLong('BOOLEAN');
        const alsoNan = `EXISTS (SELECT 1 FROM (${query}) AS "any"("one") WHERE is_nan("one"))`;
        return `(${expr.not ? 'NOT ' : ''}((${term} IN (${query})) OR (is_nan(${term}) AND ${alsoNan})))`;
      }
      case 'case': {
        const { subject } = expr;
        if (subject === undefined || !differs(side(subject), ...expr.branches.map((b) => side(b.when))))
          return undefined;
        const branches = expr.branches.map(
          (b) => ` WHEN ${compareAsDuckDb(side(subject), '=', side(b.when))} THEN ${print(b.result)}`,
        );
        const otherwise = expr.otherwise === undefined ? '' : ` ELSE ${print(expr.otherwise)}`;
        return `CASE${branches.join('')}${otherwise} END`;
      }
      case 'call':
        return call(expr, side, (e) => printShared(e, setting));
      default:
        return undefined;
    }
  };
  return setting;
}

/** Its text is made when it is asked for, and once: most of what is looked at is then printed as it is elsewhere. */
function sideOf(expr: Expr, print: Print, kinds: ColumnKinds): Side {
  let text: string | undefined;
  return {
    expr,
    kind: kindOf(expr, kinds),
    get sql() {
      text ??= print(expr);
      return text;
    },
  };
}

const COMPARISON = /^(=|<>|<|<=|>|>=)$/;

function binary(op: string, left: Side, right: Side): string | undefined {
  if (COMPARISON.test(op)) return differs(left, right) ? compareAsDuckDb(left, op, right) : undefined;
  if ((op !== '+' && op !== '-') || left.kind !== 'date') return undefined;
  // days between two days, and a day moved by an interval
  if (right.kind === 'date') return op === '-' ? `date_diff('day', ${right.sql}, ${left.sql})` : undefined;
  return right.expr.node === 'interval' ? `(${instant(left)} ${op} ${right.sql})` : undefined;
}

const instant = ({ kind, sql }: Side): string => (kind === 'date' ? `CAST(${sql} AS TIMESTAMP(6))` : sql);

/** An error that `TRY` turns into null, as DuckDB's own is. */
const errorIf = (condition: string, message: string, otherwise: string): string =>
  `CASE WHEN ${condition} THEN CAST(${quoteText(message)} AS DOUBLE) ELSE ${otherwise} END`;

function call(expr: Call, side: (e: Expr) => Side, shared: Print): string | undefined {
  const [first, second] = expr.args.map(side);
  if (first === undefined) return undefined;
  const { kind } = first;
  const twice = (make: (sql: string) => string): string =>
    first.sql.length > LONGEST ? tooLong('DOUBLE') : make(first.sql);
  const as = (type: string): string => {
    const cast: Expr = { node: 'cast', attempt: false, term: expr.args[0] ?? expr, type };
    return shared({ ...expr, args: [cast, ...expr.args.slice(1)] });
  };
  switch (expr.name) {
    case 'ln':
      return twice((sql) =>
        errorIf(`${sql} <= 0`, 'no logarithm of a number that is not above 0', `ln(${sql})`),
      );
    case 'sqrt':
      return twice((sql) => errorIf(`${sql} < 0`, 'no square root of a number below 0', `sqrt(${sql})`));
    case 'ceil':
    case 'floor':
      return kind === 'integer' ? as('DOUBLE') : undefined;
    case 'sign':
      if (kind !== 'floating') return undefined;
      return twice((sql) => `CASE WHEN is_nan(${sql}) THEN 0 ELSE sign(${sql}) END`);
    case 'hour':
    case 'minute':
    case 'second':
      return `${expr.name}(${instant(first)})`;
    case 'upper':
      // Java has no capital of this letter in one character
      return `replace(${shared(expr)}, 'ß', 'ẞ')`;
    case 'nullif':
      if (second === undefined || !differs(first, second)) return undefined;
      return twice((sql) => `CASE WHEN ${compareAsDuckDb(first, '=', second)} THEN NULL ELSE ${sql} END`);
    case 'sum':
      return kind === 'integer' ? as('DECIMAL(38, 0)') : kind === 'floating' ? as('DOUBLE') : undefined;
    case 'max': {
      if (kind !== 'floating') return undefined;
      if (first.sql.length > LONGEST) return tooLong('DOUBLE');
      const anyNan = shared({ ...expr, distinct: false, name: 'bool_or', args: [IS_NAN(expr.args)] });
      return `CASE WHEN ${anyNan} THEN nan() ELSE ${shared(expr)} END`;
    }
    default:
      return undefined;
  }
}

const IS_NAN = (args: readonly Expr[]): Expr => ({
  node: 'call',
  name: 'is_nan',
  star: false,
  distinct: false,
  args: args.slice(0, 1),
});

/**
 * Trino reads whole numbers up to 2^63 - 1 only; what has more than 38 digits is a double everywhere. A bare 0.5 is a
 * decimal on Trino and a double on Athena (its user guide, data types, seen 2026-11-21): it says which one is meant.
 */
export function trinoNumber(text: string): string {
  if (/[eE]/.test(text)) return text;
  const [, whole = '', fraction = ''] = /^[+-]?0*(\d*)\.?(\d*)$/.exec(text) ?? [];
  if (whole.length + fraction.length > 38) return `${text}E0`;
  return !text.includes('.') && whole.length < 19 ? text : `DECIMAL ${quoteText(text)}`;
}
