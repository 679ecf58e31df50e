import { hasErrors, issue } from '../../core/contract/issue.ts';
import { judgedPartOf, placedKeyOf } from '../../core/gate/keys.ts';
import { startEvent } from '../../core/lineage/build-event.ts';
import type { Ports } from '../../core/ports.ts';
import { type Drift, isWithin } from '../../core/publish/detect-drift.ts';
import { visibleSnapshots } from '../../core/publish/intent.ts';
import { describeDrift, resolveOpenIntents } from '../../core/publish/resolve.ts';
import { partitionKey, partitionValues } from '../../core/values/partition.ts';
import { createBinder } from '../gate/binder.ts';
import { loadBody, saveBody } from '../state/bodies.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import { StepFailure, UnknownOutcome } from '../state/failure.ts';
import { holdLease, type LeasePorts } from '../state/lease.ts';
import type { RunRequest } from '../state/request.ts';
import type { PartitionState, Step } from '../state/state.ts';
import { type LineagePorts, tellLineage } from '../state/tell-lineage.ts';
import { findPartition, type Search, type SearchPorts } from './find-partition.ts';
import { mayMove } from './may-move.ts';
import type { Origin, RecordPorts } from './origin.ts';
import { placedOrigin } from './placed-origin.ts';
import { queriedOrigin } from './queried-origin.ts';

/** Of the engine only what its numbers are known by. */
type PreparePorts = SearchPorts & LeasePorts & LineagePorts & Pick<Ports, 'publisher' | 'newId'>;

/** Takes the lease, closes what an earlier run left open, and finds out how far each partition has come. */
export const prepare: Step<PreparePorts> = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  const bind = createBinder(checksOf(request));
  await holdLease(request.dataset, request.runId, ports);
  const startedAt = clock();
  await recordStart(request, startedAt, ports);
  await tellLineage(request, ports, (run) => startEvent(run, startedAt, ports.engine.name));
  const closed = await resolveOpenIntents(request.dataset, ports, clock);
  if (closed.unknown.length > 0) throw new UnknownOutcome(closed.issues);
  // a damaged partition that this run writes again is how it is mended
  const damaged = closed.driftRepaired ? undefined : closed.drift;
  const wanted = request.partitions.map((p) => partitionValues(p.id));
  if (hasErrors(closed.issues) && !(damaged !== undefined && isWithin(damaged, wanted)))
    throw new StepFailure(closed.issues, 2);
  const origin = await originOf(request, ports, clock);
  const judgedPart = judgedPartOf(datasetOf(request));
  const visible = await wholeSnapshots(request, damaged, ports);
  const gone = (damaged?.partitions ?? []).map((p) => partitionKey(p.partition));
  const search = { request, bind, judgedPart, visible, damaged: new Set(gone) };
  const partitions = await findPartitions(search, origin, ports);
  const { candidate } = request;
  if (candidate.by === 'query' && !origin.found && partitions.some((p) => p.status === 'new')) {
    const { dataset, path } = candidate.source;
    throw new StepFailure([issue('SLU-441', { dataset, path })], 2);
  }
  await refuseEarly(request, partitions.filter((p) => mayMove(p, request, visible)).length, ports);
  await saveBody(ports.lake, state.ref, 'prepared', {
    sourceFound: origin.found,
    closedIntents: closed.closed,
    ...(closed.driftRepaired && closed.drift ? { repairedDrift: describeDrift(closed.drift) } : {}),
    partitions,
    damaged: gone,
    candidateOf: origin.id,
    unexpected: origin.unexpected,
    startedAt,
  });
  return { ...state, next: 'go' };
};

/** What could not be published is not written and not measured either: both cost. */
async function refuseEarly(
  { dataset }: RunRequest,
  count: number,
  { publisher }: Pick<Ports, 'publisher'>,
): Promise<void> {
  const refusals = count === 0 ? [] : await publisher.refuse(dataset, { count });
  if (refusals.length > 0) throw new StepFailure(refusals, 2);
}

async function recordStart(
  request: RunRequest,
  at: string,
  { ledger, actor }: Pick<Ports, 'ledger' | 'actor'>,
): Promise<void> {
  const { window, mode, dataset, pipeline, runId } = request;
  const run = { runId, pipeline: pipeline.name, dataset, window, mode, by: actor, at };
  const body = { ...run, state: 'started' as const };
  await ledger.append([{ kind: 'run', dataset, partition: '', id: `${runId}/started`, time: at, body }]);
}

/** What readers see, without what is damaged. */
export async function wholeSnapshots(
  { dataset }: RunRequest,
  damaged: Drift | undefined,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<ReadonlyMap<string, string>> {
  const visible = new Map(visibleSnapshots(await ledger.state(dataset)));
  for (const { partition } of damaged?.partitions ?? []) visible.delete(partitionKey(partition));
  return visible;
}

/** What the candidates are made of; a source's identity goes on record. */
export function originOf(request: RunRequest, ports: RecordPorts, clock: () => string): Promise<Origin> {
  const { candidate } = request;
  return candidate.by === 'query'
    ? queriedOrigin(request, candidate, ports, clock)
    : placedOrigin(request, candidate, ports);
}

/** How far each partition of the window has come, by what is on record. */
export const findPartitions = (
  search: Search,
  origin: Origin,
  ports: SearchPorts,
): Promise<readonly PartitionState[]> =>
  Promise.all(
    search.request.partitions.map(async (p) => {
      const found = origin.filesOf?.(p);
      const known = await findPartition(p, origin.candidateKeyOf(p), search, ports);
      // what was last taken from an emptied place is not whole any more: then the partition has nothing
      const isEmpty = known.status === 'new' && found?.length === 0;
      const state = isEmpty ? await findPartition(p, placedKeyOf([], p.id), search, ports) : known;
      return state.status === 'new' && found !== undefined ? { ...state, found } : state;
    }),
  );
