import { pin } from './candidate/pin.ts';
import { prepare } from './candidate/prepare.ts';
import { transform } from './candidate/transform.ts';
import { judge } from './gate/judge.ts';
import { measure } from './gate/measure.ts';
import { publish } from './publish/publish.ts';
import { finish } from './record/finish.ts';
import { sample } from './sample/sample.ts';
import type { Step } from './state/state.ts';
import { STEPS, type StepInfo, type StepName } from './step-list.ts';

export interface StepDefinition extends StepInfo {
  readonly run: Step;
}

const RUNS: Readonly<Record<StepName, Step>> = {
  prepare,
  transform,
  pin,
  measure,
  judge,
  publish,
  sample,
  finish,
};

/** The one orchestration: the loop in this process runs this table, and a state machine is generated from its list. */
export const STEP_TABLE: readonly StepDefinition[] = STEPS.map((step) => ({ ...step, run: RUNS[step.name] }));
