import type { Verdict } from '../core/gate/verdict.ts';

export const FAIL_ON = ['error', 'warning', 'never'] as const;

/** 1 where something was kept out (or, with `warning`, where any check warned), else 0. */
export function rejectionCode(verdict: Verdict, failOn: (typeof FAIL_ON)[number], held = false): 0 | 1 {
  if (failOn === 'never') return 0;
  const rejected = verdict.partitions.some((p) => p.decision === 'reject') || held;
  const warned = verdict.partitions.some((p) => p.checks.some((c) => c.outcome === 'warned'));
  return rejected || (failOn === 'warning' && warned) ? 1 : 0;
}
