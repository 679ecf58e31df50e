import * as z from 'zod';
import { planWindows } from '../../lib/steps/execution/plan-windows.ts';
import { definedAs } from '../shared/definitions.ts';
import { lambda } from '../shared/lambda.ts';
import { lake } from '../shared/ports.ts';

const event = z.object({
  pipeline: z.string(),
  execution: z.string(),
  startedAt: z.string(),
  /** What the execution was started with. */
  input: z.strictObject({
    scheduledTime: z.string().optional(),
    start: z.string().optional(),
    end: z.string().optional(),
    mode: z.enum(['enforce', 'shadow']).optional(),
  }),
});

/** Which windows an execution goes through; the machine counts them. */
export const handler = lambda(event, async ({ pipeline, ...given }) => {
  const count = await planWindows({ ...given, ...definedAs(pipeline) }, { lake: lake() });
  return { windows: Array.from({ length: count }, (_, i) => i) };
});
