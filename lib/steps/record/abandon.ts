import { describeIssue } from '../../core/contract/messages/index.ts';
import { failEvent } from '../../core/lineage/build-event.ts';
import { noticeOf } from '../../core/notify/build-message.ts';
import type { Notice } from '../../core/notify/message.ts';
import type { Ports } from '../../core/ports.ts';
import { runFolder } from '../state/bodies.ts';
import { StepFailure, UnknownOutcome } from '../state/failure.ts';
import { releaseLease } from '../state/lease.ts';
import type { RunRequest } from '../state/request.ts';
import { tellLineage } from '../state/tell-lineage.ts';
import { deliver, leave } from './deliver.ts';
import { stopQueries } from './stop-queries.ts';

type AbandonPorts = Pick<
  Ports,
  'ledger' | 'notifiers' | 'warn' | 'environment' | 'actor' | 'lake' | 'engine' | 'catalog' | 'lineage'
>;

/**
 * After a failure: the run is on record as failed, its lease is free, its queries are stopped. No file is touched. Who
 * cannot know whether the run still publishes keeps its lease, which then ends by itself.
 */
export async function abandon(
  request: RunRequest,
  ports: AbandonPorts,
  clock: () => string,
  cause: unknown,
  { keepsLease = false }: { readonly keepsLease?: boolean } = {},
): Promise<void> {
  const { runId, dataset, window, mode, pipeline } = request;
  const at = clock();
  const issues = cause instanceof StepFailure ? cause.issues : [];
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
  // the first failure is what the caller has to hear of, not that of a ledger which is full as well
  await Promise.allSettled([
    ports.ledger.append([{ kind: 'run', dataset, partition: '', id: `${runId}/failed`, time: at, body }]),
    keepsLease ? undefined : releaseLease(dataset, runId, ports),
    stopQueries(runFolder(dataset, runId), ports),
  ]);
  const notice = failureOf(request, at, cause, ports);
  const isLeft = notice === undefined || (await leave(notice, ports));
  await deliver(dataset, ports, isLeft ? [] : [notice]);
  await tellLineage(request, ports, (run) => failEvent(run, at, reasonsOf(cause)));
}

function failureOf(
  request: RunRequest,
  time: string,
  cause: unknown,
  ports: AbandonPorts,
): Notice | undefined {
  const { runId, dataset, contract, schemaName } = request;
  const about = { id: `${runId}/failed`, time, environment: ports.environment, dataset, runId };
  return noticeOf({ ...about, contract, schemaName }, [], { failed: reasonsOf(cause) });
}

function reasonsOf(cause: unknown): readonly string[] {
  if (cause instanceof StepFailure || cause instanceof UnknownOutcome)
    return cause.issues.map((i) => describeIssue(i).sentence);
  return [cause instanceof Error ? cause.message : 'unknown cause'];
}
