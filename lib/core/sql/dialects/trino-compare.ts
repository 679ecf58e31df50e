import { instantText, parseInstant } from '../../values/instant.ts';
import { quoteText } from '../print.ts';
import type { Kind } from '../user-query-kind.ts';
import type { Expr } from '../user-query-syntax.ts';

/** One side of a comparison: its text, what it gives, and what was read. */
export interface Side {
  readonly sql: string;
  readonly kind: Kind;
  readonly expr: Expr;
}

const isText = ({ expr }: Side): boolean => expr.node === 'string';
const mayBeNan = ({ kind, expr }: Side): boolean => kind === 'floating' && expr.node !== 'number';

/**
 * Longer sides are not written twice. A cast that cannot succeed: the rule is then not evaluated, and says why; it
 * is never evaluated with another meaning.
 */
export const LONGEST = 10_000;
export const tooLong = (type: 'BOOLEAN' | 'DOUBLE'): string =>
  `CAST('a part of more than ${LONGEST} characters is too long for Trino' AS ${type})`;

/** Does anything here compare otherwise on Trino than on DuckDB? */
export const differs = (...sides: readonly Side[]): boolean =>
  sides.some(mayBeNan) ||
  (sides.some(isText) && sides.some((s) => s.kind !== 'string' && s.kind !== 'unknown'));

/**
 * `left op right` as DuckDB means it: NaN equals itself and is larger than every other number, and a written text
 * beside a day, an instant or a number stands for one.
 */
export function compareAsDuckDb(left: Side, op: string, right: Side): string {
  if (isText(left) !== isText(right)) {
    const [a, b] = [asKindOf(left, right), asKindOf(right, left)];
    return `(${a} ${op} ${b})`;
  }
  if (left.sql.length > LONGEST || right.sql.length > LONGEST) return tooLong('BOOLEAN');
  const [a, b] = [left.sql, right.sql];
  const [nanA, nanB] = [mayBeNan(left), mayBeNan(right)].map((may, i) =>
    may ? `is_nan(${[a, b][i]})` : undefined,
  );
  if (nanA === undefined && nanB === undefined) return `(${a} ${op} ${b})`;
  switch (op) {
    case '<':
      return compareAsDuckDb(right, '>', left);
    case '<=':
      return compareAsDuckDb(right, '>=', left);
    case '>':
      return ifNan(nanB, `(${a} > ${b})`, nanA === undefined ? `(${a} > ${b})` : `(NOT (${a} <= ${b}))`);
    case '>=':
      return ifNan(
        nanB,
        nanA ?? `(${a} >= ${b})`,
        nanA === undefined ? `(${a} >= ${b})` : `(NOT (${a} < ${b}))`,
      );
    case '=':
      return ifNan(nanA && nanB, nanA ?? '', `(${a} = ${b})`);
    case '<>':
      return ifNan(nanA && nanB, `(NOT ${nanA})`, `(${a} <> ${b})`);
    default:
      return `(${a} ${op} ${b})`;
  }
}

/** A null on either side stays one: `is_nan` and the comparisons of Trino keep it. */
const ifNan = (condition: string | undefined, then: string, otherwise: string): string =>
  condition === undefined || then === otherwise
    ? otherwise
    : `CASE WHEN ${condition} THEN ${then} ELSE ${otherwise} END`;

/** A written text as a value of the other side's kind; itself where it is none: Trino then refuses to compare. */
export function asKindOf(side: Side, { kind }: Side): string {
  if (side.expr.node !== 'string') return side.sql;
  return literalOf(side.expr.text, kind) ?? side.sql;
}

/** A text that stands for a day, an instant without a zone, a time of day, a number or an id. */
export function literalOf(text: string, kind: Kind): string | undefined {
  switch (kind) {
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `DATE ${quoteText(text)}` : undefined;
    case 'timestamp': {
      // DuckDB drops the offset of a text that becomes a timestamp without zone: nobody means that
      if (/:\d{2}.*[+-]\d{2}(:?\d{2})?$/.test(text)) return undefined;
      const instant = parseInstant(text);
      const written = instant === undefined ? '' : instantText(instant);
      return /^\d{4}-/.test(written)
        ? `TIMESTAMP ${quoteText(written.slice(0, -1).replace('T', ' '))}`
        : undefined;
    }
    case 'time':
      return /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/.test(text) ? `TIME ${quoteText(text)}` : undefined;
    // a catalog of Hive's types has no id of its own: its sixteen bytes
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
        ? `X'${text.replaceAll('-', '')}'`
        : undefined;
    case 'integer':
      return /^-?\d{1,18}$/.test(text) ? text : undefined;
    default:
      return undefined;
  }
}
