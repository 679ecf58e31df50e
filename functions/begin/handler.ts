import * as z from 'zod';
import { beginWindow } from '../../lib/steps/execution/begin-window.ts';
import { findPlan } from '../../lib/steps/execution/execution.ts';
import { CALL_LEASE_MS } from '../../lib/steps/execution/limits.ts';
import { stopQueries } from '../../lib/steps/record/stop-queries.ts';
import { releaseLease } from '../../lib/steps/state/lease.ts';
import { definedAs } from '../shared/definitions.ts';
import { lambda } from '../shared/lambda.ts';
import { catalog, engine, lake, ledger } from '../shared/ports.ts';

const event = z.object({
  pipeline: z.string(),
  execution: z.string(),
  startedAt: z.string(),
  index: z.int(),
});

/** The run of one window, or `ended` where it ended before. */
export const handler = lambda(event, async ({ pipeline, ...given }) => {
  const ports = { lake: lake(), ledger: ledger(), leaseMs: CALL_LEASE_MS };
  const plan = await findPlan(ports, given.execution);
  if (plan === undefined) throw new Error(`the execution ${given.execution} has no plan`);
  const begun = await beginWindow({ ...given, ...definedAs(pipeline), plan }, ports, async (earlier) => {
    await stopQueries(earlier.ref, { lake: ports.lake, engine: engine(), catalog: catalog() });
    await releaseLease(earlier.dataset, earlier.runId, ports);
  });
  return begun ?? { next: 'ended' };
});
