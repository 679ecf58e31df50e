import { compareDecimal, parseDecimal } from '../../values/decimal.ts';
import { parseInstant } from '../../values/instant.ts';
import { type Path, pathText } from '../document/path.ts';
import { suggest } from '../document/suggest.ts';
import { knownKeys, zodIssues } from '../document/zod-issues.ts';
import { numberText } from '../number-text.ts';
import { isVersion30 } from '../odcs/api-version.ts';
import type { OdcsContract } from '../odcs/contract.ts';
import { optionsOf, typesWithOption } from '../odcs/logical-type-options.ts';
import type { Item } from '../odcs/property.ts';
import type { Reading } from '../reading.ts';
import { nestedSites, objectSites, propertySites } from '../sites.ts';
import { checkPattern } from './pattern.ts';

/** `logicalTypeOptions` of every property, nested ones too: known to the type, of the right kind, not reversed. */
export function checkColumnOptions(reading: Reading, odcs: OdcsContract): void {
  for (const object of objectSites(odcs)) {
    for (const { property, path } of propertySites(object)) {
      checkOptions(reading, property, path);
      for (const nested of nestedSites(property, path, property.name))
        checkOptions(reading, nested.property, nested.path);
    }
  }
}

function checkOptions(reading: Reading, property: Item, owner: Path): void {
  const { logicalType, logicalTypeOptions: options } = property;
  const path = [...owner, 'logicalTypeOptions'];
  const schema = logicalType === undefined ? undefined : optionsOf(logicalType);
  if (logicalType === undefined || schema === undefined) {
    for (const option of Object.keys(options ?? {})) foreignOption(reading, option, logicalType, path);
    return;
  }
  if (options === undefined && logicalType !== 'vector') return;
  const parsed = schema.safeParse(options ?? {}, knownKeys);
  for (const problem of parsed.success ? [] : parsed.error.issues) {
    if (problem.code === 'unrecognized_keys') {
      for (const key of problem.keys) foreignOption(reading, key, logicalType, path);
    } else for (const found of zodIssues(reading.doc, { issues: [problem] }, path)) reading.add(found);
  }
  if (options !== undefined) checkValues(reading, logicalType, options, path);
}

function foreignOption(reading: Reading, option: string, logicalType: string | undefined, path: Path): void {
  const types = typesWithOption(option);
  const known = logicalType === undefined ? [] : Object.keys(optionsOf(logicalType)?.shape ?? {});
  const params = {
    option,
    path: pathText(path),
    logicalType: logicalType ?? '',
    types: types.join(', '),
    suggestion: suggest(option, known) ?? '',
  };
  reading.error('SLU-126', params, [...path, option]);
}

type Options = Readonly<Record<string, unknown>>;

function checkValues(reading: Reading, logicalType: string, options: Options, path: Path): void {
  for (const key of ['exclusiveMinimum', 'exclusiveMaximum']) {
    if (typeof options[key] !== 'boolean' || isVersion30(reading.version)) continue;
    reading.error('SLU-127', { option: key, path: pathText(path) }, [...path, key]);
  }
  if (typeof options.pattern === 'string') checkPattern(reading, options.pattern, [...path, 'pattern']);
  for (const [low, high] of [
    ['minLength', 'maxLength'],
    ['minItems', 'maxItems'],
    ['minProperties', 'maxProperties'],
  ]) {
    if (low !== undefined && high !== undefined)
      checkOrder(reading, options, path, [low], [high], byNumber(reading, path));
  }
  const isMoment = logicalType === 'date' || logicalType === 'timestamp' || logicalType === 'time';
  if (isMoment) checkMoments(reading, logicalType, options, path);
  const rank = isMoment ? byMoment(logicalType) : byNumber(reading, path);
  checkOrder(reading, options, path, ['minimum', 'exclusiveMinimum'], ['maximum', 'exclusiveMaximum'], rank);
}

/** Compares two bounds; undefined where one is none. */
type Compare = (low: unknown, high: unknown, lowKey: string, highKey: string) => number | undefined;

const byNumber =
  ({ doc }: Reading, path: Path): Compare =>
  (low, high, lowKey, highKey) => {
    const a = parseDecimal(numberText(doc, [...path, lowKey], low) ?? '');
    const b = parseDecimal(numberText(doc, [...path, highKey], high) ?? '');
    return a && b ? compareDecimal(a, b) : undefined;
  };

const byMoment =
  (logicalType: string): Compare =>
  (low, high) => {
    const [a, b] = [momentOf(logicalType, low), momentOf(logicalType, high)];
    return a === undefined || b === undefined ? undefined : a < b ? -1 : a > b ? 1 : 0;
  };

/** Each lower bound against each upper one; equal ends leave nothing as soon as one of them is open. */
function checkOrder(
  reading: Reading,
  options: Options,
  path: Path,
  lows: readonly string[],
  highs: readonly string[],
  compare: Compare,
): void {
  for (const low of lows) {
    for (const high of highs) {
      const order = compare(options[low], options[high], low, high);
      if (order === undefined) continue;
      const open =
        [low, high].some((k) => k.startsWith('exclusive')) ||
        options.exclusiveMinimum === true ||
        options.exclusiveMaximum === true;
      if (order < 0 || (order === 0 && !open)) continue;
      const params = { what: `${low} and ${high}`, low: String(options[low]), high: String(options[high]) };
      reading.error('SLU-141', params, [...path, low]);
    }
  }
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

function momentOf(logicalType: string, value: unknown): bigint | string | undefined {
  if (typeof value !== 'string') return undefined;
  if (logicalType === 'time') return TIME.test(value) ? value : undefined;
  return parseInstant(value);
}

function checkMoments(reading: Reading, logicalType: string, options: Options, path: Path): void {
  for (const option of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']) {
    const value = options[option];
    if (typeof value !== 'string' || momentOf(logicalType, value) !== undefined) continue;
    reading.error('SLU-155', { option, value, logicalType }, [...path, option]);
  }
}
