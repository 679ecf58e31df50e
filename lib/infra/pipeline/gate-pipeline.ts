import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { GraphWidget, type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  Effect,
  type Grant,
  type IGrantable,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import {
  DefinitionBody,
  type IStateMachine,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { parseGranularity } from '../../core/pipeline/granularity.ts';
import type { Pipeline } from '../../core/pipeline/pipeline.ts';
import { acknowledge, acknowledgeWildcards } from '../acknowledge.ts';
import { CALL_TIMEOUT } from '../domain/function.ts';
import type { GateDomain } from '../domain/gate-domain.ts';
import { MACHINE_FUNCTIONS, machineDefinition } from '../machine/definition.ts';
import { pipelineName } from '../names.ts';
import { PipelineSchedule } from './schedule.ts';
import { stalePeriods } from './stale-periods.ts';

export interface GatePipelineProps {
  readonly domain: GateDomain;
  /** As its file says: `readPipeline` of `contracts/<domain>/<name>.pipeline.yaml`. */
  readonly pipeline: Pipeline;
  /** What it publishes: `<domain>/<table>`. */
  readonly dataset: string;
  /** Of its schedule, in the words of EventBridge Scheduler; absent where it is started by hand. */
  readonly scheduleExpression?: string;
}

/** Longer than any backfill of a thousand windows should take. */
const EXECUTION_TIMEOUT = Duration.days(7);

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
    const role = this.role(name);
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(this.definition()),
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: deploy.logRetentionDays as RetentionDays,
          removalPolicy: deploy.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
    this.stateMachine = machine;
    // delivery of logs, and X-Ray
    acknowledgeWildcards(role, [new PolicyStatement({ resources: ['*'] })]);
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
    this.watch(pipeline, machine);
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

  private definition(): string {
    const { domain, pipeline } = this.props;
    return JSON.stringify(
      machineDefinition({
        pipeline: pipeline.name,
        resourceOf: (name) => domain.functions[name].lambda.functionArn,
        callTimeoutSeconds: CALL_TIMEOUT.toSeconds() + 10,
        executionTimeoutSeconds: EXECUTION_TIMEOUT.toSeconds(),
      }),
    );
  }

  private role(name: string): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `Runs the steps of ${name}`,
    });
    const { functions } = this.props.domain;
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['lambda:InvokeFunction'],
        resources: MACHINE_FUNCTIONS.map((step) => functions[step].lambda.functionArn),
      }),
    );
    return role;
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

  /** Alarms of a pipeline, and its lines on the dashboard. */
  private watch(pipeline: Pipeline, machine: StateMachine): void {
    const { alarms } = this.props.domain.gate;
    const { name } = pipeline;
    alarms.alarm(
      'Failed',
      {
        metric: machine.metricFailed({ period: Duration.minutes(5) }),
        above: 0,
        description: `A run of ${name} failed: no verdict, nothing changed for readers. The notification says why; the next run goes on from there.`,
      },
      this,
    );
    alarms.alarm(
      'TimedOut',
      {
        metric: machine.metricTimedOut({ period: Duration.minutes(5) }),
        above: 0,
        description: `A run of ${name} took longer than it may. Start it again over a shorter window.`,
      },
      this,
    );
    alarms.alarm(
      'Rejected',
      {
        metric: this.metricRejections(Duration.minutes(5)),
        above: 0,
        description: `Partitions of ${this.dataset} were kept out. The notification says which, and by which rule.`,
      },
      this,
    );
    const granularity =
      pipeline.schedule === undefined ? undefined : parseGranularity(pipeline.schedule.window);
    const stale = granularity === undefined ? undefined : stalePeriods(granularity);
    if (stale !== undefined) {
      alarms.silence(
        'Stale',
        this.metricPublished(Duration.hours(stale.periodHours)),
        stale.periods,
        `Nothing of ${this.dataset} was published for ${stale.periodHours * stale.periods} hours: models read old data.`,
        this,
      );
    }
    this.props.domain.dashboard.addWidgets(
      new GraphWidget({
        title: `${this.dataset}: partitions`,
        left: [this.metricPublished(), this.metricRejections()],
        width: 12,
      }),
      new GraphWidget({
        title: `${name}: runs`,
        left: [
          machine.metricSucceeded(),
          machine.metricFailed(),
          machine.metricTimedOut(),
          machine.metricAborted(),
        ],
        width: 12,
      }),
    );
  }
}
