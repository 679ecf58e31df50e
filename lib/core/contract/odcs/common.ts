import * as z from 'zod';

// A process reads few documents: generating code for each schema costs more than it saves.
z.config({ jitless: true });

export const text = z.string();

/** Words for people only: an empty key (`description:`) harms nobody. */
export const note = z.string().nullish();

/** Its form (no spaces, no dots) is a warning of features.ts: other tools may refuse what is harmless here. */
export const stableId = z.string();

export const tags = z.array(text).optional();

/** Any value that YAML can hold at one place: no list, no mapping. */
export const single = z.union([z.string(), z.number(), z.boolean(), z.null()]);
