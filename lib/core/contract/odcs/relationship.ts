import * as z from 'zod';
import { note, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

const reference = z.union([text, z.array(text).min(1)]);

/** `from` belongs to relationships of an object; on a property it is the property itself. */
export const relationship = z.strictObject({
  id: text.optional(),
  type: z.literal('foreignKey').optional(),
  from: reference.optional(),
  to: reference,
  description: note,
  customProperties,
});
export type Relationship = z.infer<typeof relationship>;
