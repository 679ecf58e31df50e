import type { Reading } from '../reading.ts';
import { metricOf, type QualityType } from '../rules/metric-of.ts';
import type { QualitySite } from '../sites.ts';

/** Library metrics count rows or percents of them; a table's rows are no percent of anything. */
export function checkUnit(reading: Reading, { quality, path }: QualitySite, type: QualityType): void {
  const { unit } = quality;
  if (unit === undefined || type !== 'library') return;
  const at = [...path, 'unit'];
  if (unit !== 'rows' && unit !== 'percent') reading.error('SLU-159', { unit }, at);
  else if (unit === 'percent' && metricOf(quality) === 'rowCount') reading.error('SLU-146', {}, at);
}
