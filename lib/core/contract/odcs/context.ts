import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note, tags, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

const shared = { id: text.optional(), tags, customProperties, authoritativeDefinitions };

/** 3.2: what a reader, human or machine, should know before using the data. */
export const context = z.union([
  text,
  z.strictObject({
    instructions: note,
    constraints: z.array(z.strictObject({ constraint: text, ...shared })).optional(),
    verifiedStatements: z.array(z.strictObject({ question: text, answer: note, ...shared })).optional(),
  }),
]);
