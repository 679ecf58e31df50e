import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note, stableId, tags, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

const member = z.strictObject({
  id: stableId.optional(),
  username: text.optional(),
  name: note,
  description: note,
  role: note,
  dateIn: note,
  dateOut: note,
  replacedByUsername: note,
  tags,
  customProperties,
  authoritativeDefinitions,
});

/** A list of members in 3.0 (deprecated since), a team with members from 3.1 on. */
export const team = z.union([
  z.strictObject({
    id: stableId.optional(),
    name: note,
    description: note,
    members: z.array(member).optional(),
    tags,
    customProperties,
    authoritativeDefinitions,
  }),
  z.array(member),
]);
