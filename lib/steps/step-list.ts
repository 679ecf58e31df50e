/** The steps of a run, in order: what the loop in this process and the state machine of a deployment both go through. */
export const STEPS = [
  { name: 'prepare', says: 'finding out what is new', waits: false },
  { name: 'transform', says: 'writing candidates', waits: true },
  { name: 'pin', says: 'pinning candidates', waits: false },
  { name: 'measure', says: 'measuring', waits: true },
  { name: 'judge', says: 'judging', waits: false },
  { name: 'publish', says: 'publishing', waits: false },
  { name: 'sample', says: 'looking at failing rows', waits: true },
  { name: 'finish', says: 'recording', waits: false },
] as const satisfies readonly StepInfo[];

export interface StepInfo {
  readonly name: string;
  /** What the step's progress counts. */
  readonly says: string;
  /** It may ask to be called again while its query runs. */
  readonly waits: boolean;
}

export type StepName = (typeof STEPS)[number]['name'];
