import * as z from 'zod';
import { abandonedRun } from '../../lib/steps/execution/abandon-execution.ts';
import { abandon } from '../../lib/steps/record/abandon.ts';
import { loadBody } from '../../lib/steps/state/bodies.ts';
import { lambda } from '../shared/lambda.ts';
import { lineage } from '../shared/lineage.ts';
import { actor, catalog, engine, lake, ledger } from '../shared/ports.ts';
import { now } from '../shared/step.ts';
import { telling } from '../shared/telling.ts';

/** "Step Functions Execution Status Change" of FAILED, TIMED_OUT or ABORTED, as EventBridge has it. */
const event = z.object({
  detail: z.object({
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

/** An execution that will not go on: nothing of it keeps running, its dataset is free, and somebody hears of it. */
export const handler = lambda(event, async ({ detail }) => {
  const ports = {
    catalog: catalog(),
    engine: engine(),
    lake: lake(),
    ledger: ledger(),
    actor: actor(),
    lineage: lineage(),
    ...telling(),
  };
  const found = await abandonedRun(detail.name, ports);
  if (found === undefined) return { abandoned: null };
  const request = await loadBody(ports.lake, found.run.ref, 'request');
  const { status, error, cause } = detail;
  const words = [`the execution ${detail.name} ended as ${status}`, error, messageIn(cause)];
  await abandon(request, ports, now, new Error(words.filter((w) => w != null).join(': ')), {
    keepsLease: found.mayStillPublish,
  });
  return { abandoned: found.run.runId };
});

/** Of what Lambda says of an error, which is JSON, only what was thrown. */
function messageIn(cause: string | null | undefined): string | null | undefined {
  const thrown = z.object({ errorMessage: z.string() });
  try {
    return thrown.parse(JSON.parse(cause ?? '')).errorMessage;
  } catch {
    return cause;
  }
}
