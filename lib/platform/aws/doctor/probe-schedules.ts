import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  GetScheduleGroupCommand,
  SchedulerClient,
  type Target,
} from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { environmentName, pipelineName } from '../../../core/environment/deployed-names.ts';
import { ok, type Probe, problem, warning } from '../../../core/environment/probe.ts';
import type { Pipeline } from '../../../core/pipeline/pipeline.ts';
import { schedulerCron } from '../../../core/pipeline/scheduler-cron.ts';
import { clientOptions } from '../client-options.ts';
import type { AwsConfig } from '../config.ts';
import { nameOf } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { asking } from './asking.ts';

export interface ScheduleClients {
  readonly scheduler: SchedulerClient;
  readonly sfn: SFNClient;
}

type Scheduled = Pick<Pipeline, 'name' | 'schedule'>;

export interface SchedulesToLookAt {
  /** The environment. */
  readonly name: string;
  readonly pipelines: readonly Scheduled[];
  /** Whether they are to fire. */
  readonly expected: 'enabled' | 'disabled';
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Undefined where a stack answers in the place of AWS: it runs nothing by itself. */
export function createScheduleClients(config: AwsConfig): ScheduleClients | undefined {
  if (config.endpoints !== undefined) return undefined;
  const options = clientOptions(config, 's3', REQUEST_TIMEOUT_MS);
  return { scheduler: new SchedulerClient(options), sfn: new SFNClient(options) };
}

/** Whether each pipeline with a schedule runs by it: deployed, switched on, at the times that its file says. */
export async function probeSchedules(
  of: SchedulesToLookAt,
  clients: ScheduleClients,
  pace: Pace,
): Promise<readonly Probe[]> {
  const scheduled = of.pipelines.filter((p) => p.schedule !== undefined);
  const group = environmentName(of.name);
  const missing = await asking(
    { about: 'schedules', action: 'scheduler:GetScheduleGroup', optional: true },
    pace,
    async () => {
      try {
        await clients.scheduler.send(new GetScheduleGroupCommand({ Name: group }));
        return [];
      } catch (cause) {
        if (nameOf(cause) !== 'ResourceNotFoundException') throw cause;
        const says = `nothing runs by a schedule here: there is no group ${group}`;
        return [
          warning('schedules', says, 'Deploy the environment (`npx cdk deploy`), or run pipelines by hand.'),
        ];
      }
    },
  );
  if (missing.length > 0) return missing;
  const found: Probe[] = [];
  for (const pipeline of scheduled) found.push(...(await probeSchedule(of, pipeline, clients, pace)));
  return found;
}

async function probeSchedule(
  { name: environment, expected }: SchedulesToLookAt,
  pipeline: Scheduled,
  clients: ScheduleClients,
  pace: Pace,
): Promise<readonly Probe[]> {
  const about = `schedule of ${pipeline.name}`;
  const Name = pipelineName(environment, pipeline.name);
  const GroupName = environmentName(environment);
  return asking({ about, action: 'scheduler:GetSchedule', optional: true }, pace, async () => {
    try {
      const schedule = await clients.scheduler.send(new GetScheduleCommand({ Name, GroupName }));
      const wrong = compare(about, pipeline, schedule, expected);
      if (wrong.length > 0) return wrong;
      const says = `${schedule.ScheduleExpression} in ${schedule.ScheduleExpressionTimezone ?? 'UTC'}, ${expected}`;
      return [ok(about, says), ...(await probeMachine(about, schedule.Target, clients, pace))];
    } catch (cause) {
      if (nameOf(cause) !== 'ResourceNotFoundException') throw cause;
      return [problem(about, `there is no schedule ${Name}`, 'Deploy the environment again.')];
    }
  });
}

function compare(
  about: string,
  { schedule }: Scheduled,
  found: Pick<GetScheduleCommandOutput, 'State' | 'ScheduleExpression' | 'ScheduleExpressionTimezone'>,
  expected: SchedulesToLookAt['expected'],
): readonly Probe[] {
  if (schedule === undefined) return [];
  if (found.State?.toLowerCase() !== expected) {
    const says = `it is ${found.State?.toLowerCase()}, and the environment's file says ${expected}`;
    return [problem(about, says, 'Deploy the environment again, or switch it back.')];
  }
  const cron = schedulerCron(schedule.cron);
  if (!cron.ok) return [problem(about, cron.error, "Write the pipeline's cron in another way.")];
  const [is, zone] = [found.ScheduleExpression, found.ScheduleExpressionTimezone ?? 'UTC'];
  if (is === cron.value && zone === schedule.timezone) return [];
  const says = `it is ${is} in ${zone}, and its file says ${cron.value} in ${schedule.timezone}`;
  return [problem(about, says, 'Deploy the environment again.')];
}

/** The machine itself, or the one that a request to Step Functions names. */
function machineOf(target: Target | undefined): string | undefined {
  const arn = target?.Arn ?? '';
  if (arn.includes(':stateMachine:')) return arn;
  if (!arn.endsWith(':aws-sdk:sfn:startExecution')) return undefined;
  return /"StateMachineArn"\s*:\s*"([^"]+)"/.exec(target?.Input ?? '')?.[1];
}

/** What the schedule starts. */
async function probeMachine(
  about: string,
  target: Target | undefined,
  { sfn }: ScheduleClients,
  pace: Pace,
): Promise<readonly Probe[]> {
  const arn = machineOf(target);
  if (arn === undefined)
    return [
      problem(
        about,
        `it starts ${target?.Arn ?? 'nothing'}, no state machine`,
        'Deploy the environment again.',
      ),
    ];
  return asking({ about, action: 'states:DescribeStateMachine', optional: true }, pace, async () => {
    try {
      const { status } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
      if (status === 'ACTIVE') return [];
      return [problem(about, `the state machine ${arn} is ${status?.toLowerCase()}`, 'Deploy it again.')];
    } catch (cause) {
      if (nameOf(cause) !== 'StateMachineDoesNotExist') throw cause;
      return [problem(about, `there is no state machine ${arn}`, 'Deploy the environment again.')];
    }
  });
}
