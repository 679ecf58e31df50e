import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note } from './common.ts';
import { customProperties } from './custom-properties.ts';

export const description = z.strictObject({
  usage: note,
  purpose: note,
  limitations: note,
  authoritativeDefinitions,
  customProperties,
});
