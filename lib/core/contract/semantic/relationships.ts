import type { Path } from '../document/path.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import type { Relationship } from '../odcs/relationship.ts';
import type { Reading } from '../reading.ts';
import { findElement, findQualified } from '../references.ts';
import { nestedSites, objectSites, propertySites } from '../sites.ts';

/** Relationships have both ends, of one length, and lead to something; other files are not opened. */
export function checkRelationships(reading: Reading, odcs: OdcsContract): void {
  for (const object of objectSites(odcs)) {
    for (const [i, relationship] of (object.object.relationships ?? []).entries()) {
      checkRelationship(reading, odcs, relationship, [...object.path, 'relationships', i], 'object');
    }
    const properties = propertySites(object);
    const all = properties.flatMap(({ property, path }) => [
      { property, path },
      ...nestedSites(property, path, ''),
    ]);
    for (const { property, path } of all) {
      for (const [i, relationship] of (property.relationships ?? []).entries()) {
        checkRelationship(reading, odcs, relationship, [...path, 'relationships', i], 'property');
      }
    }
  }
}

function checkRelationship(
  reading: Reading,
  odcs: OdcsContract,
  { from, to }: Relationship,
  path: Path,
  level: 'object' | 'property',
): void {
  if (level === 'property' && from !== undefined)
    reading.error('SLU-138', { reason: 'fromOnProperty' }, [...path, 'from']);
  if (level === 'object' && from === undefined) reading.error('SLU-138', { reason: 'fromMissing' }, path);
  if (level === 'object' && from !== undefined && lengthOf(from) !== lengthOf(to)) {
    reading.error('SLU-138', { reason: 'lengths' }, [...path, 'to']);
  }
  for (const end of ['from', 'to'] as const) {
    const value = end === 'from' ? from : to;
    if (value === undefined) continue;
    const single = typeof value === 'string';
    for (const [i, reference] of (single ? [value] : value).entries()) {
      if (reference.includes('#') || leads(odcs, reference)) continue;
      reading.error('SLU-134', { reference, end }, single ? [...path, end] : [...path, end, i]);
    }
  }
}

const leads = (odcs: OdcsContract, reference: string): boolean =>
  (reference.includes('/') ? findQualified(odcs, reference) : findElement(odcs, reference)) !== undefined;

/** One text and a list of one are not the same to the standard. */
const lengthOf = (reference: string | readonly string[]): number =>
  typeof reference === 'string' ? 0 : reference.length;
