import { provePartition } from '../../core/footers/prove-partition.ts';
import { judgedPartOf } from '../../core/gate/keys.ts';
import type { Fact, UnexpectedPartition } from '../../core/publish/facts.ts';
import { visibleSnapshots } from '../../core/publish/intent.ts';
import { pinManifest, sameContent } from '../../core/publish/manifest.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { canonicalJson } from '../../core/values/canonical.ts';
import { partitionKey, partitionValues } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import { type Binder, createBinder } from '../gate/binder.ts';
import { FOOTERS, metricFactId, rejectsEarly, standing } from '../gate/known-metrics.ts';
import { loadBody, saveBody } from '../state/bodies.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import { holdLease, type LeasePorts } from '../state/lease.ts';
import type { RunRequest } from '../state/request.ts';
import type { Bodies, PartitionState, Step } from '../state/state.ts';
import { isWeaker } from './custody.ts';
import { findPartition, isWhole, type Search, type SearchPorts } from './find-partition.ts';
import { type PinnedFiles, pinFiles } from './pinned-files.ts';
import { spanOf } from './transform.ts';

/** Fixes what was written or taken: each file's content, rows and columns, before anybody looks at a value. */
export const pin: Step<SearchPorts & LeasePorts> = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  await holdLease(request.dataset, request.runId, ports);
  const prepared = await loadBody(ports.lake, state.ref, 'prepared');
  const { partitions, unexpected: known } = prepared;
  if (!partitions.some((p) => p.status === 'new')) {
    await saveBody(ports.lake, state.ref, 'pinned', { partitions, unexpected: known });
    return { ...state, next: 'go' };
  }
  const pinned = await pinFiles(request, state.ref, prepared, ports);
  const bind = createBinder(checksOf(request));
  const visible = visibleSnapshots(await ports.ledger.state(request.dataset));
  const search = { request, bind, judgedPart: judgedPartOf(datasetOf(request)), visible };
  const states: PartitionState[] = [];
  const facts: Fact[] = [];
  for (const partition of partitions) {
    if (partition.status !== 'new') {
      states.push(partition);
      continue;
    }
    const damaged = prepared.damaged.includes(partitionKey(partition.id));
    const written = pinPartition(partition, request, pinned);
    const same = damaged ? undefined : await findSame(written, search, ports, clock);
    if (same === undefined) facts.push(...manifestFact(written, request, clock()));
    states.push(same ?? prove(written, request, pinned, bind, facts, clock));
  }
  const found = unexpectedOf(pinned, request);
  await ports.ledger.append([...facts, ...unexpectedFact(found, prepared, request, clock())]);
  const values = new Set(found.map((u) => canonicalJson(u.values)));
  const unexpected = [...found, ...known.filter((u) => !values.has(canonicalJson(u.values)))];
  await saveBody(ports.lake, state.ref, 'pinned', { partitions: states, unexpected });
  return { ...state, next: 'go' };
};

function pinPartition(
  { found: _, ...partition }: PartitionState,
  request: RunRequest,
  { groups, custody }: PinnedFiles,
): PartitionState {
  const { files = [], columns = [], footprint } = groups.get(partitionKey(partition.id)) ?? {};
  const { runId, dataset } = request;
  const own = custody === undefined ? {} : { custody };
  const manifest = pinManifest({ runId, attempt: 1, dataset, partition: partition.id, files, ...own });
  // of small files the sizes say as much
  const saysMore = footprint !== undefined && Object.keys(footprint.columnBytes).length > 0;
  const status = files.length === 0 ? 'missing' : 'candidate';
  return { ...partition, status, manifest, columns, ...(saysMore ? { footprint } : {}) };
}

/**
 * The same bytes as an older candidate of this partition: its snapshot, its numbers and its judgements are those of
 * this one. So where one file of the source feeds many days, only those are new that really changed.
 */
async function findSame(
  written: PartitionState,
  search: Search,
  ports: SearchPorts,
  clock: () => string,
): Promise<PartitionState | undefined> {
  const { id, candidateKey, manifest } = written;
  if (manifest === undefined || manifest.files.length === 0) return undefined;
  const { dataset } = search.request;
  const partition = partitionKey(id);
  const query = { kind: 'manifest', dataset, partition } as const;
  const older = await newestFact(ports, query, ({ body }) => sameContent(body, manifest));
  if (older === undefined) return undefined;
  const seen = search.visible.get(partition) === older.body.sha256;
  if (!seen && isWeaker(older.body, search.request)) return undefined;
  if (!seen && !(await isWhole({ manifest: older.body }, ports))) return undefined;
  const body = { ...older.body, candidateKey, sameAs: older.body.sameAs ?? older.body.candidateKey };
  const fact = { kind: 'manifest' as const, dataset, partition, id: `${candidateKey}/${body.sha256}` };
  await ports.ledger.append([{ ...fact, time: clock(), body }]);
  const state = await findPartition(written, candidateKey, search, ports);
  return state.status === 'new' ? undefined : state;
}

/** Every number that the footers of the partition's files prove, and whether that is enough. */
function prove(
  state: PartitionState,
  request: RunRequest,
  { groups }: PinnedFiles,
  bind: Binder,
  facts: Fact[],
  clock: () => string,
): PartitionState {
  const { id, columns = [], status } = state;
  const statistics = groups.get(partitionKey(id))?.statistics ?? [];
  const values = provePartition(bind(columns).metrics, id, columns, statistics);
  facts.push(...proofFact(state, values, request, clock()));
  if (status !== 'candidate') return state;
  const known = { values, proven: new Set(Object.keys(values)) };
  return { ...state, status: standing(state, known, bind, rejectsEarly(request)) ?? 'candidate' };
}

function proofFact(
  { id, manifest }: PartitionState,
  values: Readonly<Record<string, Scalar>>,
  { dataset }: RunRequest,
  time: string,
): Fact[] {
  if (manifest === undefined || Object.keys(values).length === 0) return [];
  const body = { manifestSha256: manifest.sha256, engine: FOOTERS, values, measuredAt: time };
  return [{ kind: 'metric', dataset, partition: partitionKey(id), id: metricFactId(body), time, body }];
}

function manifestFact(
  { id, candidateKey, manifest, columns }: PartitionState,
  request: RunRequest,
  time: string,
): Fact[] {
  if (manifest === undefined) return [];
  const body = { ...manifest, candidateKey, columns: columns ?? [] };
  const place = { dataset: request.dataset, partition: partitionKey(id) };
  return [{ kind: 'manifest', ...place, id: `${candidateKey}/${manifest.sha256}`, time, body }];
}

/** A later run that has nothing to write must know of these rows too. */
function unexpectedFact(
  partitions: readonly UnexpectedPartition[],
  { candidateOf, partitions: states }: Bodies['prepared'],
  request: RunRequest,
  time: string,
): Fact[] {
  if (partitions.length === 0) return [];
  const { start, end } = spanOf(request, states);
  const { runId, dataset } = request;
  const body = { runId, candidateOf, start, end, partitions };
  return [{ kind: 'unexpected', dataset, partition: '', id: runId, time, body }];
}

/** A null partition value, or one outside the window: written by the pipeline's SQL, expected by nobody. */
function unexpectedOf({ groups }: PinnedFiles, request: RunRequest): Bodies['pinned']['unexpected'] {
  const expected = new Set(request.partitions.map((p) => partitionKey(p.id)));
  return [...groups.values()]
    .filter(({ id }) => !expected.has(partitionKey(id)))
    .map(({ id, files }) => ({
      values: partitionValues(id),
      rows: files.reduce((sum, f) => sum + BigInt(f.rows), 0n).toString(),
    }));
}
