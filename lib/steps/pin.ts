import { provePartition } from '../core/footers/prove-partition.ts';
import type { Statistics } from '../core/footers/statistics.ts';
import type { Ports } from '../core/ports.ts';
import type { Fact, FileRef, UnexpectedPartition } from '../core/publish/facts.ts';
import { pinManifest } from '../core/publish/manifest.ts';
import { canonicalJson } from '../core/values/canonical.ts';
import { type PartitionId, partitionKey, partitionValues } from '../core/values/partition.ts';
import type { Scalar } from '../core/values/scalar.ts';
import { type Binder, createBinder } from './binder.ts';
import { loadBody, saveBody } from './bodies.ts';
import { checksOf, datasetOf } from './dataset.ts';
import { type DescribedFiles, describeFiles } from './describe.ts';
import { StepFailure } from './failure.ts';
import { FOOTERS, metricFactId, rejectsEarly, standing } from './known-metrics.ts';
import type { Bodies, PartitionState, RunRequest, Step } from './state.ts';
import { attemptFolder, spanOf } from './transform.ts';

/** Fixes what the finished query wrote: each file's content, rows and columns, before anybody looks at a value. */
export const pin: Step = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  const prepared = await loadBody(ports.lake, state.ref, 'prepared');
  const { partitions, unexpected: known } = prepared;
  if (!partitions.some((p) => p.status === 'new')) {
    await saveBody(ports.lake, state.ref, 'pinned', { partitions, unexpected: known });
    return { ...state, next: 'go' };
  }
  const written = await describeWritten(request, state.ref, ports);
  const groups = await groupByPartition(written, ports);
  const pinned = partitions.map((p) => (p.status === 'new' ? pinPartition(p, request, written, groups) : p));
  const bind = createBinder(checksOf(request));
  const proved = pinned.map((p, i) => (partitions[i]?.status === 'new' ? prove(p, groups, bind) : undefined));
  const facts = pinned.flatMap((p, i) => {
    const of = proved[i];
    return of === undefined
      ? []
      : [...manifestFact(p, request, clock()), ...proofFact(p, of, request, clock())];
  });
  const found = unexpectedOf(groups, request);
  await ports.ledger.append([...facts, ...unexpectedFact(found, prepared, request, clock())]);
  const values = new Set(found.map((u) => canonicalJson(u.values)));
  const unexpected = [...found, ...known.filter((u) => !values.has(canonicalJson(u.values)))];
  const early = rejectsEarly(request);
  const standings = pinned.map((p, i): PartitionState => {
    const of = proved[i];
    if (of === undefined || p.status !== 'candidate') return p;
    const known = { values: of, proven: new Set(Object.keys(of)) };
    return { ...p, status: standing(p, known, bind, early) ?? 'candidate' };
  });
  await saveBody(ports.lake, state.ref, 'pinned', { partitions: standings, unexpected });
  return { ...state, next: 'go' };
};

interface Group {
  readonly id: PartitionId;
  readonly files: (FileRef & { readonly rows: string })[];
  readonly statistics: (Statistics | undefined)[];
}

async function describeWritten(request: RunRequest, ref: string, ports: Ports): Promise<DescribedFiles> {
  const path = attemptFolder(ref);
  const files = await ports.lake.list(path);
  if (files.length === 0) return { files: [], columns: [] };
  const dataset = datasetOf(request);
  const input = { path, files, format: 'parquet' as const, dataset, partitionedBy: dataset.partitionedBy };
  const described = await describeFiles(input, ports.lake);
  if (!described.ok) throw new StepFailure(described.error, 2);
  return described.value;
}

async function groupByPartition(
  { files }: DescribedFiles,
  ports: Ports,
): Promise<ReadonlyMap<string, Group>> {
  const refs = new Map((await ports.lake.pin(files.map((f) => f.path))).map((f) => [f.path, f]));
  const groups = new Map<string, Group>();
  for (const { path, partition, rows, statistics } of files) {
    const file = refs.get(path);
    if (file === undefined) continue;
    const key = partitionKey(partition);
    const group = groups.get(key) ?? { id: partition, files: [], statistics: [] };
    group.files.push({ ...file, rows: rows ?? '0' });
    group.statistics.push(statistics);
    groups.set(key, group);
  }
  return groups;
}

function pinPartition(
  partition: PartitionState,
  request: RunRequest,
  { columns }: DescribedFiles,
  groups: ReadonlyMap<string, Group>,
): PartitionState {
  const files = groups.get(partitionKey(partition.id))?.files ?? [];
  const { runId, dataset } = request;
  const manifest = pinManifest({ runId, attempt: 1, dataset, partition: partition.id, files });
  return { ...partition, status: files.length === 0 ? 'missing' : 'candidate', manifest, columns };
}

/** Every number that the footers of the partition's files prove. */
function prove(
  { id, columns = [] }: PartitionState,
  groups: ReadonlyMap<string, Group>,
  bind: Binder,
): Readonly<Record<string, Scalar>> {
  return provePartition(bind(columns).metrics, id, columns, groups.get(partitionKey(id))?.statistics ?? []);
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
function unexpectedOf(
  groups: ReadonlyMap<string, Group>,
  request: RunRequest,
): Bodies['pinned']['unexpected'] {
  const expected = new Set(request.partitions.map((p) => partitionKey(p.id)));
  return [...groups.values()]
    .filter(({ id }) => !expected.has(partitionKey(id)))
    .map(({ id, files }) => ({
      values: partitionValues(id),
      rows: files.reduce((sum, f) => sum + BigInt(f.rows), 0n).toString(),
    }));
}
