import { decimalText, parseDecimal } from '../../values/decimal.ts';
import { instantText, parseInstant } from '../../values/instant.ts';
import type { Scalar } from '../../values/scalar.ts';
import type { Dialect } from '../dialect.ts';
import type { PhysicalType } from '../physical.ts';
import { kindsIn } from '../user-query-kind.ts';
import { printExpr, printQuery } from '../user-query-print.ts';
import { literalOf } from './trino-compare.ts';
import { trinoNumber, trinoSetting } from './trino-user-sql.ts';

/** Trino, and so Athena: only what it says differently from DuckDB and from the shared words. */
export const trino: Dialect = {
  name: 'trino',
  matches: (_, term, pattern) => `regexp_like(${term}, ${pattern})`,
  length: (node, term) => `${node.of === 'list' ? 'cardinality' : 'length'}(${term})`,
  isNan: (_, term) => `is_nan(${term})`,
  tuple: (terms) => `ROW(${terms.join(', ')})`,
  // sum(bigint) overflows on Trino; sum(decimal) is decimal(38, s)
  sum: (as, term) => {
    const wide = {
      integer: `CAST(${term} AS DECIMAL(38, 0))`,
      decimal: term,
      double: `CAST(${term} AS DOUBLE)`,
    };
    return `sum(${wide[as]})`;
  },
  literal: typedLiteral,
  // a float in a list of several is looked up by its bits, and zero has two (483, 2026-11-21)
  listed: (value, as) =>
    as?.kind === 'floating' && as.bits === 32 && isZero(value) ? ["REAL '0.0'", "REAL '-0.0'"] : undefined,
  // max() of Trino looks past NaN, that of DuckDB finds it
  largest: (term, filter) =>
    `CASE WHEN count_if(is_nan(${term}))${filter} > 0 THEN nan() ELSE max(${term})${filter} END`,
  user: ({ tree, kinds = {} }) =>
    tree && printExpr(tree, trinoSetting({ object: '{object}', qualify: false }, kinds)),
  query: (tree, kinds) =>
    printQuery(tree, trinoSetting({ object: '{object}', qualify: true }, kindsIn(tree, kinds))),
  transform: (tree, kinds) =>
    printQuery(tree, trinoSetting({ object: '{source}', qualify: true }, kindsIn(tree, kinds))),
  // Trino asks Glue for partition = 'o'neil', which Glue refuses (483, 2026-11-21): an expression is not handed on to it
  partition: (column, text) => (text.includes("'") ? `(${column} || '')` : column),
  text: cellText,
};

const isZero = (value: Scalar): boolean => value.type !== 'null' && parseDecimal(value.value)?.digits === 0n;

/** Numbers that Trino reads; a text beside a day, an instant, a time or an id as one of these. */
function typedLiteral(value: Scalar, as: PhysicalType | undefined): string | undefined {
  if (value.type === 'integer' || value.type === 'decimal') {
    const number = parseDecimal(value.value);
    return trinoNumber(number === undefined ? value.value : decimalText(number));
  }
  if (value.type !== 'string' || as === undefined) return undefined;
  const instant = as.kind === 'timestamp' ? parseInstant(value.value) : undefined;
  return literalOf(instant === undefined ? value.value : instantText(instant), as.kind);
}

/** What has no text of its own on Trino is shown as JSON, bytes as hexadecimal digits. */
function cellText(term: string, { kind }: PhysicalType): string {
  if (kind === 'list' || kind === 'map' || kind === 'struct') return `json_format(CAST(${term} AS JSON))`;
  if (kind === 'uuid') return `CAST(CAST(${term} AS UUID) AS VARCHAR)`;
  return kind === 'binary' ? `to_hex(${term})` : `CAST(${term} AS VARCHAR)`;
}
