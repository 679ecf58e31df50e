import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';
import { type QualityType, typeOf } from '../rules/metric-of.ts';
import { operatorsOf } from '../rules/operators.ts';
import { objectSites, type QualitySite, qualitySites } from '../sites.ts';
import { checkArguments } from './arguments.ts';
import { checkDemand } from './demand.ts';
import { checkMetric } from './metric.ts';
import { checkOperators } from './operator-count.ts';
import { checkUnit } from './unit.ts';

type QualityRule = (reading: Reading, site: QualitySite, type: QualityType) => void;

const QUALITY_RULES: readonly QualityRule[] = [
  checkMissingKeys,
  checkIdleKeys,
  checkDimension,
  checkMetric,
  checkArguments,
  checkOperators,
  checkUnit,
  checkDemand,
];

export function checkQuality(reading: Reading, odcs: OdcsContract): void {
  for (const site of objectSites(odcs).flatMap(qualitySites)) {
    const type = typeOf(site.quality, operatorsOf(site.quality).length > 0);
    for (const check of QUALITY_RULES) check(reading, site, type);
  }
}

/** What a type cannot do without. */
const NEEDS: Readonly<Record<QualityType, readonly ('query' | 'engine' | 'implementation')[]>> = {
  sql: ['query'],
  custom: ['engine', 'implementation'],
  library: [],
  text: [],
};

function checkMissingKeys(reading: Reading, { quality, path }: QualitySite, type: QualityType): void {
  for (const key of NEEDS[type]) {
    if (quality[key] === undefined) reading.error('SLU-115', { key, parent: `a rule of type ${type}` }, path);
  }
}

/** Keys that only one type reads, and that would be ignored silently on another. */
const READ_BY: readonly {
  readonly key: 'metric' | 'arguments' | 'query' | 'engine' | 'implementation';
  readonly type: QualityType;
}[] = [
  { key: 'metric', type: 'library' },
  { key: 'arguments', type: 'library' },
  { key: 'query', type: 'sql' },
  { key: 'engine', type: 'custom' },
  { key: 'implementation', type: 'custom' },
];

function checkIdleKeys(reading: Reading, { quality, path }: QualitySite, type: QualityType): void {
  for (const { key, type: reader } of READ_BY) {
    if (quality[key] !== undefined && reader !== type) reading.warn('SLU-157', { key, type }, [...path, key]);
  }
}

function checkDimension(reading: Reading, { quality, path }: QualitySite): void {
  const { dimension } = quality;
  if (dimension?.length === 2) reading.warn('SLU-160', { dimension }, [...path, 'dimension']);
}
