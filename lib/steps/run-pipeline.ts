import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '../core/ports.ts';
import { abandon } from './record/abandon.ts';
import { outcomeOf } from './record/summary.ts';
import { beginRun } from './state/begin-run.ts';
import { runFolder, saveBody } from './state/bodies.ts';
import { leaseKey } from './state/lease.ts';
import type { Progress, RunOutcome } from './state/outcome.ts';
import type { RunRequest } from './state/request.ts';
import type { StepTiming } from './state/state.ts';
import { STEP_TABLE } from './step-table.ts';

const POLL_MS = 25;

/**
 * Drives the step table in this process. Throws StepFailure (2 or 3), UnknownOutcome (4) or a platform's own
 * error; the run is then recorded as failed and its lease given back. Aborted by the signal, it throws its reason.
 */
export async function runPipeline(
  request: RunRequest,
  ports: Ports,
  clock: () => string,
  progress: Progress = () => {},
  signal?: AbortSignal,
): Promise<RunOutcome> {
  const ref = runFolder(request.dataset, request.runId);
  const timings: StepTiming[] = [];
  const heartbeat = keepLease(request, ports);
  try {
    let state = await beginRun(request, ports);
    for (const [index, step] of STEP_TABLE.entries()) {
      progress({ step: step.name, done: index, total: STEP_TABLE.length, note: step.says });
      const startedMs = Date.parse(clock());
      // the JSON round trip is what a state machine does to a state between two steps
      do {
        if (state.next === 'wait') await delay(POLL_MS);
        // between two steps, never within one: a publish that has begun comes to its end
        signal?.throwIfAborted();
        state = JSON.parse(JSON.stringify(await step.run(state, ports, clock)));
      } while (state.next === 'wait');
      timings.push({ step: step.name, elapsedMs: Date.parse(clock()) - startedMs });
    }
  } catch (cause) {
    await abandon(request, ports, clock, cause);
    throw cause;
  } finally {
    clearInterval(heartbeat);
  }
  // the run is on record already, with or without them
  await saveBody(ports.lake, ref, 'timings', timings).catch(() => {});
  progress({ step: 'done', done: STEP_TABLE.length, total: STEP_TABLE.length });
  return outcomeOf(ref, ports, clock);
}

/** A step may take longer than the lease: it is renewed beside it for as long as this process lives. */
function keepLease({ dataset, runId }: RunRequest, { ledger, leaseMs }: Ports): NodeJS.Timeout {
  const lease = { key: leaseKey(dataset), owner: runId, until: '' };
  return setInterval(() => void ledger.renew(lease, leaseMs).catch(() => {}), leaseMs / 3).unref();
}
