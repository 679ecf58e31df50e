import { suggest } from '../document/suggest.ts';
import type { Reading } from '../reading.ts';
import { argumentsOf, metricName, metricNames, metricOf, type QualityType } from '../rules/metric-of.ts';
import type { QualitySite } from '../sites.ts';

const OF_COLUMNS = ['nullValues', 'missingValues', 'invalidValues'];

/** A library rule names a metric that exists, on the level that it counts. */
export function checkMetric(
  reading: Reading,
  { quality, path, on, owner }: QualitySite,
  type: QualityType,
): void {
  if (type !== 'library') return;
  const name = metricName(quality);
  if (name === undefined) {
    reading.error('SLU-115', { key: 'metric', parent: 'a rule of type library' }, path);
    return;
  }
  const at = [...path, quality.metric === undefined ? 'rule' : 'metric'];
  const metric = metricOf(quality);
  if (metric === undefined) {
    reading.error('SLU-156', { metric: name, suggestion: suggest(name, metricNames()) ?? '' }, at);
    return;
  }
  const hasProperties = argumentsOf(quality).properties !== undefined;
  const ofTable = metric === 'rowCount' || (metric === 'duplicateValues' && hasProperties);
  if (on !== undefined && metric === 'rowCount') {
    reading.error(
      'SLU-147',
      { metric, level: `property ${on.property.name}`, belongs: 'the schema object' },
      at,
    );
  } else if (on === undefined && (OF_COLUMNS.includes(metric) || !ofTable)) {
    const belongs = metric === 'duplicateValues' ? 'a property, or give arguments.properties' : 'a property';
    reading.error('SLU-147', { metric, level: `schema object ${owner.object.name}`, belongs }, at);
  }
}
