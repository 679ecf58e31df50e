import type { OdcsContract } from './odcs/contract.ts';
import type { Item } from './odcs/property.ts';
import { columnName, type ObjectSite, objectSites, type PropertySite, propertySites } from './sites.ts';

/** What a reference inside the document leads to: an object, or a property of it and a way further down. */
export interface Target {
  readonly object: ObjectSite;
  readonly property?: PropertySite;
  /** Names of nested properties below `property`. */
  readonly nested: readonly string[];
}

/**
 * `table.column`, `table.column.field`, or `column` where the contract has one object. Names may contain dots, so
 * the object's and the property's names are tried whole, physical names after the names of the contract.
 */
export function findElement(odcs: OdcsContract, text: string): Target | undefined {
  const objects = objectSites(odcs);
  for (const object of objects) {
    for (const name of [object.object.name, object.object.physicalName]) {
      if (name === undefined || !text.startsWith(`${name}.`)) continue;
      const target = findProperty(object, text.slice(name.length + 1));
      if (target) return target;
    }
  }
  const [only, ...others] = objects;
  return only && others.length === 0 ? findProperty(only, text) : undefined;
}

function findProperty(object: ObjectSite, text: string): Target | undefined {
  for (const property of propertySites(object)) {
    for (const name of [property.property.name, property.column]) {
      if (text === name) return { object, property, nested: [] };
      if (!text.startsWith(`${name}.`)) continue;
      const nested = text.slice(name.length + 1).split('.');
      if (hasNested(property.property, nested)) return { object, property, nested };
    }
  }
  return undefined;
}

function hasNested(property: Item, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const fields = [...(property.properties ?? []), ...(property.items?.properties ?? [])];
  return fields.some(
    (field) => (field.name === name || columnName(field) === name) && hasNested(field, rest),
  );
}

/** `schema/<id>/properties/<id>…`; an element without an id can be reached by its name as well. */
export function findQualified(odcs: OdcsContract, text: string): Target | undefined {
  const [section, objectId, ...steps] = text.replace(/^\//, '').split('/');
  if (section !== 'schema') return undefined;
  const object = objectSites(odcs).find(({ object: o }) => o.id === objectId || o.name === objectId);
  if (!object) return undefined;
  const [word, id, ...rest] = steps;
  if (word === undefined) return { object, nested: [] };
  const property = propertySites(object).find(({ property: p }) => p.id === id || p.name === id);
  if (word !== 'properties' || !property) return undefined;
  const nested: string[] = [];
  let current: Item = property.property;
  for (let i = 0; i < rest.length; i += 2) {
    const next = nextStep(current, rest[i], rest[i + 1]);
    if (!next) return undefined;
    nested.push(next.name ?? '');
    current = next;
  }
  return { object, property, nested };
}

function nextStep(from: Item, word: string | undefined, id: string | undefined): Item | undefined {
  if (word === 'items') return from.items;
  if (word !== 'properties') return undefined;
  return [...(from.properties ?? []), ...(from.items?.properties ?? [])].find(
    (p) => p.id === id || p.name === id,
  );
}
