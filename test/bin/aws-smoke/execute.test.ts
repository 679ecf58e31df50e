import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { execute } from '../../../bin/aws-smoke/aws/execute.ts';

const ARN = 'arn:aws:states:eu-central-1:123456789012:execution:m:e';
const sfn = mockClient(SFNClient);
beforeEach(() => {
  sfn.reset();
  sfn.on(StartExecutionCommand).resolves({ executionArn: ARN, startDate: new Date(0) });
});

let clock = 0;
const machines = (signal = new AbortController().signal) => ({
  sfn: new SFNClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }),
  pace: {
    now: () => clock,
    random: () => 0,
    sleep: async (durationMs: number) => {
      clock += durationMs;
    },
  },
  arnOf: (pipeline: string) => `machine of ${pipeline}`,
  signal,
});
const of = { pipeline: 'aviation/flights', name: 'e', input: { start: '2001-01-01' } };
const entered = (name: string) => ({
  ...({ timestamp: new Date(0), type: 'TaskStateEntered', id: 1 } as const),
  stateEnteredEventDetails: { name },
});

test('waits for the end of an execution, and says how it ended', async () => {
  sfn
    .on(DescribeExecutionCommand)
    .resolvesOnce({ status: 'RUNNING' })
    .resolves({ status: 'FAILED', error: 'InvalidInput', cause: 'SLU-310' });
  expect(await execute(of, machines())).toEqual({
    status: 'FAILED',
    error: 'InvalidInput',
    cause: 'SLU-310',
  });
  expect(sfn.commandCalls(StartExecutionCommand).map((c) => c.args[0].input)).toEqual([
    { stateMachineArn: 'machine of aviation/flights', name: 'e', input: '{"start":"2001-01-01"}' },
  ]);
  expect(sfn.commandCalls(StopExecutionCommand)).toEqual([]);
});

test('stops it once, as soon as it has come to the step', async () => {
  sfn
    .on(GetExecutionHistoryCommand)
    .resolvesOnce({ events: [entered('windows')] })
    .resolves({ events: [entered('windows'), entered('transform')] });
  sfn
    .on(DescribeExecutionCommand)
    .resolvesOnce({ status: 'RUNNING' })
    .resolvesOnce({ status: 'RUNNING' })
    .resolvesOnce({ status: 'RUNNING' })
    .resolves({ status: 'ABORTED' });
  sfn.on(StopExecutionCommand).resolves({});
  expect(await execute({ ...of, stopIn: 'transform' }, machines())).toEqual({ status: 'ABORTED' });
  expect(sfn.commandCalls(GetExecutionHistoryCommand)).toHaveLength(2);
  expect(sfn.commandCalls(StopExecutionCommand).map((c) => c.args[0].input.executionArn)).toEqual([ARN]);
});

test('Ctrl-C stops it', async () => {
  const interruption = new AbortController();
  interruption.abort();
  sfn.on(DescribeExecutionCommand).resolvesOnce({ status: 'RUNNING' }).resolves({ status: 'ABORTED' });
  sfn.on(StopExecutionCommand).resolves({});
  expect(await execute(of, machines(interruption.signal))).toEqual({ status: 'ABORTED' });
  expect(sfn.commandCalls(StopExecutionCommand)).toHaveLength(1);
});

test('is not waited for without end', async () => {
  sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  await expect(execute(of, machines())).rejects.toThrow('has not ended within 30 minutes');
});
