import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';
import { objectSites, type PropertySite, propertySites } from '../sites.ts';

interface Key {
  readonly flag: 'partitioned' | 'primaryKey';
  readonly position: 'partitionKeyPosition' | 'primaryKeyPosition';
  readonly code: 'SLU-136' | 'SLU-137';
}

const KEYS: readonly Key[] = [
  { flag: 'partitioned', position: 'partitionKeyPosition', code: 'SLU-136' },
  { flag: 'primaryKey', position: 'primaryKeyPosition', code: 'SLU-137' },
];

/** Positions of partition and primary keys: each once, and only on columns that belong to the key. */
export function checkKeyPositions(reading: Reading, odcs: OdcsContract): void {
  for (const object of objectSites(odcs)) {
    for (const key of KEYS) checkKey(reading, key, propertySites(object));
  }
}

function checkKey(
  reading: Reading,
  { flag, position, code }: Key,
  properties: readonly PropertySite[],
): void {
  const taken = new Map<number, string>();
  for (const { property, path } of properties) {
    const at = property[position];
    if (at === undefined || at < 1) continue;
    const params = { column: property.name, position: String(at), flag, key: position };
    if (property[flag] !== true) reading.warn(code, { ...params, other: '' }, [...path, position]);
    else if (taken.has(at))
      reading.error(code, { ...params, other: taken.get(at) ?? '' }, [...path, position]);
    else taken.set(at, property.name);
  }
}
