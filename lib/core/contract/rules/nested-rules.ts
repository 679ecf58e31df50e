import { pathText } from '../document/path.ts';
import type { Reading } from '../reading.ts';
import { nestedSites, type PropertySite } from '../sites.ts';
import { type Draft, draft } from './draft.ts';

/** Keywords of a nested property that demand something of the data. */
const DEMANDS = ['required', 'unique', 'primaryKey'] as const;
const LISTS = ['enum', 'quality', 'relationships'] as const;

/** Demands below the first level: kept as `nested`, one for each keyword, so that none is dropped. */
export function nestedRules(reading: Reading, site: PropertySite): readonly Draft[] {
  return nestedSites(site.property, site.path, site.property.name).flatMap(({ property, path, name }) => {
    const keywords: (readonly (string | number)[])[] = [];
    for (const key of DEMANDS) if (property[key] === true) keywords.push([key]);
    for (const key of LISTS) for (const i of (property[key] ?? []).keys()) keywords.push([key, i]);
    for (const [option, value] of Object.entries(property.logicalTypeOptions ?? {})) {
      if (value !== false && option !== 'format') keywords.push(['logicalTypeOptions', option]);
    }
    return keywords.map((keyword) => {
      const last = keyword.findLast((step) => typeof step === 'string') ?? '';
      return draft({
        id: `${name}.${last}`,
        kind: 'nested',
        column: site.column,
        arguments: { path: name, keyword: pathText(keyword) },
        at: reading.doc.at([...path, ...keyword]),
      });
    });
  });
}
