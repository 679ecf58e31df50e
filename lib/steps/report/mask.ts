import type { Dataset } from '../../core/contract/model.ts';
import type { CheckResult } from '../../core/gate/verdict.ts';
import { string } from '../../core/values/scalar.ts';
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
    checks: (checks) => checks.map((c) => maskCheck(c, byId.get(c.id), hasSensitive)),
    statements: (ran) => (hasSensitive ? ran.map(withoutWords) : ran),
  };
}

function maskCheck(found: CheckResult, rule: ReportedRule | undefined, hasSensitive: boolean): CheckResult {
  const unit = rule?.unit;
  // a rule that was not asked is in percent all the same
  const check = found.unit === undefined && unit !== undefined ? { ...found, unit } : found;
  const masked = rule?.masked === true || (hasSensitive && check.reason === 'broken');
  if (!masked || check.measured.type === 'boolean') return check;
  // what columns the files have is no cell of them
  if (check.by === 'schema') return check;
  const measured = check.measured.type === 'null' ? check.measured : string('masked');
  return { ...check, measured, message: `${check.column ?? check.kind}: what was measured is masked` };
}

const withoutWords = (ran: RanStatement): RanStatement =>
  ran.failed === undefined ? ran : { ...ran, failed: 'the message is masked: it may quote a cell' };
