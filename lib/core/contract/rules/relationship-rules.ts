import type { Path } from '../document/path.ts';
import type { Relationship } from '../odcs/relationship.ts';
import type { Reading } from '../reading.ts';
import type { ObjectSite, PropertySite } from '../sites.ts';
import { propertySites } from '../sites.ts';
import { type Draft, draft } from './draft.ts';

/** Every relationship of an object and of its properties, as a rule that is read but not evaluated yet. */
export function relationshipRules(reading: Reading, site: ObjectSite): readonly Draft[] {
  const own = (site.object.relationships ?? []).map((r, i) =>
    rule(reading, r, [...site.path, 'relationships', i]),
  );
  const ofProperties = propertySites(site).flatMap((on) =>
    (on.property.relationships ?? []).map((r, i) => rule(reading, r, [...on.path, 'relationships', i], on)),
  );
  return [...ofProperties, ...own];
}

function rule(reading: Reading, relationship: Relationship, path: Path, on?: PropertySite): Draft {
  const { to, from } = relationship;
  const generated = on === undefined ? 'relationship' : `${on.property.name}.relationship`;
  return draft({
    id: relationship.id ?? generated,
    kind: 'relationship',
    ...(on === undefined ? {} : { column: on.column }),
    arguments: { type: relationship.type ?? 'foreignKey', ...(from === undefined ? {} : { from }), to },
    ...(relationship.description == null ? {} : { description: relationship.description }),
    at: reading.doc.at([...path, 'to']),
  });
}
