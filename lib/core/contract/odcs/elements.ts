import type { Path } from '../document/path.ts';
import { type ApiVersion, isVersion30 } from './api-version.ts';

/** The kinds of elements that features and open keys are told by. */
export type ElementKind =
  | 'contract'
  | 'description'
  | 'server'
  | 'role'
  | 'object'
  | 'property'
  | 'options'
  | 'quality'
  | 'relationship'
  | 'support'
  | 'price'
  | 'team'
  | 'member'
  | 'sla'
  | 'customProperty'
  | 'authoritativeDefinition'
  | 'other';

const BY_KEY: Readonly<Record<string, ElementKind>> = {
  servers: 'server',
  roles: 'role',
  schema: 'object',
  properties: 'property',
  items: 'property',
  key: 'property',
  value: 'property',
  logicalTypeOptions: 'options',
  quality: 'quality',
  relationships: 'relationship',
  support: 'support',
  price: 'price',
  members: 'member',
  slaProperties: 'sla',
  customProperties: 'customProperty',
  authoritativeDefinitions: 'authoritativeDefinition',
};

/** What kind of element the mapping at a path is, told by the last key that leads to it. */
export function elementAt(path: Path): ElementKind {
  if (path.length === 0) return 'contract';
  if (path.length === 1 && path[0] === 'description') return 'description';
  if (path[0] === 'team' && path.every((s) => s === 'team' || typeof s === 'number')) {
    return path.length === 1 ? 'team' : 'member';
  }
  const key = path.findLast((step) => typeof step === 'string');
  return (typeof key === 'string' ? BY_KEY[key] : undefined) ?? 'other';
}

const OPEN_IN_30: readonly ElementKind[] = [
  'server',
  'role',
  'quality',
  'support',
  'price',
  'member',
  'sla',
  'customProperty',
  'authoritativeDefinition',
];

/** Whether the official schema of that version lets an element have keys that it does not name. */
export function isOpen(path: Path, version: ApiVersion): boolean {
  const kind = elementAt(path);
  return kind === 'description' || (isVersion30(version) && OPEN_IN_30.includes(kind));
}
