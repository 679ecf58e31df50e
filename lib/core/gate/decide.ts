import type { Settings } from '../contract/model.ts';
import type { CheckResult, Decision, PartitionVerdict } from './verdict.ts';

/** Checks that keep a partition out under STRICT: failed, or not evaluated, with error severity. */
export const blockingChecks = (checks: readonly CheckResult[]): readonly CheckResult[] =>
  checks.filter((c) => c.severity === 'error' && (c.outcome === 'failed' || c.outcome === 'notEvaluated'));

/** What a person is told of a partition that stays out: rules that nobody asked for say nothing. */
export const reasonsAgainst = (checks: readonly CheckResult[]): readonly CheckResult[] =>
  blockingChecks(checks).filter((c) => c.reason !== 'notAsked');

/** What the policy makes of one partition's checks. */
export function decidePartition(
  checks: readonly CheckResult[],
  policy: Settings['policy'],
  { missing = false }: { readonly missing?: boolean } = {},
): Decision {
  // there is nothing to publish of a partition without files, whatever the policy and the severity of rules
  if (missing) return 'reject';
  const blocking = blockingChecks(checks);
  if (blocking.length === 0) return 'publish';
  if (policy !== 'ALWAYS') return 'reject';
  // ALWAYS lets bad data through, never a rule that could not be asked
  return blocking.some((c) => c.reason === 'broken') ? 'reject' : 'publishWithFailures';
}

/** Whether a decision lets the partition in. */
export const publishes = (decision: Decision): boolean =>
  decision === 'publish' || decision === 'publishWithFailures';

export interface WindowDecision {
  readonly verdict: PartitionVerdict;
  /** Kept out only because the window is all or nothing. */
  readonly heldBack: boolean;
}

/** With unit `window` one rejected partition keeps the whole window out. */
export function decideWindow(
  verdicts: readonly PartitionVerdict[],
  unit: Settings['unit'],
): readonly WindowDecision[] {
  const rejected = verdicts.some((v) => v.decision === 'reject');
  return verdicts.map((verdict) => ({
    verdict,
    heldBack: unit === 'window' && rejected && publishes(verdict.decision),
  }));
}
