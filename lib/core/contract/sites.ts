import type { Path } from './document/path.ts';
import type { OdcsContract } from './odcs/contract.ts';
import type { Item, Property } from './odcs/property.ts';
import type { Quality } from './odcs/quality.ts';
import type { SchemaObject } from './odcs/schema-object.ts';

/** One `schema[]` entry and where it stands. */
export interface ObjectSite {
  readonly object: SchemaObject;
  readonly path: Path;
}

/** A property of an object; nested ones are listed by `nestedSites`. */
export interface PropertySite extends ObjectSite {
  readonly property: Property;
  /** The name in the data. */
  readonly column: string;
  readonly owner: ObjectSite;
}

export interface NestedSite {
  readonly property: Item;
  readonly path: Path;
  /** `address.street`, `lines[]`, `prices.value` */
  readonly name: string;
}

/** One `quality[]` entry of an object, or of a property of its first level. */
export interface QualitySite {
  readonly quality: Quality;
  readonly path: Path;
  readonly owner: ObjectSite;
  readonly on?: PropertySite;
}

export const columnName = (property: {
  readonly name?: string | undefined;
  readonly physicalName?: string | undefined;
}) => property.physicalName ?? property.name ?? '';

export const objectSites = (odcs: OdcsContract): readonly ObjectSite[] =>
  (odcs.schema ?? []).map((object, i) => ({ object, path: ['schema', i] }));

export const propertySites = (owner: ObjectSite): readonly PropertySite[] =>
  (owner.object.properties ?? []).map((property, i) => ({
    object: owner.object,
    property,
    column: columnName(property),
    path: [...owner.path, 'properties', i],
    owner,
  }));

export function qualitySites(owner: ObjectSite): readonly QualitySite[] {
  const own = (owner.object.quality ?? []).map((quality, i) => ({
    quality,
    path: [...owner.path, 'quality', i],
    owner,
  }));
  const ofProperties = propertySites(owner).flatMap((on) =>
    (on.property.quality ?? []).map((quality, i) => ({
      quality,
      path: [...on.path, 'quality', i],
      owner,
      on,
    })),
  );
  return [...ofProperties, ...own];
}

/** Everything below a property: fields of an object, the item of an array, key and value of a map. */
export function nestedSites(property: Item, path: Path, name: string): readonly NestedSite[] {
  const children: NestedSite[] = (property.properties ?? []).map((child, i) => ({
    property: child,
    path: [...path, 'properties', i],
    name: `${name}.${child.name}`,
  }));
  if (property.items)
    children.push({ property: property.items, path: [...path, 'items'], name: `${name}[]` });
  if (property.map) {
    children.push({ property: property.map.key, path: [...path, 'map', 'key'], name: `${name}.key` });
    children.push({ property: property.map.value, path: [...path, 'map', 'value'], name: `${name}.value` });
  }
  return children.flatMap((child) => [child, ...nestedSites(child.property, child.path, child.name)]);
}
