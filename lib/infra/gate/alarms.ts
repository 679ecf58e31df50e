import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  type MetricOptions,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { environmentName } from '../names.ts';
import { whenLettersWait } from './dead-letters.ts';
import type { StorageProps } from './storage.ts';
import type { GateTopic } from './topic.ts';

export interface AlarmsProps extends StorageProps {
  readonly topic: GateTopic;
}

export interface AlarmSpec {
  readonly metric: IMetric;
  readonly above: number;
  /** What it means and what to do, for whoever reads it at night. */
  readonly description: string;
}

/** What the queries of an environment read, and alarms that go where its notifications go. */
export class GateAlarms extends Construct {
  readonly dashboard: Dashboard;
  private readonly action: SnsAction;
  private readonly environmentName: string;

  constructor(scope: Construct, id: string, { environment, deploy, topic }: AlarmsProps) {
    super(scope, id);
    this.environmentName = environment.name;
    this.action = new SnsAction(topic.topic);
    this.dashboard = new Dashboard(this, 'Dashboard', { dashboardName: environmentName(environment.name) });
    this.alarm(
      'Undelivered',
      whenLettersWait(
        topic.undelivered,
        'Somebody did not hear of something: look into the queue, mend the subscription, send what is there again.',
      ),
    );
    const bytes = new Metric({
      namespace: 'AWS/Athena',
      metricName: 'ProcessedBytes',
      dimensionsMap: { WorkGroup: environment.workgroup },
      statistic: Stats.SUM,
      period: Duration.days(1),
      label: 'bytes read by Athena',
    });
    this.dashboard.addWidgets(
      new GraphWidget({ title: 'Bytes read by Athena a day', left: [bytes], width: 24 }),
    );
    if (deploy.bytesPerDay !== undefined)
      this.alarm('BytesPerDay', {
        metric: bytes,
        above: deploy.bytesPerDay,
        description:
          'Queries of a day read more than deploy.bytesPerDay: `sluice plan` says which rules are dear.',
      });
  }

  /** Of a dataset, as the functions count it. */
  metric(name: string, dataset: string, options: MetricOptions = {}): Metric {
    return new Metric({
      namespace: 'Sluice',
      metricName: name,
      dimensionsMap: { service: 'sluice', environment: this.environmentName, dataset },
      statistic: Stats.SUM,
      period: Duration.hours(1),
      ...options,
    });
  }

  alarm(id: string, { metric, above, description }: AlarmSpec, scope: Construct = this): Alarm {
    const alarm = new Alarm(scope, id, {
      metric,
      threshold: above,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: description,
    });
    alarm.addAlarmAction(this.action);
    return alarm;
  }

  /** Fires when nothing was published for so many periods, whether or not anything ran. */
  silence(id: string, metric: Metric, periods: number, description: string, scope: Construct): Alarm {
    const alarm = new Alarm(scope, id, {
      metric,
      threshold: 1,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: description,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
    return alarm;
  }
}
