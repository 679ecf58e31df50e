import type { CheckKindName } from '../model.ts';
import type { Quality } from '../odcs/quality.ts';

const METRICS = ['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount'] as const;
export type LibraryMetric = (typeof METRICS)[number] & CheckKindName;
export const LIBRARY_METRICS: readonly LibraryMetric[] = METRICS;

/** What 3.0 called them (`rule: nullCheck`), in the standard's text and in its examples. */
const OLD_NAMES: Readonly<Record<string, LibraryMetric>> = {
  nullCheck: 'nullValues',
  notNull: 'nullValues',
  nullCount: 'nullValues',
  missingCount: 'missingValues',
  validValues: 'invalidValues',
  invalid: 'invalidValues',
  invalidCount: 'invalidValues',
  duplicateCount: 'duplicateValues',
  duplicateCheck: 'duplicateValues',
  uniqueCheck: 'duplicateValues',
  countCheck: 'rowCount',
};

/** These 3.0 names say "none" by themselves; their examples carry no operator. */
const MEANING_NONE = ['nullCheck', 'notNull', 'validValues', 'duplicateCheck', 'uniqueCheck'];

export type QualityType = 'text' | 'library' | 'sql' | 'custom';

/** The type as declared; else what its keys say. An entry of words alone (no metric, no operator) is for people. */
export function typeOf(quality: Quality, hasOperator: boolean): QualityType {
  if (quality.type !== undefined) return quality.type;
  if (quality.metric !== undefined || quality.rule !== undefined || hasOperator) return 'library';
  if (quality.query !== undefined) return 'sql';
  if (quality.engine !== undefined && quality.implementation !== undefined) return 'custom';
  return 'text';
}

export const metricName = (quality: Quality): string | undefined => quality.metric ?? quality.rule;

/** The metric of a library rule, under its name of today; undefined for a name that no version knows. */
export function metricOf(quality: Quality): LibraryMetric | undefined {
  const name = metricName(quality);
  return LIBRARY_METRICS.find((m) => m === name) ?? (name === undefined ? undefined : OLD_NAMES[name]);
}

export const metricNames = (): readonly string[] => [...LIBRARY_METRICS, ...Object.keys(OLD_NAMES)];

export const impliesNone = (quality: Quality): boolean =>
  quality.metric === undefined && quality.rule !== undefined && MEANING_NONE.includes(quality.rule);

/** The arguments with 3.0's `validValues` in their place of today. */
export const argumentsOf = (quality: Quality): Readonly<Record<string, unknown>> =>
  quality.validValues === undefined
    ? (quality.arguments ?? {})
    : { ...quality.arguments, validValues: quality.validValues };
