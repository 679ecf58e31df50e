import type { Item } from './odcs/property.ts';

/** Tags by which teams mark what must not be shown. */
const TAGS = /(^|[^a-z])(pii|phi|pci|gdpr|personal|sensitive|confidential|secret)([^a-z]|$)/i;

/**
 * Whether cells of a column must not leave the engine: it is classified as anything but public, encrypted, critical,
 * or tagged as personal; or something inside it is.
 */
export function isSensitive(property: Item): boolean {
  const { classification, encryptedName, criticalDataElement, tags = [] } = property;
  if (classification !== undefined && !/^\s*public\s*$/i.test(classification)) return true;
  if ((encryptedName ?? '') !== '' || criticalDataElement === true) return true;
  if (tags.some((tag) => TAGS.test(tag))) return true;
  const { properties = [], items, map } = property;
  const inside = [...properties, items, map?.key, map?.value];
  return inside.some((item) => item !== undefined && isSensitive(item));
}
