import type { Path } from '../document/path.ts';
import type { Rule } from '../model.ts';
import type { Reading } from '../reading.ts';
import type { PropertySite } from '../sites.ts';
import { type Draft, draft } from './draft.ts';
import { optionRules } from './option-rules.ts';
import { valueText } from './words.ts';

/** What a property demands by itself: that it is there, of its type, required, unique, one of its enum, in its options. */
export function propertyRules(reading: Reading, site: PropertySite): readonly Draft[] {
  const { property, path, column } = site;
  const { doc } = reading;
  const rule = (keyword: string, kind: Rule['kind'], args: Rule['arguments'], at: Path): Draft =>
    draft({ id: `${property.name}.${keyword}`, kind, column, arguments: args, at: doc.at(at) });

  const rules = [rule('present', 'columnPresent', {}, [...path, 'name'])];
  const type = {
    ...(property.logicalType === undefined ? {} : { logicalType: property.logicalType }),
    ...(property.physicalType === undefined ? {} : { physicalType: property.physicalType }),
  };
  if (Object.keys(type).length > 0) {
    const at = [...path, property.physicalType === undefined ? 'logicalType' : 'physicalType'];
    rules.push(rule('type', 'columnType', { ...type, options: property.logicalTypeOptions ?? {} }, at));
  }
  if (property.required === true) rules.push(rule('required', 'required', {}, [...path, 'required']));
  if (property.unique === true) rules.push(rule('unique', 'unique', {}, [...path, 'unique']));
  if (property.enum && property.enum.length > 0) {
    const listed = property.enum.map((e, i) =>
      e.value === null ? null : valueText(doc, e.value, [...path, 'enum', i, 'value']),
    );
    const values = listed.filter((v) => v !== null);
    rules.push(rule('enum', 'enum', { values, ...logical(property.logicalType) }, [...path, 'enum']));
  }
  return [...rules, ...optionRules(reading, site)];
}

export const logical = (logicalType: string | undefined): Rule['arguments'] =>
  logicalType === undefined ? {} : { logicalType };
