import { explainKind } from '../../core/checks/index.ts';
import type { Dataset } from '../../core/contract/model.ts';
import { bindChecks, prepareChecks } from '../../core/gate/bind.ts';
import { declaredColumns } from '../../core/gate/declared-columns.ts';
import { maskedRules } from '../../core/gate/mask-check.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import type { ReportedRule } from './report-data.ts';

/** The rules of a dataset as a report lists them, in the contract's order. */
export function reportedRules(dataset: Dataset): readonly ReportedRule[] {
  const prepared = prepareChecks(dataset);
  const columns = declaredColumns(dataset);
  const bound = (of: readonly PhysicalColumn[]) =>
    new Map(
      (prepared.ok ? bindChecks(prepared.value, { columns: of }) : []).map((c) => [c.prepared.rule.id, c]),
    );
  const checks = bound(columns);
  // some look for rows in text files only
  const asText = bound(columns.map((c) => ({ ...c, from: 'text' })));
  const masked = maskedRules(dataset);
  return dataset.rules.map((rule): ReportedRule => {
    const check = checks.get(rule.id);
    const kind = check?.prepared.kind ?? rule.kind;
    const of = check?.bound.ok ? check.bound.value : undefined;
    const ofText = asText.get(rule.id)?.bound;
    return {
      id: rule.id,
      kind,
      info: explainKind(kind)?.info ?? 'a demand that is meant for people',
      ...(rule.column === undefined ? {} : { column: rule.column }),
      severity: rule.severity,
      ...(rule.unit === undefined ? {} : { unit: rule.unit }),
      ...(rule.description === undefined ? {} : { description: rule.description }),
      ...(rule.dimension === undefined ? {} : { dimension: rule.dimension }),
      ofRows: of?.failing() !== undefined || (ofText?.ok === true && ofText.value.failing() !== undefined),
      masked: masked.has(rule.id),
    };
  });
}
