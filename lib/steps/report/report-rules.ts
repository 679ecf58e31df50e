import { explainKind } from '../../core/checks/index.ts';
import type { Dataset } from '../../core/contract/model.ts';
import { bindChecks, prepareChecks } from '../../core/gate/bind.ts';
import { declaredColumns } from '../../core/gate/declared-columns.ts';
import type { ReportedRule } from './report-data.ts';

/** Kinds that measure how many rows there are of something, never a cell itself. */
const COUNTS = [
  'columnPresent',
  'extraColumns',
  'required',
  'nullValues',
  'missingValues',
  'invalidValues',
  'duplicateValues',
  'unique',
  'primaryKey',
  'rowCount',
  'length',
  'pattern',
  'format',
  'multipleOf',
  'enum',
  'distinctCount',
];

/** The rules of a dataset as a report lists them, in the contract's order. */
export function reportedRules(dataset: Dataset): readonly ReportedRule[] {
  const prepared = prepareChecks(dataset);
  const bound = prepared.ok ? bindChecks(prepared.value, { columns: declaredColumns(dataset) }) : [];
  const checks = new Map(bound.map((c) => [c.prepared.rule.id, c]));
  const sensitive = new Set(dataset.columns.filter((c) => c.sensitive).map((c) => c.physicalName));
  return dataset.rules.map((rule): ReportedRule => {
    const check = checks.get(rule.id);
    const kind = check?.prepared.kind ?? rule.kind;
    const of = check?.bound.ok ? check.bound.value : undefined;
    const columns = [...(of?.metrics.flatMap((m) => m.columns) ?? []), ...(rule.column ? [rule.column] : [])];
    // a `sql` rule that is one count of rows shows no cell either
    const counts = COUNTS.includes(kind) || (kind === 'sql' && of?.metrics.every((m) => m.class === 'row'));
    return {
      id: rule.id,
      kind,
      info: explainKind(kind)?.info ?? 'a demand that is meant for people',
      ...(rule.column === undefined ? {} : { column: rule.column }),
      severity: rule.severity,
      ...(rule.unit === undefined ? {} : { unit: rule.unit }),
      ...(rule.description === undefined ? {} : { description: rule.description }),
      ...(rule.dimension === undefined ? {} : { dimension: rule.dimension }),
      ofRows: kind === 'columnType' || of?.failing() !== undefined,
      masked: counts !== true && columns.some((c) => sensitive.has(c)),
    };
  });
}
