import { suggest } from '../document/suggest.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';
import { findElement } from '../references.ts';
import { AGE_UNITS, ageOf, elementsOf, isAge } from '../rules/sla-rules.ts';
import { objectSites, propertySites } from '../sites.ts';

/** SLAs name elements that exist; an age has a number, a unit and an element, or nobody could measure it. */
export function checkSlas(reading: Reading, odcs: OdcsContract): void {
  const objects = objectSites(odcs);
  for (const [i, sla] of (odcs.slaProperties ?? []).entries()) {
    const path = ['slaProperties', i];
    const age = ageOf(sla);
    const elements = elementsOf(sla, odcs);
    for (const element of elements) {
      if (findElement(odcs, element)) continue;
      // a contract that describes no data, and promises among people, break nothing that would have run
      const report = age === undefined || objects.length === 0 ? reading.warn : reading.error;
      const suggestion = suggest(element, knownElements(odcs)) ?? '';
      const at = sla.element === undefined ? ['slaDefaultElement'] : [...path, 'element'];
      report('SLU-133', { element, property: sla.property, suggestion }, at);
    }
    if (age === undefined) continue;
    if (elements.length === 0) {
      reading.warn('SLU-163', { property: sla.property }, [...path, 'property']);
      continue;
    }
    if (!isAge(reading, sla, [...path, 'value'])) {
      reading.error('SLU-162', { property: sla.property, value: String(sla.value) }, [...path, 'value']);
    }
    const unit = sla.unit?.trim().toLowerCase();
    if (unit === undefined || !AGE_UNITS.includes(unit)) {
      const at = sla.unit === undefined ? path : [...path, 'unit'];
      reading.error('SLU-161', { property: sla.property, unit: sla.unit ?? '' }, at);
    }
  }
}

function knownElements(odcs: OdcsContract): readonly string[] {
  return objectSites(odcs).flatMap((object) =>
    propertySites(object).flatMap(({ property }) => [
      property.name,
      `${object.object.name}.${property.name}`,
    ]),
  );
}
