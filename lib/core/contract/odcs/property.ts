import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note, single, stableId, tags, text } from './common.ts';
import { customProperties } from './custom-properties.ts';
import { quality } from './quality.ts';
import { relationship } from './relationship.ts';

export const LOGICAL_TYPES = [
  'string',
  'date',
  'timestamp',
  'time',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
  'map',
  'vector',
] as const;

const synonym = z.strictObject({
  id: stableId.optional(),
  synonym: text,
  description: note,
  locale: note,
  source: note,
  status: note,
  customProperties,
});

/** What objects and properties share. */
export const element = {
  id: stableId.optional(),
  physicalName: text.optional(),
  physicalType: text.optional(),
  description: note,
  businessName: note,
  authoritativeDefinitions,
  tags,
  customProperties,
  deprecated: z.boolean().optional(),
  synonyms: z.array(synonym).optional(),
};

const enumValue = z.strictObject({
  id: stableId.optional(),
  value: single,
  label: note,
  description: note,
  tags,
  customProperties,
  authoritativeDefinitions,
});

const base = {
  ...element,
  primaryKey: z.boolean().optional(),
  primaryKeyPosition: z.int().optional(),
  logicalType: z.enum(LOGICAL_TYPES).optional(),
  /** Its keys depend on `logicalType`: see logical-type-options.ts. */
  logicalTypeOptions: z.record(z.string(), z.unknown()).optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  partitioned: z.boolean().optional(),
  partitionKeyPosition: z.int().optional(),
  classification: text.optional(),
  encryptedName: note,
  criticalDataElement: z.boolean().optional(),
  transformSourceObjects: z.array(text).optional(),
  transformLogic: note,
  transformDescription: note,
  examples: z.array(z.unknown()).optional(),
  enum: z.array(enumValue).optional(),
  semanticType: z.enum(['column', 'measure', 'dimension']).optional(),
  relationships: z.array(relationship).optional(),
  quality: z.array(quality).optional(),
};

type Base = z.infer<z.ZodObject<typeof base>>;

/** A column, a field, a nested field. */
export interface Property extends Item {
  readonly name: string;
}

/** The element of an array, the key or value of a map: a property that needs no name. */
export interface Item extends Base {
  readonly name?: string | undefined;
  readonly properties?: readonly Property[] | undefined;
  readonly items?: Item | undefined;
  readonly map?: { readonly key: Item; readonly value: Item } | undefined;
}

const nested = {
  properties: z.array(z.lazy((): z.ZodType<Property> => property)).optional(),
  items: z.lazy((): z.ZodType<Item> => item).optional(),
  map: z
    .strictObject({ key: z.lazy((): z.ZodType<Item> => item), value: z.lazy((): z.ZodType<Item> => item) })
    .optional(),
};

const item: z.ZodType<Item> = z.strictObject({ name: text.optional(), ...base, ...nested });
export const property: z.ZodType<Property> = z.strictObject({ name: text, ...base, ...nested });
