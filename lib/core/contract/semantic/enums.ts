import type { Path } from '../document/path.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';
import { valueText } from '../rules/words.ts';
import { nestedSites, objectSites, propertySites } from '../sites.ts';

/** A list of allowed values has at least one, each once. */
export function checkEnums(reading: Reading, odcs: OdcsContract): void {
  const properties = objectSites(odcs).flatMap((object) => propertySites(object));
  for (const { property, path } of properties) {
    for (const site of [{ property, path }, ...nestedSites(property, path, property.name)]) {
      const values = site.property.enum?.map((e) => e.value);
      if (values)
        checkList(reading, values, [...site.path, 'enum'], (i) => [...site.path, 'enum', i, 'value']);
    }
  }
}

export function checkList(
  reading: Reading,
  values: readonly unknown[],
  path: Path,
  at: (i: number) => Path,
): void {
  const list = String(path.at(-1));
  if (values.length === 0) reading.error('SLU-153', { list }, path);
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    const text = valueText(reading.doc, value, at(i));
    const key = JSON.stringify([typeof value, text]);
    if (seen.has(key)) reading.warn('SLU-154', { list, value: text }, at(i));
    seen.add(key);
  }
}
