import { partitionColumns, primaryKeyColumns, readColumn } from './columns.ts';
import type { Dataset, Rule, Settings } from './model.ts';
import type { OdcsContract } from './odcs/contract.ts';
import type { Reading } from './reading.ts';
import { type Draft, draft } from './rules/draft.ts';
import { nestedRules } from './rules/nested-rules.ts';
import { propertyRules } from './rules/property-rules.ts';
import { qualityRule } from './rules/quality-rules.ts';
import { relationshipRules } from './rules/relationship-rules.ts';
import { ruleIds } from './rules/rule-ids.ts';
import { slaRules } from './rules/sla-rules.ts';
import { readDatasetSettings, readDefaults } from './settings.ts';
import { type ObjectSite, objectSites, propertySites, qualitySites } from './sites.ts';

/** Turns every demand of a document into a rule of its dataset. What makes no sense is reported to the reading. */
export function readDatasets(reading: Reading, odcs: OdcsContract): readonly Dataset[] {
  const defaults = readDefaults(reading, odcs);
  const slas = slaRules(reading, odcs);
  return objectSites(odcs).map((site, i) => {
    const { object, path } = site;
    const partitionedBy = partitionColumns(site);
    const settings = readDatasetSettings(reading, defaults, site, partitionedBy);
    return {
      name: object.name,
      physicalName: object.physicalName ?? object.name,
      columns: propertySites(site).map((p) => readColumn(reading, p.property, p.path)),
      partitionedBy,
      rules: named(schemaRules(reading, site, settings), [
        ...statedRules(reading, site),
        ...(slas.get(i) ?? []),
      ]),
      settings,
      at: reading.doc.at([...path, 'name']),
    };
  });
}

/** What the schema itself demands; these rules have generated ids. */
const schemaRules = (reading: Reading, site: ObjectSite, settings: Settings): readonly Draft[] => [
  ...propertySites(site).flatMap((p) => [...propertyRules(reading, p), ...nestedRules(reading, p)]),
  ...keyRules(reading, site, settings),
];

const statedRules = (reading: Reading, site: ObjectSite): readonly Draft[] => [
  ...qualitySites(site).flatMap((q) => qualityRule(reading, q) ?? []),
  ...relationshipRules(reading, site),
];

/** Columns that the contract does not name, and the primary key. */
function keyRules(reading: Reading, site: ObjectSite, settings: Settings): readonly Draft[] {
  const columns = propertySites(site).map((p) => p.column);
  const rules: Draft[] = [];
  if (columns.length > 0) {
    rules.push(
      draft({
        id: 'extraColumns',
        kind: 'extraColumns',
        severity: settings.extraColumns === 'reject' ? 'error' : 'warning',
        arguments: { columns },
        at: settings.at['sluice.extraColumns'] ?? reading.doc.at([...site.path, 'properties']),
      }),
    );
  }
  const key = primaryKeyColumns(site);
  const first = propertySites(site).find((p) => p.property.primaryKey === true);
  if (first) {
    const at = reading.doc.at([...first.path, 'primaryKey']);
    rules.push(draft({ id: 'primaryKey', kind: 'primaryKey', arguments: { columns: key }, at }));
  }
  return rules;
}

/** Ids that somebody wrote come first; generated ones step aside where they meet. */
function named(generated: readonly Draft[], stated: readonly Draft[]): readonly Rule[] {
  const take = ruleIds();
  const kept = stated.map((rule) => ({ ...rule, id: take(rule.id) }));
  return [...generated.map((rule) => ({ ...rule, id: take(rule.id) })), ...kept];
}
