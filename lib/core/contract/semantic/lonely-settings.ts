import { readSettings } from '../custom-settings.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import type { Reading } from '../reading.ts';
import { nestedSites, objectSites, propertySites } from '../sites.ts';

/** `sluice.*` where nothing reads it: on properties, servers and the description it would be ignored silently. */
export function checkLonelySettings(reading: Reading, odcs: OdcsContract): void {
  readSettings(reading, odcs.description?.customProperties, ['description'], 'none');
  for (const [i, server] of (odcs.servers ?? []).entries()) {
    readSettings(reading, server.customProperties, ['servers', i], 'none');
  }
  for (const { property, path } of objectSites(odcs).flatMap(propertySites)) {
    readSettings(reading, property.customProperties, path, 'none');
    for (const nested of nestedSites(property, path, '')) {
      readSettings(reading, nested.property.customProperties, nested.path, 'none');
    }
  }
}
