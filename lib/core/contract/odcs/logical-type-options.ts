import * as z from 'zod';
import type { LogicalType } from '../../values/logical-type.ts';
import { text } from './common.ts';

const count = z.int().min(0).optional();

/** 3.0 wrote `exclusiveMinimum: true` beside `minimum`; since 3.1 it is the bound itself. */
const bounds = <T extends z.ZodType>(bound: T) => ({
  minimum: bound.optional(),
  maximum: bound.optional(),
  exclusiveMinimum: z.union([bound, z.boolean()]).optional(),
  exclusiveMaximum: z.union([bound, z.boolean()]).optional(),
});

const moment = { format: text.optional(), ...bounds(text) };
const zone = { timezone: z.boolean().optional(), defaultTimezone: text.optional() };
const multipleOf = z.number().positive().optional();

const OPTIONS = {
  string: z.strictObject({
    minLength: count,
    maxLength: count,
    pattern: text.optional(),
    format: text.optional(),
  }),
  date: z.strictObject(moment),
  timestamp: z.strictObject({ ...moment, ...zone }),
  time: z.strictObject({ ...moment, ...zone }),
  integer: z.strictObject({
    ...bounds(z.number()),
    multipleOf,
    format: z.enum(['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128']).optional(),
  }),
  number: z.strictObject({ ...bounds(z.number()), multipleOf, format: z.enum(['f32', 'f64']).optional() }),
  object: z.strictObject({
    minProperties: count,
    maxProperties: count,
    required: z.array(text).min(1).optional(),
  }),
  array: z.strictObject({ minItems: count, maxItems: count, uniqueItems: z.boolean().optional() }),
  vector: z.strictObject({
    dimensions: z.int().min(1),
    elementType: z.enum(['bfloat16', 'binary', 'float16', 'float32', 'float64', 'int8', 'uint8']).optional(),
    distanceMetric: z.enum(['cosine', 'dotProduct', 'euclidean', 'hamming', 'manhattan']).optional(),
    normalized: z.boolean().optional(),
    embeddingModel: text.optional(),
    embeddingModelVersion: text.optional(),
  }),
} satisfies Partial<Record<LogicalType, z.ZodObject>>;

/** What `logicalTypeOptions` may hold for a logical type; undefined where the standard leaves it open. */
export const optionsOf = (type: string): z.ZodObject | undefined =>
  Object.entries(OPTIONS).find(([name]) => name === type)?.[1];

/** The types that an option belongs to: for "minLength is an option of string". */
export const typesWithOption = (option: string): readonly string[] =>
  Object.entries(OPTIONS).flatMap(([type, schema]) => (Object.hasOwn(schema.shape, option) ? [type] : []));
