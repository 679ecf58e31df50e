import { endOf } from '../../lib/steps/record/end-of.ts';
import { finish } from '../../lib/steps/record/finish.ts';
import { outcomeOf } from '../../lib/steps/record/summary.ts';
import { lambda } from '../shared/lambda.ts';
import { lineage } from '../shared/lineage.ts';
import { actor, lake, ledger } from '../shared/ports.ts';
import { callStep, now, stepState } from '../shared/step.ts';
import { telling } from '../shared/telling.ts';
import { countRun } from './metrics.ts';

/** Ends a run; the machine goes by how. */
export const handler = lambda(stepState, async (event) => {
  const ports = { lake: lake(), ledger: ledger(), actor: actor(), lineage: lineage(), ...telling() };
  const state = await callStep(finish, event, ports);
  const outcome = await outcomeOf(state.ref, ports, now);
  countRun(outcome);
  return { ...state, outcome: endOf(outcome), summary: outcome.summary };
});
