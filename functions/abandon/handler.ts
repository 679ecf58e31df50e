import * as z from 'zod';
import { abandonedRun } from '../../lib/steps/execution/abandon-execution.ts';
import { abandon } from '../../lib/steps/record/abandon.ts';
import { tellUnbegun } from '../../lib/steps/record/tell-unbegun.ts';
import { publishedBy } from '../shared/definitions.ts';
import { lambda } from '../shared/lambda.ts';
import { lineage } from '../shared/lineage.ts';
import { actor, catalog, engine, lake, ledger } from '../shared/ports.ts';
import { now } from '../shared/step.ts';
import { telling } from '../shared/telling.ts';

/** "Step Functions Execution Status Change" of FAILED, TIMED_OUT or ABORTED, as EventBridge has it. */
const event = z.object({
  detail: z.object({
    name: z.string(),
    stateMachineArn: z.string(),
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
  const { name: execution, status, error, cause } = detail;
  const words = [`the execution ${execution} ended as ${status}`, error, messageIn(cause)];
  const why = words.filter((w) => w != null).join(': ');
  const found = await abandonedRun(execution, ports);
  if (found === undefined) {
    const published = publishedBy(detail.stateMachineArn);
    if (published !== undefined) await tellUnbegun({ execution, why, ...published }, ports, now);
    return { abandoned: null };
  }
  const { request, mayStillPublish } = found;
  await abandon(request, ports, now, new Error(why), { keepsLease: mayStillPublish });
  return { abandoned: request.runId };
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
