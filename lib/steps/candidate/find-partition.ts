import { publishes } from '../../core/gate/decide.ts';
import { judgementKeyOf } from '../../core/gate/keys.ts';
import type { Ports } from '../../core/ports.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { partitionKey } from '../../core/values/partition.ts';
import type { Binder } from '../gate/binder.ts';
import { type MetricPorts, rejectsEarly, standing, storedMetrics } from '../gate/known-metrics.ts';
import type { RequestedPartition, RunRequest } from '../state/request.ts';
import type { PartitionState } from '../state/state.ts';
import { isWeaker } from './custody.ts';

export type SearchPorts = MetricPorts & Pick<Ports, 'lake'>;

export interface Search {
  readonly request: RunRequest;
  readonly bind: Binder;
  /** Hash of what the contract demands. */
  readonly judgedPart: string;
  /** Partition → the snapshot that readers see. */
  readonly visible: ReadonlyMap<string, string>;
  /** Keys of partitions of which readers see something else, beyond repair: only files written anew mend them. */
  readonly damaged?: ReadonlySet<string>;
}

/** How far the ledger says that a candidate of a partition has come. */
export async function findPartition(
  { id, asOf }: Pick<RequestedPartition, 'id' | 'asOf'>,
  candidateKey: string,
  { request, bind, judgedPart, visible, damaged }: Search,
  ports: SearchPorts,
): Promise<PartitionState> {
  const { dataset } = request;
  const partition = partitionKey(id);
  const keysOf = (key: string) => ({
    id,
    asOf,
    candidateKey: key,
    judgementKey: judgementKeyOf(key, judgedPart, asOf),
  });
  const unknown: PartitionState = { ...keysOf(candidateKey), status: 'new' };
  if (damaged?.has(partition) === true) return unknown;
  const candidate = await newestFact(
    ports,
    { kind: 'manifest', dataset, partition },
    (f) => f.body.candidateKey === candidateKey,
  );
  if (candidate === undefined) return unknown;
  const { candidateKey: _, columns, sameAs, ...manifest } = candidate.body;
  // the pipeline promises more now than when these files were taken
  if (isWeaker(manifest, request) && visible.get(partition) !== manifest.sha256) return unknown;
  // byte for byte what an older candidate held: its judgements are those of this one
  const found = { ...keysOf(sameAs ?? candidateKey), manifest, columns };
  const judgement = await newestFact(
    ports,
    { kind: 'judgement', dataset, partition },
    ({ body }) =>
      body.judgementKey === found.judgementKey &&
      body.manifestSha256 === manifest.sha256 &&
      !(request.everyRule && body.verdict.checks.some((c) => c.reason === 'notAsked')),
  );
  if (judgement) {
    const { runId, verdict } = judgement.body;
    const published = visible.get(partition) === manifest.sha256;
    const needed = publishes(verdict.decision) || request.mode === 'adopt';
    if (!needed || published || (await isWhole(found, ports))) {
      return { ...found, status: 'judged', judgedBy: { runId, verdict } };
    }
    return unknown;
  }
  if (manifest.files.length === 0) return { ...found, status: 'missing' };
  const known = await storedMetrics(found, dataset, ports);
  const enough = standing(found, known, bind, rejectsEarly(request));
  if (enough !== undefined) return { ...found, status: enough };
  return (await isWhole(found, ports)) ? { ...found, status: 'candidate' } : unknown;
}

/** Whether the candidate's files are still there, byte for byte. */
export async function isWhole(
  { manifest }: Pick<PartitionState, 'manifest'>,
  ports: Pick<Ports, 'lake'>,
): Promise<boolean> {
  const pinned = await ports.lake.pin((manifest?.files ?? []).map((f) => f.path));
  const etags = new Map(pinned.map((f) => [f.path, f.etag]));
  return (manifest?.files ?? []).every((f) => etags.get(f.path) === f.etag);
}
