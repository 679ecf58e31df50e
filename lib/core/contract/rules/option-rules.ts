import type { Operator, Rule, Threshold } from '../model.ts';
import { numberText } from '../number-text.ts';
import type { Reading } from '../reading.ts';
import type { PropertySite } from '../sites.ts';
import { type Draft, draft } from './draft.ts';

/** Formats of a string that values can be held to; others (password, binary …) are words for people. */
export const CHECKED_FORMATS = ['email', 'uuid', 'uri', 'hostname', 'ipv4', 'ipv6'];

const LENGTHS: Readonly<Record<string, { readonly of: 'text' | 'list'; readonly op: Operator }>> = {
  minLength: { of: 'text', op: 'mustBeGreaterOrEqualTo' },
  maxLength: { of: 'text', op: 'mustBeLessOrEqualTo' },
  minItems: { of: 'list', op: 'mustBeGreaterOrEqualTo' },
  maxItems: { of: 'list', op: 'mustBeLessOrEqualTo' },
};

/** Facts about how a vector was made, which no row can violate; `timezone` is part of the column's type. */
const DESCRIPTIVE = ['embeddingModel', 'embeddingModelVersion', 'distanceMetric', 'timezone'];
const UTC = ['utc', 'etc/utc', 'z', 'gmt', 'etc/gmt', '+00:00'];
/** Values that demand nothing: they say what is so anyway. */
const isIdle = (option: string, value: unknown): boolean =>
  value === false ||
  // timestamps without a zone are read as UTC
  (option === 'defaultTimezone' && UTC.includes(String(value).toLowerCase())) ||
  (value === 0 && (option === 'minProperties' || option === 'minItems' || option === 'minLength'));

/** One rule for each of a property's `logicalTypeOptions`; what no check evaluates yet is kept as such, never dropped. */
export function optionRules(reading: Reading, site: PropertySite): readonly Draft[] {
  const { property, path, column } = site;
  const options = property.logicalTypeOptions ?? {};
  return Object.entries(options).flatMap(([option, value]) => {
    if (isIdle(option, value) || DESCRIPTIVE.includes(option) || value === null) return [];
    const at = [...path, 'logicalTypeOptions', option];
    const demand = demandOf(reading, site, option, value, at);
    if (demand === undefined) return [];
    return [draft({ ...demand, id: `${property.name}.${option}`, column, at: reading.doc.at(at) })];
  });
}

type Demand = Pick<Rule, 'kind' | 'arguments'> & { readonly thresholds?: readonly Threshold[] };

function demandOf(
  { doc }: Reading,
  { property }: PropertySite,
  option: string,
  value: unknown,
  at: readonly (string | number)[],
): Demand | undefined {
  const options = property.logicalTypeOptions ?? {};
  const { logicalType } = property;
  const text = (): string => numberText(doc, at, value) ?? String(value);
  const bound = (op: Operator): Demand => ({
    kind: 'range',
    arguments: logicalType === undefined ? {} : { logicalType },
    thresholds: [{ op, values: [text()] }],
  });
  const length = LENGTHS[option];
  if (length)
    return {
      kind: 'length',
      arguments: { of: length.of },
      thresholds: [{ op: length.op, values: [text()] }],
    };
  switch (option) {
    case 'minimum':
      return bound(options.exclusiveMinimum === true ? 'mustBeGreaterThan' : 'mustBeGreaterOrEqualTo');
    case 'maximum':
      return bound(options.exclusiveMaximum === true ? 'mustBeLessThan' : 'mustBeLessOrEqualTo');
    case 'exclusiveMinimum':
      return typeof value === 'boolean' ? undefined : bound('mustBeGreaterThan');
    case 'exclusiveMaximum':
      return typeof value === 'boolean' ? undefined : bound('mustBeLessThan');
    case 'pattern':
      return { kind: 'pattern', arguments: { pattern: String(value) } };
    case 'multipleOf':
      return { kind: 'multipleOf', arguments: { divisor: text() } };
    case 'format': {
      const checked = logicalType === 'string' && CHECKED_FORMATS.includes(String(value));
      return { kind: checked ? 'format' : 'text', arguments: { option, format: String(value), logicalType } };
    }
    default:
      return { kind: 'unsupportedOption', arguments: { option, value } };
  }
}
