import * as z from 'zod';
import { authoritativeDefinitions } from './authoritative-definitions.ts';
import { note, stableId, tags, text } from './common.ts';
import { customProperties } from './custom-properties.ts';

/** Official dimensions and the synonyms that the text of the standard gives beside them. */
export const DIMENSION_SYNONYMS: Readonly<Record<string, string>> = {
  ac: 'accuracy',
  cp: 'completeness',
  cf: 'conformity',
  cs: 'consistency',
  cv: 'coverage',
  tm: 'timeliness',
  uq: 'uniqueness',
};

const DIMENSIONS = [
  'accuracy',
  'completeness',
  'conformity',
  'consistency',
  'coverage',
  'timeliness',
  'uniqueness',
  'ac',
  'cp',
  'cf',
  'cs',
  'cv',
  'tm',
  'uq',
] as const;

/** One `quality[]` entry of any type. Which keys a type needs, and what operators compare with, is judged later. */
export const quality = z.strictObject({
  id: stableId.optional(),
  name: text.optional(),
  description: note,
  type: z.enum(['text', 'library', 'sql', 'custom']).optional(),
  metric: text.optional(),
  /** 3.0's word for `metric`. */
  rule: text.optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  /** 3.0 wrote the list beside `rule: validValues`. */
  validValues: z.array(z.unknown()).optional(),
  mustBe: z.unknown().optional(),
  mustNotBe: z.unknown().optional(),
  mustBeGreaterThan: z.unknown().optional(),
  mustBeGreaterOrEqualTo: z.unknown().optional(),
  mustBeLessThan: z.unknown().optional(),
  mustBeLessOrEqualTo: z.unknown().optional(),
  mustBeBetween: z.unknown().optional(),
  mustNotBeBetween: z.unknown().optional(),
  unit: text.optional(),
  query: text.optional(),
  engine: text.optional(),
  implementation: z.union([text, z.record(z.string(), z.unknown())]).optional(),
  dimension: z.enum(DIMENSIONS).optional(),
  method: note,
  severity: text.optional(),
  businessImpact: note,
  scheduler: note,
  schedule: note,
  tags,
  customProperties,
  authoritativeDefinitions,
});
export type Quality = z.infer<typeof quality>;
