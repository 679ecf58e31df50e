import { setTimeout as delay } from 'node:timers/promises';
import type { Issue } from '../../core/contract/issue.ts';
import type { Contract } from '../../core/contract/model.ts';
import { provePartition } from '../../core/footers/prove-partition.ts';
import { bindChecks, type GateCheck, type GateChecks, prepareChecks } from '../../core/gate/bind.ts';
import { overBudget } from '../../core/gate/budget.ts';
import { actualCost } from '../../core/gate/cost.ts';
import { estimateOf } from '../../core/gate/estimate.ts';
import { rulesOfOtherEngines } from '../../core/gate/other-engines.ts';
import { neededMetrics, partitionColumns } from '../../core/gate/plan.ts';
import type { Verdict } from '../../core/gate/verdict.ts';
import type { Lake, Ports, StagingSpec } from '../../core/ports.ts';
import { addFootprints, type Footprint } from '../../core/sql/footprint.ts';
import type { Metric } from '../../core/sql/metric.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import { fail, ok, type Result } from '../../core/values/result.ts';
import type { DescribedFiles } from '../files/describe.ts';
import { billingFor, estimateTable, leavesRoom, NO_ROOM } from '../gate/budget.ts';
import { sharedKeys } from '../gate/known-metrics.ts';
import { advanceScans, startScans } from '../gate/scan.ts';
import { isFailed } from '../sample/plan-samples.ts';
import { sampleFiles } from '../sample/sample-files.ts';
import { letGo } from '../state/let-go.ts';
import type { RanStatement } from '../state/measuring.ts';
import { noSamples, type Samples } from '../state/samples.ts';
import type { Bodies } from '../state/state.ts';
import { type CheckedInput, describeInput } from './describe-input.ts';
import { judgeScans, type Values } from './judge-scans.ts';

export interface CheckRequest extends CheckedInput {
  readonly contract: Contract;
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

/** Does the work, and may abort it by the signal. */
export type Interruptible = <T>(work: (signal?: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * The same, with failing rows where they are asked for, and every statement that ran. However it ends, nothing goes on
 * running and no table is left; what an engine is asked is asked within `interruptible`.
 */
export async function inspectData(
  request: CheckRequest,
  ports: CheckPorts,
  clock: () => string,
  interruptible: Interruptible = (work) => work(),
): Promise<Result<Inspection, readonly Issue[]>> {
  const startedAt = Date.parse(clock());
  const { contract, dataset, now } = request;
  const strangers = rulesOfOtherEngines(dataset, ports.engine.dialect);
  if (strangers.length > 0) return fail(strangers);
  const prepared = prepareChecks(dataset);
  if (!prepared.ok) return prepared;
  const checks = prepared.value;
  const found = await inspectFooters(request, checks, ports.lake);
  if (!found.ok) return found;
  const { files, columns, bound, inData, proofs, footprint } = found.value;
  const known = new Map(files.map((f) => [partitionKey(f.partition), f.partition]));
  const proven = sharedKeys([...known.keys()].map((key) => proofs.get(key) ?? {}));
  const partitions = [...known.values()];
  const table = { dataset, checks, columns, partitions, known: proven, files: footprint };
  const estimate = estimateOf(estimateTable(table, ports));
  const over = overBudget(dataset, estimate);
  if (over !== undefined) return fail([over]);
  const scans = await interruptible((signal) =>
    scanAll(request, checks, { files, columns }, { known, proven }, ports, signal),
  );
  const judged = judgeScans({
    ...{ dataset, columns, bound, known, proofs, scans, now },
    forPeople: checks.forPeople,
    partitionColumns: inData,
  });
  const actual = actualCost(scans.ran, billingFor(dataset, ports));
  const { id, version, sha256 } = contract;
  const verdict: Verdict = {
    verdictVersion: 1,
    contract: { id, version, sha256 },
    dataset: dataset.name,
    partitions: judged.map((p) => p.verdict),
    stats: {
      ...scans.stats,
      elapsedMs: Date.parse(clock()) - startedAt,
      cost: {
        estimate: { bytes: estimate.bytes, usd: estimate.usd },
        actual,
      },
    },
  };
  const failed = judged
    .filter((p) => isFailed(p.verdict))
    .map((p) => ({ id: p.id, columns, checks: p.verdict.checks }));
  const more = { queries: 1, bytes: footprint.sizeBytes };
  const samples =
    request.samples !== true
      ? noSamples('off', failed.length)
      : failed.length > 0 && !leavesRoom(dataset, actual, more, ports)
        ? noSamples('failed', failed.length, NO_ROOM)
        : await interruptible((signal) => sampleFiles(failed, checks, { ...request, files }, ports, signal));
  return ok({ verdict, samples, ran: scans.ran });
}

interface Footing extends Pick<StagingSpec, 'files' | 'columns'> {
  readonly bound: readonly GateCheck[];
  readonly inData: readonly PhysicalColumn[];
  /** Partition key → what the footers of its files prove. */
  readonly proofs: ReadonlyMap<string, Values>;
  /** Of all files. */
  readonly footprint: Footprint;
}

/** What the files say of themselves. Of their statistics only what they prove is kept: of 10,000 files they weigh. */
async function inspectFooters(
  request: CheckRequest,
  checks: GateChecks,
  lake: Lake,
): Promise<Result<Footing, readonly Issue[]>> {
  const described = await describeInput(request, lake);
  if (!described.ok) return described;
  const { files, columns } = described.value;
  const bound = bindChecks(checks, { columns });
  const inData = partitionColumns(request.dataset, { columns });
  const ofFiles = inData.every((c) => c.from === 'path') && request.withoutProofs !== true;
  const proofs = ofFiles ? proofsOf(described.value, neededMetrics(bound)) : new Map<string, Values>();
  const kept = files.map(({ path, partition, rows }) => ({ path, partition, rows }));
  const footprint = addFootprints(files.map((f) => f.footprint));
  return ok({ files: kept, columns, bound, inData, proofs, footprint });
}

/** Every number that is not proven, of all partitions in one table. */
async function scanAll(
  { dataset, format, delimiter, runId = 'check' }: CheckRequest,
  checks: GateChecks,
  { files, columns }: Pick<StagingSpec, 'files' | 'columns'>,
  { known, proven }: { readonly known: ReadonlyMap<string, PartitionId>; readonly proven: readonly string[] },
  { catalog, engine }: CheckPorts,
  signal?: AbortSignal,
): Promise<Bodies['measuring']> {
  const table = await catalog.stage({
    dataset: dataset.name,
    runId,
    attempt: 1,
    format,
    ...(delimiter === undefined ? {} : { delimiter }),
    files,
    columns,
  });
  const measuring = { table, partitions: [...known.values()], columns, known: proven };
  let running: Bodies['measuring']['running'] = [];
  try {
    let scans = await startScans([measuring], checks, dataset, runId, { engine });
    for (;;) {
      running = scans.running;
      if (running.length === 0) return scans;
      signal?.throwIfAborted();
      scans = await advanceScans(scans, checks, dataset, runId, { engine });
      if (scans.running.length > 0) await delay(5);
    }
  } finally {
    await letGo({ queries: running.map((r) => r.query), tables: [table] }, { engine, catalog });
  }
}

function proofsOf(
  { files, columns }: DescribedFiles,
  metrics: readonly Metric[],
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
