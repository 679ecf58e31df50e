import type { Dataset } from '../contract/model.ts';
import { maskCheck, maskedRules } from '../gate/mask-check.ts';
import type { CheckResult, PartitionVerdict } from '../gate/verdict.ts';
import { partitionLabel } from '../values/partition.ts';
import { scalarText } from '../values/scalar.ts';

/** One rule over all partitions of a run, in the words of the facet `dataQualityAssertions`. */
export interface Assertion {
  readonly assertion: string;
  readonly success: boolean;
  readonly name: string;
  readonly severity: 'error' | 'warn';
  readonly column?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly description?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Of a list in a contract, which may be long. */
const MAX_VALUES = 20;

const BAD: ReadonlySet<CheckResult['outcome']> = new Set(['failed', 'warned', 'notEvaluated']);

/**
 * One assertion a rule, however many partitions it judged: it holds where it holds in all of them. Of one that does not,
 * the first partition is shown. Rules that nobody asked, as another one rejected already, are left out. Cells that must not be shown are taken out.
 */
export function assertionsOf(table: Dataset, verdicts: readonly PartitionVerdict[]): readonly Assertion[] {
  const masked = maskedRules(table);
  const sensitive = new Set(table.columns.filter((c) => c.sensitive).map((c) => c.physicalName));
  const shown = verdicts.flatMap(({ partition, checks }) => {
    const label = Object.keys(partition).some((k) => sensitive.has(k)) ? 'masked' : partitionLabel(partition);
    return checks
      .filter((c) => c.outcome !== 'notApplicable' && c.reason !== 'notAsked')
      .map((c) => ({ label, check: maskCheck(c, masked.has(c.id), sensitive.size > 0) }));
  });
  return [...Map.groupBy(shown, ({ check }) => check.id)].flatMap(([, judged]) => {
    const bad = judged.filter(({ check }) => BAD.has(check.outcome));
    const first = bad[0] ?? judged[0];
    return first === undefined ? [] : [assertionOf(first, judged.length, bad.length)];
  });
}

function assertionOf(
  { check, label }: { readonly check: CheckResult; readonly label: string },
  partitions: number,
  failed: number,
): Assertion {
  const { id, kind, column, severity, expected } = check;
  const holds = failed === 0;
  const one = partitions === 1 || !holds;
  const wanted = [expected].flat().map((e) => `${e.op} ${[e.value].flat().slice(0, MAX_VALUES).join(', ')}`);
  return {
    assertion: kind,
    success: holds,
    name: id,
    severity: severity === 'error' ? 'error' : 'warn',
    ...(column === undefined ? {} : { column }),
    ...(wanted.length === 0 ? {} : { expected: wanted.join(' and ') }),
    ...(one && check.measured.type !== 'null' ? { actual: scalarText(check.measured) } : {}),
    ...(holds ? {} : { description: check.message }),
    params: { partitions, failedPartitions: failed, ...(holds ? {} : { firstFailed: label }) },
  };
}
