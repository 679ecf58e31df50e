import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { domainOf, type GateDomain } from '../domain/gate-domain.ts';
import { deadLetters, whenLettersWait } from '../gate/dead-letters.ts';
import type { Gate } from '../gate/gate.ts';
import { InvalidDeployment } from '../invalid-deployment.ts';
import { note } from '../made.ts';
import { pipelineName } from '../names.ts';
import { noPipeline } from '../read-pipelines.ts';
import { PipelineSchedule } from './schedule.ts';
import { stateMachine } from './state-machine.ts';
import { watch } from './watch.ts';

export interface GatePipelineProps {
  readonly gate: Gate;
  /** `<domain>/<name>`, as its file says. */
  readonly pipeline: string;
}

/**
 * One pipeline: its state machine, its schedule, its alarms. The functions of its domain are those of the app's
 * `GateDomain`; where it has none, they are made in the stack of the first pipeline that needs them.
 */
export class GatePipeline extends Construct {
  readonly stateMachine: IStateMachine;
  /** What it publishes: `<domain>/<table>`. */
  readonly dataset: string;
  private readonly domain: GateDomain;

  constructor(scope: Construct, id: string, props: GatePipelineProps) {
    super(scope, id);
    const { gate } = props;
    const { deployment, deploy, schedules, key } = gate;
    const { environment, pipelines } = deployment;
    const found = pipelines.find((p) => p.pipeline.name === props.pipeline);
    if (found === undefined) throw new InvalidDeployment([noPipeline(props.pipeline, pipelines)]);
    const { pipeline, scheduleExpression } = found;
    note(`pipeline ${pipeline.name} of ${environment.name}`, this);
    this.dataset = found.dataset;
    const domain = domainOf(Stack.of(this), { gate, domain: pipeline.domain });
    this.domain = domain;
    const name = pipelineName(environment.name, pipeline.name);
    const machine = stateMachine(this, { name, pipeline: pipeline.name, domain });
    this.stateMachine = machine;
    const undelivered = this.undelivered(name);
    const { schedule } = pipeline;
    if (schedule !== undefined && scheduleExpression !== undefined) {
      new PipelineSchedule(this, 'Schedule', {
        name,
        group: schedules.scheduleGroupName,
        expression: scheduleExpression,
        timezone: schedule.timezone,
        enabled: deploy.schedules === 'enabled',
        machineArn: machine.stateMachineArn,
        key,
        undelivered,
      });
    }
    this.cleanUp(machine, undelivered);
    watch(this, { domain, pipeline, machine, machineName: name });
  }

  /** Partitions that were kept out, for alarms of your own. */
  metricRejections(options?: MetricOptions): Metric {
    return this.domain.gate.alarms.metric('PartitionsRejected', this.dataset, options);
  }

  /** Partitions that readers see since. */
  metricPublished(options?: MetricOptions): Metric {
    return this.domain.gate.alarms.metric('PartitionsPublished', this.dataset, options);
  }

  /** Lets somebody start this pipeline: a backfill, or the job that wrote what it gates. */
  grantPublish(grantee: IGrantable): Grant {
    return this.stateMachine.grantStartExecution(grantee);
  }

  /** Starts that never came about, and ends that nobody was told of. */
  private undelivered(name: string): Queue {
    const { alarms, key } = this.domain.gate;
    const queue = deadLetters(this, 'Undelivered', `${name}-undelivered`, key);
    const description = `A start of ${name}, or the end of one that failed, was not delivered: the queue ${name}-undelivered says which. Start it by hand for that day; run \`sluice doctor\`.`;
    alarms.alarm('UndeliveredMessages', whenLettersWait(queue, description), this);
    return queue;
  }

  /** A failure, a time-out and an abort reach no Catch: whatever ends an execution is heard of here. */
  private cleanUp(machine: StateMachine, undelivered: Queue): void {
    new Rule(this, 'EndedBadly', {
      description: 'Stops what is still running, frees the dataset, tells somebody',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [machine.stateMachineArn],
        },
      },
      targets: [
        new LambdaFunction(this.domain.functions.abandon.lambda, {
          deadLetterQueue: undelivered,
          maxEventAge: Duration.hours(6),
          retryAttempts: 20,
        }),
      ],
    });
  }
}
