import { isVersion30 } from '../odcs/api-version.ts';
import type { Reading } from '../reading.ts';
import { impliesNone, type QualityType } from '../rules/metric-of.ts';
import { operatorsOf } from '../rules/operators.ts';
import type { QualitySite } from '../sites.ts';

/** A measured number needs exactly one operator (3.0: at least one); words and foreign rules take none. */
export function checkOperators(reading: Reading, { quality, path }: QualitySite, type: QualityType): void {
  const [first, second] = operatorsOf(quality);
  if (type === 'text' || type === 'custom') {
    if (first !== undefined) reading.warn('SLU-157', { key: first, type }, [...path, first]);
    return;
  }
  if (first === undefined) {
    if (!impliesNone(quality)) reading.error('SLU-144', {}, path);
  } else if (second !== undefined && !isVersion30(reading.version)) {
    reading.error('SLU-143', { first, second }, [...path, second]);
  }
}
