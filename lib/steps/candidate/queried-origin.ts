import { issue } from '../../core/contract/issue.ts';
import { candidateKeyOf, pipelineHashOf, readingOf, sourceIdOf } from '../../core/gate/keys.ts';
import type { UnexpectedPartition } from '../../core/publish/facts.ts';
import { baseName } from '../../core/publish/manifest.ts';
import { newestFact, queryFacts } from '../../core/publish/query-facts.ts';
import { canonicalJson, keyOf } from '../../core/values/canonical.ts';
import { datasetOf } from '../state/dataset.ts';
import { StepFailure } from '../state/failure.ts';
import type { QueriedCandidate, RunRequest } from '../state/request.ts';
import { listSource } from '../state/source.ts';
import type { Origin, RecordPorts } from './origin.ts';

/** Partitions that a query writes of one source: all of them are known by all of it. */
export async function queriedOrigin(
  request: RunRequest,
  candidate: QueriedCandidate,
  ports: RecordPorts,
  clock: () => string,
): Promise<Origin> {
  const { sourceId, found } = await identifySource(candidate, ports, clock);
  const pipelineHash = hashOf(request, candidate);
  const id = keyOf({ sourceId, pipelineHash });
  return {
    id,
    found,
    candidateKeyOf: (p) => candidateKeyOf(sourceId, pipelineHash, p.id, request.window),
    unexpected: await knownUnexpected(request, id, ports),
  };
}

/**
 * The source's identity is its content. A source that is not there now still has the identity that the ledger
 * remembers: what was measured of it can be judged again; nothing new can be written from it.
 */
async function identifySource(
  { source }: QueriedCandidate,
  ports: RecordPorts,
  clock: () => string,
): Promise<{ sourceId: string; found: boolean }> {
  const { dataset, path } = source;
  const files = await ports.lake.pin((await listSource(source, ports.lake)).map((f) => f.path));
  if (files.length === 0) {
    const known = await newestFact(ports, { kind: 'source', dataset, limit: 1 });
    if (known) return { sourceId: known.body.sourceId, found: false };
    throw new StepFailure([issue('SLU-441', { dataset, path })], 2);
  }
  const relative = files.map((f) => ({ ...f, path: relativeTo(path, f.path) }));
  const sourceId = sourceIdOf(relative);
  const body = { dataset, sourceId, files: relative };
  await ports.ledger.append([{ kind: 'source', dataset, partition: '', id: sourceId, time: clock(), body }]);
  return { sourceId, found: true };
}

/** A single file is known by its name, a file of a folder by its path below it. */
function relativeTo(root: string, path: string): string {
  if (path === root) return baseName(path);
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

function hashOf(request: RunRequest, { sql, source }: QueriedCandidate): string {
  const dataset = datasetOf(request);
  return pipelineHashOf({
    sql,
    source: source.dataset,
    dataset: request.dataset,
    partitionedBy: dataset.partitionedBy,
    granularity: dataset.settings.granularity ?? '',
    reading: readingOf(source.format, source.delimiter, source.table),
  });
}

/** What an earlier run wrote of the same source for partitions that its window did not expect. */
async function knownUnexpected(
  { dataset, window }: RunRequest,
  candidateOf: string,
  ports: RecordPorts,
): Promise<readonly UnexpectedPartition[]> {
  const found = new Map<string, UnexpectedPartition>();
  for await (const { body } of queryFacts(ports.ledger, { kind: 'unexpected', dataset })) {
    const { start, end, partitions } = body;
    if (body.candidateOf !== candidateOf || start >= window.end || end <= window.start) continue;
    for (const p of partitions) found.set(canonicalJson(p.values), p);
  }
  return [...found.values()];
}
