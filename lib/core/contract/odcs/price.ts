import * as z from 'zod';
import { note, stableId } from './common.ts';

export const price = z.strictObject({
  id: stableId.optional(),
  priceAmount: z.number().optional(),
  priceCurrency: note,
  priceUnit: note,
});
