import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { leaving } from '../gate/dead-letters.ts';

export interface PipelineScheduleProps {
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly machineArn: string;
  readonly key: IKey;
  /** Where a start waits that never came about. */
  readonly undelivered: Queue;
}

/**
 * Starts the machine in the schedule's own time zone. A start that is sent twice under one id of the scheduler begins one
 * execution; under another id a second one, which waits for the dataset's lease, finds everything judged and publishes
 * nothing. A start that never came about waits in a queue.
 */
export class PipelineSchedule extends Construct {
  constructor(scope: Construct, id: string, props: PipelineScheduleProps) {
    super(scope, id);
    const { name, group, expression, timezone, enabled, machineArn, key, undelivered } = props;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      description: `Starts ${name}`,
    });
    role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [machineArn] }));
    for (const statement of leaving(undelivered, key)) role.addToPolicy(statement);
    new CfnSchedule(this, 'Schedule', {
      name,
      groupName: group,
      state: enabled ? 'ENABLED' : 'DISABLED',
      scheduleExpression: expression,
      scheduleExpressionTimezone: timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:sfn:startExecution`,
        roleArn: role.roleArn,
        input: JSON.stringify({
          StateMachineArn: machineArn,
          Name: '<aws.scheduler.execution-id>',
          Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
        }),
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 21_600, maximumRetryAttempts: 20 },
      },
    });
  }
}
