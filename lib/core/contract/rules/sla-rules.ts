import { parseDecimal } from '../../values/decimal.ts';
import { numberText } from '../number-text.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import type { Sla } from '../odcs/sla.ts';
import type { Reading } from '../reading.ts';
import { findElement } from '../references.ts';
import { objectSites } from '../sites.ts';
import { type Draft, draft } from './draft.ts';
import { valueText } from './words.ts';

const AGES: Readonly<Record<string, 'freshness' | 'latency'>> = {
  freshness: 'freshness',
  fr: 'freshness',
  latency: 'latency',
  ly: 'latency',
};

/** Units of an age. A month has no fixed length, so `m` is a minute. */
export const AGE_UNITS = [
  ...['s', 'sec', 'second', 'seconds'],
  ...['m', 'min', 'minute', 'minutes'],
  ...['h', 'hr', 'hour', 'hours'],
  ...['d', 'day', 'days'],
  ...['w', 'wk', 'week', 'weeks'],
  ...['y', 'yr', 'year', 'years'],
];

export const ageOf = (sla: Sla): 'freshness' | 'latency' | undefined =>
  AGES[sla.property.trim().toLowerCase()];

/** The elements that an SLA is about: its own, else the contract's (3.0); several are separated by commas. */
export const elementsOf = (sla: Sla, odcs: OdcsContract): readonly string[] =>
  (sla.element ?? odcs.slaDefaultElement ?? '')
    .split(',')
    .map((e) => e.trim())
    .filter((e) => e !== '');

/** The rules of `slaProperties` by dataset: ages of a column where one is named, promises among people otherwise. */
export function slaRules(reading: Reading, odcs: OdcsContract): ReadonlyMap<number, readonly Draft[]> {
  const rules = new Map<number, Draft[]>();
  const add = (dataset: number, rule: Draft): void => {
    rules.set(dataset, [...(rules.get(dataset) ?? []), rule]);
  };
  for (const [i, sla] of (odcs.slaProperties ?? []).entries()) {
    const path = ['slaProperties', i];
    const value = valueText(reading.doc, sla.value, [...path, 'value']);
    const shared = {
      ...(sla.description == null ? {} : { description: sla.description }),
      at: reading.doc.at([...path, 'value']),
    };
    const age = ageOf(sla);
    const elements = elementsOf(sla, odcs);
    if (age === undefined || elements.length === 0) {
      const args = { property: sla.property, value, ...(sla.unit === undefined ? {} : { unit: sla.unit }) };
      add(0, draft({ ...shared, id: sla.id ?? sla.property, kind: 'slaForPeople', arguments: args }));
      continue;
    }
    for (const element of elements) {
      const target = findElement(odcs, element);
      if (!target?.property) continue;
      const { property, nested } = target;
      const id = sla.id ?? `${property.property.name}.${age}`;
      const index = objectSites(odcs).findIndex((o) => o.object === target.object.object);
      const rule =
        nested.length > 0
          ? {
              kind: 'nested' as const,
              arguments: { path: [property.property.name, ...nested].join('.'), keyword: age },
            }
          : { kind: age, arguments: { element: property.column, value, unit: sla.unit ?? '' } };
      add(index, draft({ ...shared, ...rule, id, column: property.column }));
    }
  }
  return rules;
}

/** Whether the value of an age is a number that is not negative. */
export function isAge(reading: Reading, sla: Sla, path: readonly (string | number)[]): boolean {
  const number = parseDecimal(numberText(reading.doc, path, sla.value) ?? '');
  return number !== undefined && number.digits >= 0n;
}
