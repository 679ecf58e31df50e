import { readSettings } from '../custom-settings.ts';
import type { Rule, Threshold } from '../model.ts';
import { DIMENSION_SYNONYMS } from '../odcs/quality.ts';
import type { Reading } from '../reading.ts';
import { propertySites, type QualitySite } from '../sites.ts';
import { RULE_PROPERTIES } from '../sluice-properties.ts';
import { type Draft, draft } from './draft.ts';
import { argumentsOf, impliesNone, metricOf, type QualityType, typeOf } from './metric-of.ts';
import { operatorsOf, readThresholds } from './operators.ts';
import { severityOf } from './severity.ts';
import { listTexts } from './words.ts';

/** The rule of one `quality[]` entry; undefined where it is so wrong (an unknown metric) that no rule is left of it. */
export function qualityRule(reading: Reading, site: QualitySite): Draft | undefined {
  const { quality, path, on } = site;
  const type = typeOf(quality, operatorsOf(quality).length > 0);
  const metric = type === 'library' ? metricOf(quality) : undefined;
  const kind = type === 'library' ? metric : type;
  const settings = ruleSettings(reading, site);
  const severity = severityOf(reading, quality.severity, [...path, 'severity']);
  const thresholds = thresholdsOf(reading, site, type, settings.open);
  if (kind === undefined) return undefined;

  const generated = on === undefined ? kind : `${on.property.name}.${kind}`;
  const unit = quality.unit === 'rows' || quality.unit === 'percent' ? quality.unit : undefined;
  const { dimension } = quality;
  return draft({
    id: quality.id ?? quality.name ?? generated,
    kind,
    ...(on === undefined ? {} : { column: on.column }),
    severity,
    ...settings.rule,
    thresholds,
    ...(unit === undefined ? {} : { unit }),
    arguments: argumentsFor(reading, site, type),
    ...(quality.name === undefined ? {} : { name: quality.name }),
    ...(quality.description == null ? {} : { description: quality.description }),
    ...(dimension === undefined ? {} : { dimension: DIMENSION_SYNONYMS[dimension] ?? dimension }),
    at: reading.doc.at(path),
  });
}

function thresholdsOf(
  reading: Reading,
  { quality, path }: QualitySite,
  type: QualityType,
  open: boolean,
): readonly Threshold[] {
  if (type === 'text' || type === 'custom') return [];
  const given = readThresholds(reading, quality, path, open);
  if (given.length === 0 && operatorsOf(quality).length === 0 && impliesNone(quality))
    return [{ op: 'mustBe', values: ['0'] }];
  return given;
}

interface RuleSettings {
  readonly rule: Partial<Pick<Rule, 'scope' | 'where' | 'engine'>>;
  readonly open: boolean;
}

function ruleSettings(reading: Reading, { quality, path }: QualitySite): RuleSettings {
  const entries = readSettings(reading, quality.customProperties, path, 'rule');
  const scope = RULE_PROPERTIES.scope.safeParse(entries.get('scope')?.value);
  const where = RULE_PROPERTIES.where.safeParse(entries.get('where')?.value);
  const engine = RULE_PROPERTIES.engine.safeParse(entries.get('engine')?.value);
  return {
    rule: {
      ...(scope.success ? { scope: scope.data } : {}),
      ...(where.success ? { where: where.data } : {}),
      ...(engine.success ? { engine: engine.data } : {}),
    },
    open: entries.get('bounds')?.value === 'open',
  };
}

function argumentsFor({ doc }: Reading, site: QualitySite, type: QualityType): Rule['arguments'] {
  const { quality, path, on } = site;
  switch (type) {
    case 'sql':
      return { query: quality.query ?? '' };
    case 'custom':
      return { engine: quality.engine ?? '', implementation: quality.implementation ?? '' };
    case 'text':
      return {};
    case 'library': {
      const given: Record<string, unknown> = { ...argumentsOf(quality) };
      for (const list of ['validValues', 'missingValues']) {
        const values = given[list];
        const direct = list === 'validValues' && quality.validValues !== undefined;
        const at = direct ? [...path, list] : [...path, 'arguments', list];
        if (Array.isArray(values)) given[list] = listTexts(doc, values, at);
      }
      const properties = Array.isArray(given.properties) ? given.properties : undefined;
      if (metricOf(quality) === 'duplicateValues') {
        given.properties =
          properties?.map((name) => physicalName(site, String(name))) ?? (on ? [on.column] : []);
      }
      return given;
    }
  }
}

/** Arguments name properties as the contract does; the data may call them otherwise. */
function physicalName(site: QualitySite, name: string): string {
  const properties = propertySites(site.owner);
  return (
    (properties.find((p) => p.property.name === name) ?? properties.find((p) => p.column === name))?.column ??
    name
  );
}
