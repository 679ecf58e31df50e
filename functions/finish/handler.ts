import { endOf } from '../../lib/steps/record/end-of.ts';
import { finishRun } from '../../lib/steps/record/finish.ts';
import { lambda } from '../shared/lambda.ts';
import { lineage } from '../shared/lineage.ts';
import { actor, lake, ledger } from '../shared/ports.ts';
import { now, stepState } from '../shared/step.ts';
import { telling } from '../shared/telling.ts';
import { countRun } from './metrics.ts';

/** Ends a run; the machine goes by how. */
export const handler = lambda(stepState, async ({ runId, ref }) => {
  const ports = { lake: lake(), ledger: ledger(), actor: actor(), lineage: lineage(), ...telling() };
  const outcome = await finishRun(ref, ports, now);
  countRun(outcome);
  return { runId, ref, next: 'go', outcome: endOf(outcome), summary: outcome.summary };
});
