import { pin } from './candidate/pin.ts';
import { prepare } from './candidate/prepare.ts';
import { transform } from './candidate/transform.ts';
import { judge } from './gate/judge.ts';
import { measure } from './gate/measure.ts';
import { publish } from './publish/publish.ts';
import { finish } from './record/finish.ts';
import { sample } from './sample/sample.ts';
import type { Step } from './state/state.ts';

export interface StepDefinition {
  readonly name: string;
  readonly run: Step;
  /** What the step's progress counts. */
  readonly says: string;
  /** It may ask to be called again while its query runs. */
  readonly waits: boolean;
}

/** The one orchestration: the loop in this process runs this table, and a state machine is generated from it. */
export const STEP_TABLE: readonly StepDefinition[] = [
  { name: 'prepare', run: prepare, says: 'finding out what is new', waits: false },
  { name: 'transform', run: transform, says: 'writing candidates', waits: true },
  { name: 'pin', run: pin, says: 'pinning candidates', waits: false },
  { name: 'measure', run: measure, says: 'measuring', waits: true },
  { name: 'judge', run: judge, says: 'judging', waits: false },
  { name: 'publish', run: publish, says: 'publishing', waits: false },
  { name: 'sample', run: sample, says: 'looking at failing rows', waits: true },
  { name: 'finish', run: finish, says: 'recording', waits: false },
];
