import * as z from 'zod';
import { note, stableId, text } from './common.ts';

/** `customProperties[]`: where an engine's own settings live, Sluice's under `sluice.`. */
export const customProperty = z.strictObject({
  id: stableId.optional(),
  property: text.optional(),
  value: z.unknown().optional(),
  description: note,
  vendor: text.optional(),
});

export const customProperties = z.array(customProperty).optional();
export type CustomProperty = z.infer<typeof customProperty>;
