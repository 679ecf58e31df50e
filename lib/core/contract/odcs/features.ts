import type { Path } from '../document/path.ts';
import type { YamlDocument } from '../document.ts';
import { type Issue, issue } from '../issue.ts';
import { type ApiVersion, isOlder, isVersion30 } from './api-version.ts';
import { type ElementKind, elementAt } from './elements.ts';

type Keys = Partial<Record<ElementKind, readonly string[]>>;

/** Keys by the version that brought them. */
const NEW_KEYS: readonly { readonly since: ApiVersion; readonly keys: Keys }[] = [
  {
    since: 'v3.0.1',
    keys: {
      contract: ['authoritativeDefinitions'],
      description: ['authoritativeDefinitions', 'customProperties'],
      role: ['customProperties'],
    },
  },
  { since: 'v3.0.2', keys: { property: ['physicalName'], member: ['name', 'description'] } },
  {
    since: 'v3.1.0',
    keys: {
      server: ['id'],
      role: ['id'],
      object: ['id', 'relationships'],
      property: ['id', 'relationships'],
      quality: ['id', 'metric', 'arguments'],
      support: ['id', 'customProperties'],
      price: ['id'],
      member: ['id', 'tags', 'customProperties', 'authoritativeDefinitions'],
      sla: ['id', 'description', 'scheduler', 'schedule'],
      customProperty: ['id', 'description'],
      authoritativeDefinition: ['id', 'description'],
      options: ['timezone', 'defaultTimezone'],
    },
  },
  {
    since: 'v3.2.0',
    keys: {
      contract: ['context'],
      server: ['workgroup', 'encoding'],
      object: ['context', 'deprecated', 'synonyms'],
      property: ['enum', 'map', 'semanticType', 'deprecated', 'synonyms'],
      sla: ['customProperties', 'authoritativeDefinitions'],
      customProperty: ['vendor'],
      relationship: ['id'],
    },
  },
];

/** Values by the version that brought them: logical types and types of servers. */
const NEW_VALUES: readonly {
  readonly since: ApiVersion;
  readonly key: string;
  readonly values: readonly string[];
}[] = [
  { since: 'v3.1.0', key: 'logicalType', values: ['timestamp', 'time'] },
  { since: 'v3.2.0', key: 'logicalType', values: ['map', 'vector', 'blob'] },
  { since: 'v3.1.0', key: 'type', values: ['hive', 'impala', 'zen'] },
  {
    since: 'v3.2.0',
    key: 'type',
    values: 'btrieve exasol fastobjects hana iceberg ingres poet teradata vectorwise versant'.split(' '),
  },
];

const DEPRECATED: readonly { readonly kind: ElementKind; readonly key: string; readonly instead: string }[] =
  [
    { kind: 'contract', key: 'dataProduct', instead: 'customProperties' },
    { kind: 'contract', key: 'slaDefaultElement', instead: 'element (of each slaProperties entry)' },
    { kind: 'quality', key: 'rule', instead: 'metric' },
  ];

/** 3.2's form of an id, which also holds what 3.1 allows. */
const STABLE_ID = /^[^\s.#/\\@!%&^]+$/;
const hasIds = (kind: ElementKind): boolean =>
  kind !== 'contract' && kind !== 'relationship' && kind !== 'other';

/** Not elements: values that are whatever somebody put there. */
const OPAQUE = ['arguments', 'implementation', 'examples', 'validValues'];

/**
 * Words newer than the declared version, and words deprecated by it: accepted, each said once, at the first place.
 */
export function featureWarnings(doc: YamlDocument, version: ApiVersion): readonly Issue[] {
  const found = new Map<string, Issue>();
  const say = (id: string, make: () => Issue): void => {
    if (!found.has(id)) found.set(id, make());
  };
  const visit = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) {
      for (const [i, entry] of value.entries()) visit(entry, [...path, i]);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const kind = elementAt(path);
    for (const [key, inner] of Object.entries(value)) {
      const here = [...path, key];
      const since = introduced(kind, key, inner);
      if (since !== undefined && isOlder(version, since)) {
        const what =
          typeof inner === 'string' && (key === 'logicalType' || key === 'type') ? `${key}: ${inner}` : key;
        const params = { feature: what, element: kind, since, apiVersion: version };
        say(`${kind} ${what}`, () => issue('SLU-123', params, doc.keyAt(here), 'warning'));
      }
      const old = isVersion30(version) ? undefined : DEPRECATED.find((d) => d.kind === kind && d.key === key);
      if (old) {
        const params = { key, instead: old.instead };
        say(`deprecated ${key}`, () => issue('SLU-124', params, doc.keyAt(here), 'warning'));
      }
      if (key === 'id' && typeof inner === 'string' && hasIds(kind) && !STABLE_ID.test(inner)) {
        say(`id ${inner}`, () => issue('SLU-125', { id: inner }, doc.at(here), 'warning'));
      }
      const opaque = OPAQUE.includes(key) || (kind === 'customProperty' && key === 'value');
      if (!opaque) visit(inner, here);
    }
  };
  visit(doc.value, []);
  for (const warning of teamWarnings(doc, version)) say('team', () => warning);
  if (isOlder(version, 'v3.2.0') && doc.value.status === undefined) {
    say('status', () =>
      issue('SLU-115', { key: 'status', parent: `A contract of ${version}` }, doc.at([]), 'warning'),
    );
  }
  return [...found.values()];
}

/** The version that brought a key of an element, or the value that it has; undefined for what 3.0.0 had. */
export function introduced(kind: ElementKind, key: string, value: unknown): ApiVersion | undefined {
  const byKey = NEW_KEYS.find(({ keys }) => keys[kind]?.includes(key))?.since;
  if (byKey !== undefined) return byKey;
  if (kind === 'options') {
    const exclusive = key === 'exclusiveMinimum' || key === 'exclusiveMaximum';
    return exclusive && typeof value !== 'boolean' ? 'v3.1.0' : undefined;
  }
  if (kind === 'property' || kind === 'object' || kind === 'server') {
    return NEW_VALUES.find((n) => n.key === key && n.values.includes(String(value)))?.since;
  }
  return undefined;
}

/** A list of members until 3.0.2, a team with members since. */
function teamWarnings(doc: YamlDocument, version: ApiVersion): readonly Issue[] {
  const { team } = doc.value;
  if (team === undefined || team === null || typeof team !== 'object') return [];
  const at = doc.keyAt(['team']);
  if (Array.isArray(team)) {
    return isVersion30(version)
      ? []
      : [issue('SLU-124', { key: 'team', instead: 'team.members' }, at, 'warning')];
  }
  if (!isVersion30(version)) return [];
  return [
    issue(
      'SLU-123',
      { feature: 'team as a mapping', element: 'contract', since: 'v3.1.0', apiVersion: version },
      at,
      'warning',
    ),
  ];
}
