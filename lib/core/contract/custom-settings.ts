import type * as z from 'zod';
import type { Path } from './document/path.ts';
import { suggest } from './document/suggest.ts';
import { knownKeys, zodIssues } from './document/zod-issues.ts';
import type { SourceRef } from './issue.ts';
import type { CustomProperty } from './odcs/custom-properties.ts';
import type { Reading } from './reading.ts';
import { DATASET_PROPERTIES, PREFIX, RULE_PROPERTIES } from './sluice-properties.ts';

type Level = 'dataset' | 'rule' | 'none';

/** A `sluice.*` entry of customProperties that may stand where it stands, its value still unread. */
interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly at: SourceRef;
}

/**
 * The `sluice.*` entries of one `customProperties` list, valid ones only; unknown names, names that belong
 * elsewhere, values that do not fit and repetitions become issues (SLU-165 to SLU-168, SLU-114 to SLU-118).
 */
export function readSettings(
  reading: Reading,
  list: readonly CustomProperty[] | undefined,
  owner: Path,
  level: Level,
): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const [i, entry] of (list ?? []).entries()) {
    if (!entry.property?.toLowerCase().startsWith(PREFIX)) continue;
    const path = [...owner, 'customProperties', i];
    const name = entry.property.slice(PREFIX.length);
    const schema = schemaFor(reading, level, entry.property, path);
    if (schema === undefined) continue;
    if (found.has(name)) reading.error('SLU-168', { property: entry.property }, [...path, 'property']);
    const parsed = schema.safeParse(entry.value, knownKeys);
    if (parsed.success) found.set(name, { name, value: parsed.data, at: reading.doc.at([...path, 'value']) });
    else for (const wrong of zodIssues(reading.doc, parsed.error, [...path, 'value'])) reading.add(wrong);
  }
  return found;
}

function schemaFor(reading: Reading, level: Level, property: string, path: Path): z.ZodType | undefined {
  const name = property.slice(PREFIX.length);
  const [ofDataset, ofRule] = [lookUp(DATASET_PROPERTIES, name), lookUp(RULE_PROPERTIES, name)];
  const exact = property.startsWith(PREFIX) && (ofDataset ?? ofRule) !== undefined;
  if (!exact) {
    const all = [...Object.keys(DATASET_PROPERTIES), ...Object.keys(RULE_PROPERTIES)].map(
      (n) => `${PREFIX}${n}`,
    );
    const params = { property, suggestion: suggest(property, all) ?? '', known: all.join(', ') };
    reading.error('SLU-165', params, [...path, 'property']);
    return undefined;
  }
  const schema = level === 'dataset' ? ofDataset : level === 'rule' ? ofRule : undefined;
  if (schema === undefined) {
    const belongs = ofDataset
      ? 'a dataset (schema[].customProperties)'
      : 'a rule (quality[].customProperties)';
    reading.error('SLU-167', { property, belongs }, [...path, 'property']);
  }
  return schema;
}

const lookUp = (schemas: Readonly<Record<string, z.ZodType>>, name: string): z.ZodType | undefined =>
  Object.hasOwn(schemas, name) ? schemas[name] : undefined;
