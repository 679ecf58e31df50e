import * as z from 'zod';
import { note, stableId, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

export const support = z.strictObject({
  id: stableId.optional(),
  channel: text,
  url: note,
  description: note,
  tool: note,
  scope: note,
  invitationUrl: note,
  customProperties,
});
