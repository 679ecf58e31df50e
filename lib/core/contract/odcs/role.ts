import * as z from 'zod';
import { note, stableId, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

export const role = z.strictObject({
  id: stableId.optional(),
  role: text,
  description: note,
  access: note,
  firstLevelApprovers: note,
  secondLevelApprovers: note,
  customProperties,
});
