import { Duration } from 'aws-cdk-lib';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Pipeline } from '../../core/pipeline/pipeline.ts';
import { acknowledge } from '../acknowledge.ts';
import type { GateDomain } from '../domain/gate-domain.ts';
import { pipelineName } from '../names.ts';
import { PipelineSchedule } from './schedule.ts';
import { stateMachine } from './state-machine.ts';
import { watch } from './watch.ts';

export interface GatePipelineProps {
  readonly domain: GateDomain;
  /** As its file says: `readPipeline` of `contracts/<domain>/<name>.pipeline.yaml`. */
  readonly pipeline: Pipeline;
  /** What it publishes: `<domain>/<table>`. */
  readonly dataset: string;
  /** Of its schedule, in the words of EventBridge Scheduler; absent where it is started by hand. */
  readonly scheduleExpression?: string;
}

/** One pipeline: its state machine, its schedule, its alarms. */
export class GatePipeline extends Construct {
  readonly stateMachine: IStateMachine;
  readonly dataset: string;
  private readonly props: GatePipelineProps;

  constructor(scope: Construct, id: string, props: GatePipelineProps) {
    super(scope, id);
    this.props = props;
    this.dataset = props.dataset;
    const { domain, pipeline } = props;
    const { environment, deploy, schedules, key } = domain.gate;
    const name = pipelineName(environment.name, pipeline.name);
    const machine = stateMachine(this, { name, pipeline: pipeline.name, domain });
    this.stateMachine = machine;
    const undelivered = this.undelivered(name);
    const { schedule } = pipeline;
    if (schedule !== undefined && props.scheduleExpression !== undefined) {
      new PipelineSchedule(this, 'Schedule', {
        name,
        group: schedules.scheduleGroupName,
        expression: props.scheduleExpression,
        timezone: schedule.timezone,
        enabled: deploy.schedules === 'enabled',
        machineArn: machine.stateMachineArn,
        key,
        undelivered,
      });
    }
    this.cleanUp(machine, undelivered);
    watch(this, { domain, pipeline, machine });
  }

  /** Partitions that were kept out, for alarms of your own. */
  metricRejections(period: Duration = Duration.hours(1)): Metric {
    return this.props.domain.gate.alarms.metric('PartitionsRejected', this.dataset, period);
  }

  /** Partitions that readers see since. */
  metricPublished(period: Duration = Duration.hours(1)): Metric {
    return this.props.domain.gate.alarms.metric('PartitionsPublished', this.dataset, period);
  }

  /** Lets somebody start this pipeline: a backfill, or the job that wrote what it gates. */
  grantPublish(grantee: IGrantable): Grant {
    return this.stateMachine.grantStartExecution(grantee);
  }

  /** Starts that never came about, and ends that nobody was told of. */
  private undelivered(name: string): Queue {
    const { alarms, key } = this.props.domain.gate;
    const queue = new Queue(this, 'Undelivered', {
      queueName: `${name}-undelivered`,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, 'AwsSolutions-SQS3', 'It is where letters end that nobody took; an alarm watches it.');
    alarms.alarm(
      'UndeliveredMessages',
      {
        metric: queue.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(5),
          statistic: Stats.MAXIMUM,
        }),
        above: 0,
        description: `A start of ${name}, or the end of one that failed, was not delivered: the queue ${name}-undelivered says which. Start it by hand for that day; run \`sluice doctor\`.`,
      },
      this,
    );
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
        new LambdaFunction(this.props.domain.functions.abandon.lambda, {
          deadLetterQueue: undelivered,
          maxEventAge: Duration.hours(6),
          retryAttempts: 20,
        }),
      ],
    });
  }
}
