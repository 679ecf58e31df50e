import { STEPS, type StepName } from '../../steps/step-list.ts';
import { EACH_CALL, OF_LEASE, OF_RUN, type Retrier } from './retriers.ts';

/** The functions that a pipeline's machine calls. */
export type MachineFunction = 'windows' | 'begin' | StepName;

export const MACHINE_FUNCTIONS: readonly MachineFunction[] = [
  'windows',
  'begin',
  ...STEPS.map((s) => s.name),
];

export interface MachineOptions {
  /** `<domain>/<name>`. */
  readonly pipeline: string;
  /** What `Resource` says of a function: its ARN, or what CloudFormation puts in its place. */
  readonly resourceOf: (name: MachineFunction) => string;
  /** Longer than the functions' own. */
  readonly callTimeoutSeconds: number;
  readonly executionTimeoutSeconds: number;
}

interface State {
  readonly Type: 'Task' | 'Choice' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  readonly [field: string]: unknown;
}

export interface MachineDefinition {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONPath';
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

const whether = (variable: string, value: string, next: string) => ({
  Variable: variable,
  StringEquals: value,
  Next: next,
});

/**
 * The Amazon States Language of a pipeline, in JSONPath, from the step table: the windows of an execution one after
 * another, each through every step. What waits for a query does so in a Wait state, which costs nothing.
 */
export function machineDefinition(options: MachineOptions): MachineDefinition {
  const { pipeline, executionTimeoutSeconds } = options;
  return {
    Comment: `${pipeline}: generated from the step table`,
    QueryLanguage: 'JSONPath',
    StartAt: 'windows',
    TimeoutSeconds: executionTimeoutSeconds,
    States: {
      windows: {
        ...call('windows', options),
        Parameters: {
          pipeline,
          'execution.$': '$$.Execution.Name',
          'startedAt.$': '$$.Execution.StartTime',
          'input.$': '$',
        },
        Next: 'each window',
      },
      'each window': {
        Type: 'Map',
        ItemsPath: '$.windows',
        ItemSelector: {
          pipeline,
          'execution.$': '$$.Execution.Name',
          'startedAt.$': '$$.Execution.StartTime',
          'index.$': '$$.Map.Item.Value',
        },
        // one after another: they are of one dataset
        MaxConcurrency: 1,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'begin', States: window(options) },
        ResultPath: null,
        Retry: OF_RUN,
        Next: 'done',
      },
      done: { Type: 'Succeed' },
    },
  };
}

/** The states that one window goes through. */
function window(options: MachineOptions): Readonly<Record<string, State>> {
  const names = STEPS.map((s) => s.name);
  const states: Record<string, State> = {
    begin: { ...call('begin', options, OF_LEASE), Next: 'ended before?' },
    'ended before?': {
      Type: 'Choice',
      Choices: [whether('$.next', 'ended', 'already done')],
      Default: names[0],
    },
    'already done': { Type: 'Succeed' },
  };
  for (const [index, { name, waits }] of STEPS.entries()) {
    const next = names[index + 1] ?? 'how did it end?';
    states[name] = { ...call(name, options), Next: waits ? `is ${name} done?` : next };
    if (!waits) continue;
    states[`is ${name} done?`] = {
      Type: 'Choice',
      Choices: [whether('$.next', 'wait', `${name} waits`)],
      Default: next,
    };
    states[`${name} waits`] = { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: name };
  }
  return { ...states, ...ENDS };
}

/** How a run ends. What the gate keeps out is a run that did its work. */
const ENDS: Readonly<Record<string, State>> = {
  'how did it end?': {
    Type: 'Choice',
    Choices: [
      whether('$.outcome', 'rejected', 'rejected'),
      whether('$.outcome', 'unknown', 'outcome unknown'),
      whether('$.outcome', 'notCommitted', 'not committed'),
    ],
    Default: 'passed',
  },
  passed: { Type: 'Succeed' },
  rejected: { Type: 'Succeed' },
  'outcome unknown': {
    Type: 'Fail',
    Error: 'OutcomeUnknown',
    Cause: 'The answer to a publish was lost. The next run finds out what happened, and goes on from there.',
  },
  'not committed': {
    Type: 'Fail',
    Error: 'NotCommitted',
    Cause: 'The publish did not come about; readers see what they saw before. The next run tries again.',
  },
};

function call(
  name: MachineFunction,
  { resourceOf, callTimeoutSeconds }: MachineOptions,
  more: readonly Retrier[] = [],
): State {
  return {
    Type: 'Task',
    Resource: resourceOf(name),
    TimeoutSeconds: callTimeoutSeconds,
    Retry: [...more, ...EACH_CALL],
  };
}
