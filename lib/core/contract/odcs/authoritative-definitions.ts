import * as z from 'zod';
import { note, stableId, text } from './common.ts';

export const authoritativeDefinitions = z
  .array(z.strictObject({ id: stableId.optional(), url: text, type: text, description: note }))
  .optional();
