import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rowCountMetric } from '../../core/checks/metrics.ts';
import { type Issue, issue } from '../../core/contract/issue.ts';
import type { Contract, Dataset } from '../../core/contract/model.ts';
import { provePartition } from '../../core/footers/prove-partition.ts';
import { bindChecks, type GateCheck, type GateChecks, prepareChecks } from '../../core/gate/bind.ts';
import { decidePartition } from '../../core/gate/decide.ts';
import { judgePartition } from '../../core/gate/judge.ts';
import { neededMetrics, partitionColumns } from '../../core/gate/plan.ts';
import { unexpectedVerdict } from '../../core/gate/unexpected.ts';
import type { PartitionVerdict, Verdict } from '../../core/gate/verdict.ts';
import { endOfPartition } from '../../core/pipeline/end-of-partition.ts';
import type { Ports, StagingSpec } from '../../core/ports.ts';
import type { Metric } from '../../core/sql/metric.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import {
  type PartitionId,
  type PartitionValues,
  partitionKey,
  partitionValues,
} from '../../core/values/partition.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import { integer, NULL, type Scalar, scalarText, string } from '../../core/values/scalar.ts';
import { type DescribedFiles, describeFiles } from '../files/describe.ts';
import { sharedKeys } from '../gate/known-metrics.ts';
import { advanceScans, failuresByPartition, startScans } from '../gate/scan.ts';
import { isFailed } from '../sample/plan-samples.ts';
import { sampleFiles } from '../sample/sample-files.ts';
import type { MeasuringTable, RanStatement } from '../state/measuring.ts';
import { noSamples, type Samples } from '../state/samples.ts';

export interface CheckRequest {
  readonly contract: Contract;
  readonly dataset: Dataset;
  /** A file or a folder. */
  readonly path: string;
  readonly format: 'parquet' | 'csv' | 'json';
  readonly delimiter?: string;
  /** Asks the engine for every number, also for those that footers prove. */
  readonly withoutProofs?: boolean;
  /** Looks for failing rows, by one more query. */
  readonly samples?: boolean;
  /** Where others check too, on an engine that all share: one of its own. */
  readonly runId?: string;
  /** ISO 8601 UTC: freshness is judged as of now or of the partition's end, whichever is earlier. */
  readonly now: string;
}

type CheckPorts = Pick<Ports, 'engine' | 'catalog' | 'lake'>;

/** Judges files without publishing, recording or writing anything: every rule is evaluated. */
export async function checkData(
  request: CheckRequest,
  ports: CheckPorts,
  clock: () => string,
): Promise<Result<Verdict, readonly Issue[]>> {
  const inspected = await inspectData(request, ports, clock);
  return inspected.ok ? ok(inspected.value.verdict) : inspected;
}

/** A verdict with what a report shows beside it. */
export interface Inspection {
  readonly verdict: Verdict;
  readonly samples: Samples;
  readonly ran: readonly RanStatement[];
}

/** The same, with failing rows where they are asked for, and every statement that ran. */
export async function inspectData(
  request: CheckRequest,
  ports: CheckPorts,
  clock: () => string,
): Promise<Result<Inspection, readonly Issue[]>> {
  const startedAt = Date.parse(clock());
  const { contract, dataset, path, now, runId = 'check' } = request;
  const checks = prepareChecks(dataset);
  if (!checks.ok) return checks;
  const found = await inspectFooters(request, checks.value, ports);
  if (!found.ok) return found;
  const { files, columns, bound, inData, proofs } = found.value;
  const schema = { columns };
  const staged = await ports.catalog.stage({
    dataset: dataset.name,
    runId,
    attempt: 1,
    format: request.format,
    ...(request.delimiter === undefined ? {} : { delimiter: request.delimiter }),
    files,
    columns,
  });
  const known = new Map(files.map((f) => [partitionKey(f.partition), f.partition]));
  const table: MeasuringTable = {
    table: staged,
    partitions: [...known.values()],
    columns,
    known: sharedKeys([...known.keys()].map((key) => proofs.get(key) ?? {})),
  };
  let scans = await startScans([table], checks.value, dataset, runId, ports);
  for (;;) {
    scans = await advanceScans(scans, checks.value, dataset, runId, ports);
    if (scans.running.length === 0) break;
    await delay(5);
  }
  await ports.catalog.drop(staged);
  const failuresOf = failuresByPartition(scans.failures);
  const measured = new Map(scans.values.map((v) => [v.key, v.values]));
  // a partition without a row gives no row of the result, and is there all the same
  const expected = inData.every((c) => c.from === 'path') ? [...known.keys()] : [];
  const keys = [...new Set([...expected, ...measured.keys()])].sort();
  const partitions = (keys.length > 0 ? keys : [partitionKey({})]).map((key): PartitionVerdict => {
    const proof = proofs.get(key) ?? {};
    const values = { [rowCountMetric.id]: integer(0), ...proof, ...measured.get(key) };
    const id =
      known.get(key) ??
      idFromKey(
        key,
        inData.map((c) => c.name),
      );
    const asOf = endOfPartition(id, dataset, now);
    if (Object.values(id).some((v) => v.type === 'null')) {
      const rows = scalarText(values[rowCountMetric.id] ?? NULL);
      return unexpectedVerdict({ values: partitionValues(id), rows }, asOf);
    }
    const of = {
      schema,
      values: new Map(Object.entries(values)),
      proven: new Set(Object.keys(proof)),
      failures: failuresOf(key),
      asOf,
    };
    const results = judgePartition(bound, checks.value.forPeople, of);
    const decision = decidePartition(results, dataset.settings.policy);
    return { partition: partitionValues(id), asOf, decision, checks: results };
  });
  if (partitions.length === 0) return fail([issue('SLU-413', { folder: path })]);
  const { id, version, sha256 } = contract;
  const elapsedMs = Date.parse(clock()) - startedAt;
  const verdict: Verdict = {
    verdictVersion: 1,
    contract: { id, version, sha256 },
    dataset: dataset.name,
    partitions,
    stats: { ...scans.stats, elapsedMs },
  };
  const failed = partitions.filter(isFailed).flatMap(({ partition, checks: results }) => {
    const id = known.get(partitionKey(partition)) ?? partitionScalars(partition);
    return [{ id, columns, checks: results }];
  });
  const samples =
    request.samples === true
      ? await sampleFiles(failed, checks.value, { ...request, files }, ports)
      : noSamples('off', failed.length);
  return ok({ verdict, samples, ran: scans.ran });
}

interface Footing {
  readonly files: StagingSpec['files'];
  readonly columns: readonly PhysicalColumn[];
  readonly bound: readonly GateCheck[];
  readonly inData: readonly PhysicalColumn[];
  /** Partition key → what the footers of its files prove. */
  readonly proofs: ReadonlyMap<string, Values>;
}

/** What the files say of themselves. Of their statistics only what they prove is kept: of 10,000 files they weigh. */
async function inspectFooters(
  request: CheckRequest,
  checks: GateChecks,
  ports: CheckPorts,
): Promise<Result<Footing, readonly Issue[]>> {
  const described = await describeInput(request, ports);
  if (!described.ok) return described;
  const { files, columns } = described.value;
  const bound = bindChecks(checks, { columns });
  const inData = partitionColumns(request.dataset, { columns });
  const ofFiles = inData.every((c) => c.from === 'path') && request.withoutProofs !== true;
  const proofs = ofFiles ? proofsOf(files, neededMetrics(bound), columns) : new Map<string, Values>();
  const staged = files.map(({ path, partition, rows }) => ({ path, partition, rows }));
  return ok({ files: staged, columns, bound, inData, proofs });
}

async function describeInput({ dataset, path, format, delimiter }: CheckRequest, ports: CheckPorts) {
  const listed = await ports.lake.list(path);
  if (listed.length === 0) return fail([issue('SLU-413', { folder: path })]);
  const isFolder = listed.some((f) => f.path !== path);
  const root = partitionRoot(isFolder ? path : dirname(path), dataset.partitionedBy) ?? path;
  const nested =
    root !== path || (isFolder && listed.some((f) => f.path.slice(path.length + 1).includes('/')));
  const partitionedBy = nested ? dataset.partitionedBy : [];
  return describeFiles({ path: root, files: listed, format, delimiter, dataset, partitionedBy }, ports.lake);
}

/** Of a folder that is one partition itself (`flights/day=2001-01-01`): where the partitions begin. */
function partitionRoot(folder: string, partitionedBy: readonly string[]): string | undefined {
  let at = folder;
  for (const column of partitionedBy.toReversed()) {
    if (!basename(at).startsWith(`${column}=`)) return undefined;
    at = dirname(at);
  }
  return partitionedBy.length === 0 ? undefined : at;
}

type Values = Readonly<Record<string, Scalar>>;

function proofsOf(
  files: DescribedFiles['files'],
  metrics: readonly Metric[],
  columns: readonly PhysicalColumn[],
): ReadonlyMap<string, Values> {
  const groups = Map.groupBy(files, (f) => partitionKey(f.partition));
  return new Map(
    [...groups].map(([key, of]) => {
      const partition = of[0]?.partition ?? {};
      const statistics = of.map((f) => f.statistics);
      return [key, provePartition(metrics, partition, columns, statistics)];
    }),
  );
}

function idFromKey(key: string, columns: readonly string[]): PartitionId {
  const values: Record<string, string | null> = JSON.parse(key);
  return Object.fromEntries(
    columns.map((c) => {
      const value = values[c] ?? null;
      return [c, value === null ? NULL : string(value)];
    }),
  );
}

const partitionScalars = (values: PartitionValues): PartitionId =>
  Object.fromEntries(Object.entries(values).map(([c, v]) => [c, v === null ? NULL : string(v)]));
