import { type Issue, issue } from '../contract/issue.ts';
import type { Column, Dataset, Rule } from '../contract/model.ts';
import { fail, ok, type Result } from '../values/result.ts';

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
