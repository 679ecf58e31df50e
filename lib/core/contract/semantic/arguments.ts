import { suggest } from '../document/suggest.ts';
import { unknownKeyIssue } from '../document/zod-issues.ts';
import type { Reading } from '../reading.ts';
import { argumentsOf, type LibraryMetric, metricOf, type QualityType } from '../rules/metric-of.ts';
import { propertySites, type QualitySite } from '../sites.ts';
import { checkList } from './enums.ts';
import { checkPattern } from './pattern.ts';

/** The arguments that the standard gives each metric. */
const ARGUMENTS: Readonly<Record<LibraryMetric, readonly string[]>> = {
  nullValues: [],
  missingValues: ['missingValues'],
  invalidValues: ['validValues', 'pattern'],
  duplicateValues: ['properties'],
  rowCount: [],
};

/** Arguments are the metric's own, of the right kind, and name properties that exist. */
export function checkArguments(reading: Reading, site: QualitySite, type: QualityType): void {
  const { quality, path } = site;
  const metric = type === 'library' ? metricOf(quality) : undefined;
  if (metric === undefined) return;
  const given = argumentsOf(quality);
  const known = ARGUMENTS[metric];
  for (const key of Object.keys(quality.arguments ?? {})) {
    if (known.includes(key)) continue;
    reading.add(unknownKeyIssue(reading.doc, [...path, 'arguments', key], known, 'warning'));
  }
  for (const list of known.filter((k) => k !== 'pattern')) {
    const direct = list === 'validValues' && quality.validValues !== undefined;
    const at = direct ? [...path, list] : [...path, 'arguments', list];
    const value = given[list];
    if (value === undefined) continue;
    if (!Array.isArray(value)) reading.wrongType(value, 'a list', at);
    else if (list === 'properties') checkProperties(reading, site, value);
    else if (list === 'validValues' || value.length > 0) checkList(reading, value, at, (i) => [...at, i]);
  }
  if (metric !== 'invalidValues') return;
  const at = [...path, 'arguments', 'pattern'];
  if (typeof given.pattern === 'string') checkPattern(reading, given.pattern, at);
  else if (given.pattern !== undefined) reading.wrongType(given.pattern, 'a text', at);
  else if (given.validValues === undefined) reading.error('SLU-145', {}, path);
}

function checkProperties(reading: Reading, { path, owner }: QualitySite, names: readonly unknown[]): void {
  const at = [...path, 'arguments', 'properties'];
  if (names.length === 0) reading.error('SLU-153', { list: 'properties' }, at);
  const known = propertySites(owner).flatMap((p) => [p.property.name, p.column]);
  for (const [i, name] of names.entries()) {
    if (typeof name !== 'string') reading.wrongType(name, 'the name of a property', [...at, i]);
    else if (!known.includes(name)) {
      const params = { property: name, dataset: owner.object.name, suggestion: suggest(name, known) ?? '' };
      reading.error('SLU-135', params, [...at, i]);
    }
  }
}
