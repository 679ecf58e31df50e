import { type Issue, issue } from '../contract/issue.ts';
import type { Column, Dataset, Rule } from '../contract/model.ts';
import { parseDecimal } from '../values/decimal.ts';
import type { LogicalType } from '../values/logical-type.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { NULL, type Scalar, string } from '../values/scalar.ts';

/** The column that a rule stands on, or the issue that it stands on none. */
export function columnOf(rule: Rule, dataset: Dataset): Result<Column, readonly Issue[]> {
  const found = dataset.columns.find((c) => c.physicalName === rule.column);
  if (found) return ok(found);
  return fail([issue('SLU-301', { rule: rule.id, kind: rule.kind, dataset: dataset.name }, rule.at)]);
}

export function textArgument(rule: Rule, key: string): Result<string, readonly Issue[]> {
  const value = rule.arguments[key];
  if (typeof value === 'string') return ok(value);
  return fail([issue('SLU-302', { rule: rule.id, kind: rule.kind, argument: key }, rule.at)]);
}

export function listArgument(rule: Rule, key: string): readonly unknown[] | undefined {
  const value = rule.arguments[key];
  return Array.isArray(value) ? value : undefined;
}

/**
 * Values that a contract lists, as literals of the column's type. A value that the type cannot hold (a word in a
 * number column) equals no cell, so it is left out.
 */
export function literalsFor(
  values: readonly unknown[],
  logicalType: LogicalType | undefined,
): readonly Scalar[] {
  return values.flatMap((v) => {
    const literal = literalFor(v, logicalType);
    return literal.type === 'null' ? [] : [literal];
  });
}

function literalFor(value: unknown, logicalType: LogicalType | undefined): Scalar {
  if (value === null || typeof value === 'object') return NULL;
  const text = String(value);
  if (logicalType === 'integer' || logicalType === 'number') {
    const number = parseDecimal(text);
    if (number === undefined) return NULL;
    return number.scale === 0
      ? { type: 'integer', value: number.digits.toString() }
      : { type: 'decimal', value: text };
  }
  if (logicalType === 'boolean') {
    return text === 'true' || text === 'false' ? { type: 'boolean', value: text } : NULL;
  }
  return string(text);
}
