import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note, single, stableId, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

export const sla = z.strictObject({
  id: stableId.optional(),
  property: text,
  value: single,
  valueExt: single.optional(),
  unit: text.optional(),
  element: text.optional(),
  driver: note,
  description: note,
  scheduler: note,
  schedule: note,
  customProperties,
  authoritativeDefinitions,
});
export type Sla = z.infer<typeof sla>;
