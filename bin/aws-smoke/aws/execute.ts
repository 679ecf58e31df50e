import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Pace } from '../../../lib/platform/aws/pace.ts';
import { retrying } from '../../../lib/platform/aws/retry.ts';
import type { Ended, Execution } from '../place.ts';

const LOOK_MS = 2_000;
/** Longer than any three days take, with the repetitions of what failed. */
const PATIENCE_MS = 30 * 60_000;

export interface Machines {
  readonly sfn: SFNClient;
  readonly pace: Pace;
  readonly arnOf: (pipeline: string) => string;
  /** Ctrl-C: the execution is stopped, and nobody waits for what follows. */
  readonly signal: AbortSignal;
}

/** Starts a machine, stops it where that is asked for, and waits for its end. */
export async function execute(
  { pipeline, name, input, stopIn }: Execution,
  { sfn, pace, arnOf, signal }: Machines,
): Promise<Ended> {
  const request = { stateMachineArn: arnOf(pipeline), name, input: JSON.stringify(input) };
  // by its name the same execution, however often it is sent
  const { executionArn } = await retrying(() => sfn.send(new StartExecutionCommand(request)), pace);
  const since = pace.now();
  let stopping = stopIn !== undefined;
  for (;;) {
    const found = await retrying(() => sfn.send(new DescribeExecutionCommand({ executionArn })), pace);
    const { status, error, cause } = found;
    if (status !== undefined && status !== 'RUNNING' && status !== 'PENDING_REDRIVE')
      return {
        status,
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    const due = stopping && (await hasCome(stopIn ?? '', executionArn, { sfn, pace }));
    if (due || signal.aborted) {
      const why = { error: 'Smoke', cause: 'stopped by hand' };
      const stop = new StopExecutionCommand({ executionArn, ...why });
      await retrying(() => sfn.send(stop), pace);
      stopping = false;
    }
    if (pace.now() - since > PATIENCE_MS)
      throw new Error(
        `the execution ${name} of ${pipeline} has not ended within ${PATIENCE_MS / 60_000} minutes`,
      );
    await pace.sleep(stopping ? LOOK_MS / 4 : LOOK_MS);
  }
}

/** Whether the step was entered: its query may run by now. */
async function hasCome(
  step: string,
  executionArn: string | undefined,
  { sfn, pace }: Pick<Machines, 'sfn' | 'pace'>,
): Promise<boolean> {
  const request = { executionArn, maxResults: 100, includeExecutionData: false };
  const { events = [] } = await retrying(() => sfn.send(new GetExecutionHistoryCommand(request)), pace);
  return events.some((event) => event.stateEnteredEventDetails?.name === step);
}
