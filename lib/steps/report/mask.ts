import type { Dataset } from '../../core/contract/model.ts';
import { maskCheck } from '../../core/gate/mask-check.ts';
import type { CheckResult } from '../../core/gate/verdict.ts';
import type { RanStatement } from '../state/measuring.ts';
import type { ReportedRule } from './report-data.ts';

/** Takes out of a report what must not be seen: a smallest salary is a salary, and an engine's error may quote a cell. */
export interface Mask {
  readonly checks: (checks: readonly CheckResult[]) => readonly CheckResult[];
  readonly statements: (ran: readonly RanStatement[]) => readonly RanStatement[];
}

export function maskOf({ columns }: Dataset, rules: readonly ReportedRule[]): Mask {
  const byId = new Map(rules.map((r) => [r.id, r]));
  const hasSensitive = columns.some((c) => c.sensitive);
  return {
    checks: (checks) =>
      checks.map((c) => {
        const rule = byId.get(c.id);
        return maskCheck(withUnit(c, rule?.unit), rule?.masked === true, hasSensitive);
      }),
    statements: (ran) => (hasSensitive ? ran.map(withoutWords) : ran),
  };
}

// a rule that was not asked is in percent all the same
function withUnit(check: CheckResult, unit: string | undefined): CheckResult {
  return check.unit === undefined && unit !== undefined ? { ...check, unit } : check;
}

const withoutWords = (ran: RanStatement): RanStatement =>
  ran.failed === undefined ? ran : { ...ran, failed: 'the message is masked: it may quote a cell' };
