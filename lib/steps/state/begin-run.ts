import type { Ports } from '../../core/ports.ts';
import { runFolder, saveBody } from './bodies.ts';
import { holdLease, type LeasePorts } from './lease.ts';
import type { RunRequest } from './request.ts';
import type { StepState } from './state.ts';

/**
 * Where every run begins. Nothing is written without the lease: who collects old runs holds it, and would find a run
 * that left no trace.
 */
export async function beginRun(
  request: RunRequest,
  ports: LeasePorts & Pick<Ports, 'lake'>,
): Promise<StepState> {
  const ref = runFolder(request.dataset, request.runId);
  await holdLease(request.dataset, request.runId, ports);
  await saveBody(ports.lake, ref, 'request', request);
  return { runId: request.runId, ref, next: 'go' };
}
