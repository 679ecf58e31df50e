import type { Ports } from '../../core/ports.ts';
import { runFolder } from '../state/bodies.ts';
import { StepFailure } from '../state/failure.ts';
import { releaseLease } from '../state/lease.ts';
import type { RunRequest } from '../state/request.ts';
import { stopQueries } from './stop-queries.ts';

/** After a failure: the run is on record as failed, its lease is free, its queries are stopped. No file is touched. */
export async function abandon(
  request: RunRequest,
  ports: Pick<Ports, 'ledger' | 'notifiers' | 'actor' | 'lake' | 'engine' | 'catalog'>,
  clock: () => string,
  cause: unknown,
): Promise<void> {
  const { runId, dataset, window, mode, pipeline } = request;
  const at = clock();
  const issues = cause instanceof StepFailure ? cause.issues : [];
  const why = cause instanceof Error ? cause.message : 'unknown cause';
  const body = {
    runId,
    pipeline: pipeline.name,
    dataset,
    window,
    mode,
    by: ports.actor,
    at,
    state: 'failed' as const,
    issues,
  };
  const lines = [why];
  const message = { dataset, runId, time: at, title: `${dataset}: the run failed`, lines, data: {} };
  // the first failure is what the caller has to hear of, not that of a ledger which is full as well
  await Promise.allSettled([
    ports.ledger.append([{ kind: 'run', dataset, partition: '', id: `${runId}/failed`, time: at, body }]),
    releaseLease(dataset, runId, ports),
    stopQueries(runFolder(dataset, runId), ports),
    ...ports.notifiers.map((n) => n.notify({ ...message, type: 'run.failed' as const })),
  ]);
}
