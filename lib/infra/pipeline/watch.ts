import { Duration } from 'aws-cdk-lib';
import { GraphWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Deploy } from '../../core/environment/deploy.ts';
import { parseGranularity } from '../../core/pipeline/granularity.ts';
import { longestGapHours } from '../../core/pipeline/longest-gap.ts';
import type { Pipeline } from '../../core/pipeline/pipeline.ts';
import type { GateDomain } from '../domain/gate-domain.ts';
import type { GatePipeline } from './gate-pipeline.ts';
import { type StalePeriods, stalePeriods } from './stale-periods.ts';

interface Watched {
  readonly domain: GateDomain;
  readonly pipeline: Pipeline;
  readonly machine: StateMachine;
  readonly machineName: string;
}

/** Alarms of a pipeline, and its lines on the dashboard. */
export function watch(at: GatePipeline, { domain, pipeline, machine, machineName }: Watched): void {
  const { alarms } = domain.gate;
  const { name } = pipeline;
  const { dataset } = at;
  alarms.alarm(
    'Failed',
    {
      metric: machine.metricFailed({ period: Duration.minutes(5) }),
      above: 0,
      description: `A run of ${name} failed: no verdict, nothing changed for readers. The notification says why; the next run goes on from there.`,
    },
    at,
  );
  alarms.alarm(
    'TimedOut',
    {
      metric: machine.metricTimedOut({ period: Duration.minutes(5) }),
      above: 0,
      description: `A run of ${name} took longer than it may. Start it again over a shorter window.`,
    },
    at,
  );
  alarms.alarm(
    'Rejected',
    {
      metric: at.metricRejections({ period: Duration.minutes(5) }),
      above: 0,
      description: `Partitions of ${dataset} were kept out. The notification says which, and by which rule.`,
    },
    at,
  );
  const stale = staleAfter(pipeline, domain.gate.deploy);
  if (stale !== undefined) {
    alarms.silence(
      'Stale',
      at.metricPublished({ period: Duration.hours(stale.periodHours) }),
      stale.periods,
      `Nothing of ${dataset} was published for ${stale.periodHours * stale.periods} hours: models read old data.`,
      at,
    );
  }
  // by name: the domain's stack does not depend on those of its pipelines
  const runs = StateMachine.fromStateMachineName(domain, `Machine-${name}`, machineName);
  domain.dashboard.addWidgets(
    new GraphWidget({
      title: `${dataset}: partitions`,
      left: [at.metricPublished(), at.metricRejections()],
      width: 8,
    }),
    new GraphWidget({
      title: `${name}: runs`,
      left: [runs.metricSucceeded(), runs.metricFailed(), runs.metricTimedOut(), runs.metricAborted()],
      width: 8,
    }),
    new GraphWidget({
      title: `${dataset}: bytes read, time taken`,
      left: [alarms.metric('BytesScanned', dataset)],
      right: [alarms.metric('RunDuration', dataset, { statistic: Stats.MAXIMUM })],
      width: 8,
    }),
  );
}

/** Undefined where nothing is expected to be published by itself: no schedule fires, or it only judges. */
function staleAfter({ schedule, mode }: Pipeline, { schedules }: Deploy): StalePeriods | undefined {
  if (schedule === undefined || schedules === 'disabled' || mode === 'shadow') return undefined;
  const granularity = parseGranularity(schedule.window);
  return granularity === undefined ? undefined : stalePeriods(granularity, longestGapHours(schedule));
}
