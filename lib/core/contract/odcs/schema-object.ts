import * as z from 'zod';
import { text } from './common.ts';
import { context } from './context.ts';
import { element, property } from './property.ts';
import { quality } from './quality.ts';
import { relationship } from './relationship.ts';

/** One `schema[]` entry: a table, a topic, a folder of files. */
export const schemaObject = z.strictObject({
  name: text,
  ...element,
  logicalType: z.enum(['object', 'blob']).optional(),
  dataGranularityDescription: z.string().nullish(),
  properties: z.array(property).optional(),
  relationships: z.array(relationship).optional(),
  quality: z.array(quality).optional(),
  context: context.optional(),
});
export type SchemaObject = z.infer<typeof schemaObject>;
