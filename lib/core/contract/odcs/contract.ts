import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note, tags, text } from './common.ts';
import { context } from './context.ts';
import { customProperties } from './custom-properties.ts';
import { description } from './description.ts';
import { price } from './price.ts';
import { role } from './role.ts';
import { schemaObject } from './schema-object.ts';
import { servers } from './server.ts';
import { sla } from './sla.ts';
import { support } from './support.ts';
import { team } from './team.ts';

/**
 * An ODCS document of any version from 3.0.0 to 3.2.0: the union of what their official JSON schemas accept.
 * Which word came with which version is in features.ts, what makes sense in the second pass.
 */
export const odcsContract = z.strictObject({
  version: text,
  kind: text,
  apiVersion: text,
  id: text,
  name: text.optional(),
  tenant: note,
  tags,
  status: text.optional(),
  servers: z.array(z.discriminatedUnion('type', servers)).optional(),
  dataProduct: note,
  description: description.optional(),
  domain: note,
  schema: z.array(schemaObject).optional(),
  support: z.array(support).optional(),
  price: price.optional(),
  team: team.optional(),
  roles: z.array(role).optional(),
  slaDefaultElement: text.optional(),
  slaProperties: z.array(sla).optional(),
  authoritativeDefinitions,
  customProperties,
  contractCreatedTs: note,
  context: context.optional(),
});
export type OdcsContract = z.infer<typeof odcsContract>;
