import { z } from 'zod';
import type { FaultRule } from './rules.ts';

const ms = z.number().int().nonnegative();
const when = z.enum(['before', 'after']);

const effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({ kind: z.literal('throttle'), of: z.enum(['queries', 'calls']) }),
  z.strictObject({ kind: z.literal('internal') }),
  z.strictObject({ kind: z.literal('cut'), when }),
  z.strictObject({ kind: z.literal('lose') }),
  z.strictObject({
    kind: z.literal('fail'),
    when,
    category: z.number().int().min(1).max(3),
    type: z.number().int().min(0).max(9999),
    retryable: z.boolean(),
    reason: z.string(),
  }),
  z.strictObject({ kind: z.literal('hold'), state: z.enum(['QUEUED', 'RUNNING']), ms }),
]);

const rules = z.array(
  z
    .strictObject({
      operation: z.string(),
      sql: z.string().refine(isExpression, 'not a regular expression'),
      skip: z.number().int().nonnegative(),
      times: z.number().int().positive(),
    })
    .partial()
    .extend({ effect }),
);

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** The rules of a request; a fault in a fault is an error, not silence. */
export const parseRules = (text: string): readonly FaultRule[] =>
  rules.parse(JSON.parse(text)) as readonly FaultRule[];
