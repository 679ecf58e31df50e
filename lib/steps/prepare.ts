import { hasErrors, issue } from '../core/contract/issue.ts';
import { publishes } from '../core/gate/decide.ts';
import {
  candidateKeyOf,
  judgedPartOf,
  judgementKeyOf,
  pipelineHashOf,
  readingOf,
  sourceIdOf,
} from '../core/gate/keys.ts';
import type { Ports } from '../core/ports.ts';
import { type Drift, isWithin } from '../core/publish/detect-drift.ts';
import type { UnexpectedPartition } from '../core/publish/facts.ts';
import { visibleSnapshots } from '../core/publish/intent.ts';
import { describeDrift, resolveOpenIntents } from '../core/publish/resolve.ts';
import { canonicalJson, keyOf } from '../core/values/canonical.ts';
import { partitionKey, partitionValues } from '../core/values/partition.ts';
import { type Binder, createBinder } from './binder.ts';
import { loadBody, saveBody } from './bodies.ts';
import { checksOf, datasetOf } from './dataset.ts';
import { newestFact } from './facts.ts';
import { StepFailure, UnknownOutcome } from './failure.ts';
import { rejectsEarly, standing, storedMetrics } from './known-metrics.ts';
import { holdLease } from './lease.ts';
import { listSource } from './source.ts';
import type { PartitionState, RunRequest, Step } from './state.ts';

/** Takes the lease, closes what an earlier run left open, and finds out how far each partition has come. */
export const prepare: Step = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  const checks = checksOf(request);
  await holdLease(request.dataset, request.runId, ports);
  const startedAt = clock();
  const { window, mode, dataset, pipeline, runId } = request;
  const run = { runId, pipeline: pipeline.name, dataset, window, mode, by: ports.actor, at: startedAt };
  const started = { ...run, state: 'started' as const };
  await ports.ledger.append([
    { kind: 'run', dataset, partition: '', id: `${runId}/started`, time: startedAt, body: started },
  ]);
  const closed = await resolveOpenIntents(dataset, ports, clock);
  if (closed.unknown.length > 0) throw new UnknownOutcome(closed.issues);
  // a damaged partition that this run writes again is how it is mended
  const damaged = closed.driftRepaired ? undefined : closed.drift;
  const mends =
    damaged !== undefined &&
    isWithin(
      damaged,
      request.partitions.map((p) => partitionValues(p.id)),
    );
  if (hasErrors(closed.issues) && !mends) throw new StepFailure(closed.issues, 2);
  const source = await identifySource(request, ports, clock);
  const pipelineHash = hashOf(request);
  const partitions = await findPartitions(
    request,
    createBinder(checks),
    { sourceId: source.sourceId, pipelineHash, damaged },
    ports,
  );
  const candidateOf = keyOf({ sourceId: source.sourceId, pipelineHash });
  if (!source.found && partitions.some((p) => p.status === 'new')) {
    throw new StepFailure(
      [issue('SLU-441', { dataset: request.source.dataset, path: request.source.path })],
      2,
    );
  }
  await saveBody(ports.lake, state.ref, 'prepared', {
    sourceFound: source.found,
    closedIntents: closed.closed,
    ...(closed.driftRepaired && closed.drift ? { repairedDrift: describeDrift(closed.drift) } : {}),
    partitions,
    candidateOf,
    unexpected: await knownUnexpected(request, candidateOf, ports),
    startedAt,
  });
  return { ...state, next: 'go' };
};

/**
 * The source's identity is its content. A source that is not there now still has the identity that the ledger
 * remembers: what was measured of it can be judged again; nothing new can be written from it.
 */
async function identifySource(
  request: RunRequest,
  ports: Ports,
  clock: () => string,
): Promise<{ sourceId: string; found: boolean }> {
  const { source } = request;
  const files = await ports.lake.pin((await listSource(source, ports.lake)).map((f) => f.path));
  if (files.length === 0) {
    const known = await newestFact(ports, { kind: 'source', dataset: source.dataset, limit: 1 });
    if (known) return { sourceId: known.body.sourceId, found: false };
    throw new StepFailure([issue('SLU-441', { dataset: source.dataset, path: source.path })], 2);
  }
  const relative = files.map((f) => ({ ...f, path: relativeTo(source.path, f.path) }));
  const sourceId = sourceIdOf(relative);
  const body = { dataset: source.dataset, sourceId, files: relative };
  const fact = {
    kind: 'source' as const,
    dataset: source.dataset,
    partition: '',
    id: sourceId,
    time: clock(),
    body,
  };
  await ports.ledger.append([fact]);
  return { sourceId, found: true };
}

/** A single file is known by its name, a file of a folder by its path below it. */
function relativeTo(root: string, path: string): string {
  if (path === root) return path.slice(path.lastIndexOf('/') + 1);
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

function hashOf(request: RunRequest): string {
  const dataset = datasetOf(request);
  return pipelineHashOf({
    sql: request.pipeline.sql,
    source: request.source.dataset,
    dataset: request.dataset,
    partitionedBy: dataset.partitionedBy,
    granularity: dataset.settings.granularity ?? '',
    reading: readingOf(request.source.format, request.source.delimiter, request.source.table),
  });
}

async function findPartitions(
  request: RunRequest,
  bind: Binder,
  from: { readonly sourceId: string; readonly pipelineHash: string; readonly damaged: Drift | undefined },
  ports: Ports,
): Promise<readonly PartitionState[]> {
  const dataset = datasetOf(request);
  const judgedPart = judgedPartOf(dataset);
  const visible = new Map(visibleSnapshots(await ports.ledger.state(request.dataset)));
  for (const { partition } of from.damaged?.partitions ?? []) visible.delete(partitionKey(partition));
  return Promise.all(
    request.partitions.map(async ({ id, asOf }) => {
      const candidateKey = candidateKeyOf(from.sourceId, from.pipelineHash, id, request.window);
      const keys = { id, asOf, candidateKey, judgementKey: judgementKeyOf(candidateKey, judgedPart, asOf) };
      return findPartition(keys, request, bind, visible, ports);
    }),
  );
}

type Keys = Pick<PartitionState, 'id' | 'asOf' | 'candidateKey' | 'judgementKey'>;

async function findPartition(
  keys: Keys,
  request: RunRequest,
  bind: Binder,
  visible: ReadonlyMap<string, string>,
  ports: Ports,
): Promise<PartitionState> {
  const { dataset } = request;
  const partition = partitionKey(keys.id);
  const candidate = await newestFact(
    ports,
    { kind: 'manifest', dataset, partition },
    (f) => f.body.candidateKey === keys.candidateKey,
  );
  if (candidate === undefined) return { ...keys, status: 'new' };
  const { candidateKey: _, columns, ...manifest } = candidate.body;
  const found = { ...keys, manifest, columns };
  const judgement = await newestFact(
    ports,
    { kind: 'judgement', dataset, partition },
    ({ body }) =>
      body.judgementKey === keys.judgementKey &&
      body.manifestSha256 === manifest.sha256 &&
      !(request.everyRule && body.verdict.checks.some((c) => c.reason === 'notAsked')),
  );
  if (judgement) {
    const { runId, verdict } = judgement.body;
    const published = visible.get(partition) === manifest.sha256;
    if (!publishes(verdict.decision) || published || (await isWhole(found, ports))) {
      return { ...found, status: 'judged', judgedBy: { runId, verdict } };
    }
    return { ...keys, status: 'new' };
  }
  if (manifest.files.length === 0) return { ...found, status: 'missing' };
  const known = await storedMetrics(found, dataset, ports);
  const enough = standing(found, known, bind, rejectsEarly(request));
  if (enough !== undefined) return { ...found, status: enough };
  return (await isWhole(found, ports)) ? { ...found, status: 'candidate' } : { ...keys, status: 'new' };
}

/** Whether the candidate's files are still there, byte for byte. */
async function isWhole({ manifest }: Pick<PartitionState, 'manifest'>, ports: Ports): Promise<boolean> {
  const pinned = await ports.lake.pin((manifest?.files ?? []).map((f) => f.path));
  const etags = new Map(pinned.map((f) => [f.path, f.etag]));
  return (manifest?.files ?? []).every((f) => etags.get(f.path) === f.etag);
}

async function knownUnexpected(
  { dataset, window }: RunRequest,
  candidateOf: string,
  ports: Ports,
): Promise<readonly UnexpectedPartition[]> {
  const found = new Map<string, UnexpectedPartition>();
  for await (const fact of ports.ledger.query({ kind: 'unexpected', dataset })) {
    if (fact.kind !== 'unexpected' || fact.body.candidateOf !== candidateOf) continue;
    const { start, end, partitions } = fact.body;
    if (start >= window.end || end <= window.start) continue;
    for (const p of partitions) found.set(canonicalJson(p.values), p);
  }
  return [...found.values()];
}
