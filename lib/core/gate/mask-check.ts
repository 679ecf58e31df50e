import type { Dataset } from '../contract/model.ts';
import type { PhysicalColumn } from '../sql/physical.ts';
import { string } from '../values/scalar.ts';
import { bindChecks, prepareChecks } from './bind.ts';
import { declaredColumns } from './declared-columns.ts';
import type { CheckResult } from './verdict.ts';

/** Ids of the rules whose measured value is a cell of a column that must not be shown: a smallest salary is a salary. */
export function maskedRules(dataset: Dataset): ReadonlySet<string> {
  const sensitive = new Set(dataset.columns.filter((c) => c.sensitive).map((c) => c.physicalName));
  if (sensitive.size === 0) return new Set();
  const prepared = prepareChecks(dataset);
  const columns: readonly PhysicalColumn[] = declaredColumns(dataset);
  const bound = prepared.ok ? bindChecks(prepared.value, { columns }) : [];
  const checks = new Map(bound.map((c) => [c.prepared.rule.id, c]));
  const masked = dataset.rules.filter((rule) => {
    const check = checks.get(rule.id);
    const of = check?.bound.ok ? check.bound.value : undefined;
    const used = [...(of?.metrics.flatMap((m) => m.columns) ?? []), ...(rule.column ? [rule.column] : [])];
    const { noCell = false } = check?.prepared.shows ?? {};
    return !noCell && used.some((c) => sensitive.has(c));
  });
  return new Set(masked.map((r) => r.id));
}

/** The check without what was measured, where that is a cell; of a broken one without the engine's words, which may quote one. */
export function maskCheck(check: CheckResult, isMasked: boolean, hasSensitive: boolean): CheckResult {
  const hidden = isMasked || (hasSensitive && check.reason === 'broken');
  // what columns the files have is no cell of them
  if (!hidden || check.measured.type === 'boolean' || check.by === 'schema') return check;
  const measured = check.measured.type === 'null' ? check.measured : string('masked');
  return { ...check, measured, message: `${check.column ?? check.kind}: what was measured is masked` };
}
