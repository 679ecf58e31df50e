import * as z from 'zod';
import { beginWindow } from '../../lib/steps/execution/begin-window.ts';
import { findPlan } from '../../lib/steps/execution/execution.ts';
import { releaseLease } from '../../lib/steps/state/lease.ts';
import { definedAs } from '../shared/definitions.ts';
import { lambda } from '../shared/lambda.ts';
import { LEASE_MS } from '../shared/limits.ts';
import { lake, ledger } from '../shared/ports.ts';

const event = z.object({
  pipeline: z.string(),
  execution: z.string(),
  startedAt: z.string(),
  index: z.int(),
});

/** The run of one window, or `ended` where it ended before. */
export const handler = lambda(event, async ({ pipeline, ...given }) => {
  const ports = { lake: lake(), ledger: ledger(), leaseMs: LEASE_MS };
  const plan = await findPlan(ports, given.execution);
  if (plan === undefined) throw new Error(`the execution ${given.execution} has no plan`);
  const begun = await beginWindow({ ...given, ...definedAs(pipeline), plan }, ports, async (earlier) => {
    await releaseLease(earlier.dataset, earlier.runId, ports);
  });
  return begun ?? { next: 'ended' };
});
