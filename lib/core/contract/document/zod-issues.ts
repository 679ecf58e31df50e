import * as z from 'zod';
import type { YamlDocument } from '../document.ts';
import { type Issue, issue } from '../issue.ts';
import type { Path } from './path.ts';
import { pathText } from './path.ts';
import { suggest } from './suggest.ts';

type ZodIssue = z.core.$ZodIssue;

/** Why a schema refused the part of a document at `base`, each problem at its place: SLU-114 to SLU-118. */
export function zodIssues(
  doc: YamlDocument,
  error: Pick<z.ZodError, 'issues'>,
  base: Path = [],
): readonly Issue[] {
  return error.issues.flatMap((found) => translate(doc, found, base));
}

/**
 * Pass to `safeParse(value, knownKeys)`: an unknown key's issue then carries the known ones, from which
 * `zodIssues` suggests. (An issue of zod names the key but not the schema that refused it.)
 */
export const knownKeys = {
  error: (found: { code?: string | undefined; inst?: unknown }): string | undefined =>
    found.code === 'unrecognized_keys' && found.inst instanceof z.ZodObject
      ? `known: ${Object.keys(found.inst.shape).join(' ')}`
      : undefined,
};

function translate(doc: YamlDocument, found: ZodIssue, base: Path): Issue[] {
  const path = [...base, ...found.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const where = pathText(path) || 'the document';
  const value = valueAt(doc.value, path);
  const at = doc.at(path);
  switch (found.code) {
    case 'unrecognized_keys':
      return found.keys.map((key) => unknownKey(doc, path, key, found.message));
    case 'invalid_type':
      if (value === undefined) return [missingKey(doc, path)];
      return [
        issue(
          'SLU-116',
          { path: where, expected: typeName(found.expected), found: described(doc, path, value) },
          at,
        ),
      ];
    case 'invalid_value': {
      if (value === undefined) return [missingKey(doc, path)];
      const values = found.values.map(String);
      return [notOneOf(where, value, values, at)];
    }
    case 'invalid_union':
      return unionIssues(doc, found, path);
    case 'invalid_key':
    case 'invalid_element':
      return found.issues.flatMap((inner) => translate(doc, inner, path));
    case 'too_small':
    case 'too_big':
      return [issue('SLU-118', { path: where, rule: sizeRule(found) }, at)];
    case 'invalid_format':
      return [issue('SLU-118', { path: where, rule: formatRule(found) }, at)];
    case 'not_multiple_of':
      return [issue('SLU-118', { path: where, rule: `must be a multiple of ${found.divisor}` }, at)];
    case 'custom':
      return [issue('SLU-118', { path: where, rule: found.message }, at)];
  }
}

/** The issue of a key that no element of this kind has; `known` feeds the suggestion. */
function unknownKey(doc: YamlDocument, path: Path, key: string, known: string): Issue {
  const words = known.startsWith('known: ') ? known.slice(7).split(' ') : [];
  return unknownKeyIssue(doc, [...path, key], words);
}

export function unknownKeyIssue(
  doc: YamlDocument,
  path: Path,
  known: readonly string[],
  severity: Issue['severity'] = 'error',
): Issue {
  const key = String(path.at(-1) ?? '');
  const params = {
    key,
    parent: pathText(path.slice(0, -1)) || 'the document',
    suggestion: suggest(key, known) ?? '',
    known: known.join(', '),
  };
  return issue(severity === 'error' ? 'SLU-114' : 'SLU-119', params, doc.keyAt(path), severity);
}

const missingKey = (doc: YamlDocument, path: Path): Issue =>
  issue(
    'SLU-115',
    { key: String(path.at(-1) ?? ''), parent: pathText(path.slice(0, -1)) || 'the document' },
    doc.at(path.slice(0, -1)),
  );

function notOneOf(where: string, value: unknown, values: readonly string[], at: Issue['at']): Issue {
  const suggestion = typeof value === 'string' ? suggest(value, values) : undefined;
  const params = {
    path: where,
    value: typeof value === 'string' ? value : describe(value),
    values: values.join(', '),
    suggestion: suggestion ?? '',
  };
  return issue('SLU-117', params, at);
}

/** The branch that fits best speaks; where none fits the value's kind, all are named. */
function unionIssues(doc: YamlDocument, found: z.core.$ZodIssueInvalidUnion, path: Path): Issue[] {
  const where = pathText(path) || 'the document';
  const value = valueAt(doc.value, path);
  if (value === undefined) return [missingKey(doc, path)];
  const options = 'options' in found && Array.isArray(found.options) ? found.options.map(String) : [];
  if (options.length > 0) return [notOneOf(where, value, options, doc.at(path))];
  const near = found.errors.filter((branch) => !branch.some((i) => i.path.length === 0 && isMismatch(i)));
  const best = near.toSorted((a, b) => a.length - b.length)[0];
  if (best) return best.flatMap((inner) => translate(doc, inner, path));
  const heads = found.errors.flatMap((branch) => branch.filter((i) => i.path.length === 0));
  const types = heads.flatMap((i) => (i.code === 'invalid_type' ? [typeName(i.expected)] : []));
  const values = heads.flatMap((i) => (i.code === 'invalid_value' ? i.values.map(String) : []));
  if (types.length === 0 && values.length > 0) return [notOneOf(where, value, values, doc.at(path))];
  const expected = [...new Set([...types, ...values])].join(' or ');
  return [issue('SLU-116', { path: where, expected, found: described(doc, path, value) }, doc.at(path))];
}

const isMismatch = (found: ZodIssue): boolean =>
  found.code === 'invalid_type' || found.code === 'invalid_value';

function sizeRule(found: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const bound = found.code === 'too_small' ? found.minimum : found.maximum;
  const side = found.code === 'too_small' ? 'least' : 'most';
  const unit = { string: ' characters', array: ' entries', set: ' entries', map: ' entries' }[
    found.origin as string
  ];
  if (unit === undefined) {
    const strict = found.inclusive === false;
    if (strict) return `must be ${found.code === 'too_small' ? 'more' : 'less'} than ${bound}`;
    return `must be at ${side} ${bound}`;
  }
  return found.exact === true ? `must have exactly ${bound}${unit}` : `must have at ${side} ${bound}${unit}`;
}

function formatRule(found: z.core.$ZodIssueInvalidStringFormat): string {
  if (found.message.startsWith('must ')) return found.message;
  if (found.format === 'regex') return `must match ${found.pattern}`;
  return `must be a valid ${found.format}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  tuple: 'a list',
  null: 'null',
};
const typeName = (expected: string): string => TYPE_NAMES[expected] ?? expected;

/** What stands there instead, short enough for a sentence. */
export function describe(value: unknown): string {
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `the text "${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
  if (typeof value === 'boolean') return String(value);
  return `the number ${String(value)}`;
}

/** A number as the file writes it: `1.0` is what stands there, though its value is 1. */
const described = (doc: YamlDocument, path: Path, value: unknown): string =>
  typeof value === 'number' ? `the number ${doc.sourceText(path) ?? String(value)}` : describe(value);

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}
