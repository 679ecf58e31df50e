import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { RunOutcome } from '../../lib/steps/state/outcome.ts';
import { configOf } from '../shared/config.ts';

const metrics = new Metrics({ namespace: 'Sluice' });

/** What alarms and the dashboard look at, of one dataset. Names and dimensions are the deployment's too. */
export function countRun({ dataset, summary, verdict }: RunOutcome): void {
  metrics.addDimensions({ environment: configOf().environment, dataset });
  metrics.addMetric('RunsFinished', MetricUnit.Count, 1);
  metrics.addMetric('PartitionsPublished', MetricUnit.Count, summary.published);
  metrics.addMetric('PartitionsRejected', MetricUnit.Count, summary.rejected);
  metrics.addMetric('Queries', MetricUnit.Count, summary.queries);
  metrics.addMetric('BytesScanned', MetricUnit.Bytes, Number(verdict.stats.bytesScanned));
  metrics.addMetric('RunDuration', MetricUnit.Milliseconds, summary.elapsedMs);
  metrics.publishStoredMetrics();
}
