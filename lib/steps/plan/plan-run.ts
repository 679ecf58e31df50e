import type { Issue } from '../../core/contract/issue.ts';
import { type GateChecks, prepareChecks } from '../../core/gate/bind.ts';
import { declaredColumns } from '../../core/gate/declared-columns.ts';
import { judgedPartOf } from '../../core/gate/keys.ts';
import { type Plan, planGate } from '../../core/gate/plan.ts';
import type { Lake } from '../../core/ports.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import { ok, type Result } from '../../core/values/result.ts';
import type { SearchPorts } from '../candidate/find-partition.ts';
import { listPlaces } from '../candidate/list-places.ts';
import { findPartitions, originOf, wholeSnapshots } from '../candidate/prepare.ts';
import { describeFiles, type FilesToDescribe } from '../files/describe.ts';
import { createBinder } from '../gate/binder.ts';
import { DIALECTS } from '../gate/statements.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';
import { listSource } from '../state/source.ts';
import type { PartitionState } from '../state/state.ts';
import { type PlannedScan, scansOf, scansOfKnown } from './planned-scans.ts';

export interface RunPlan {
  readonly plan: Plan;
  readonly dataset: string;
  readonly window: RunRequest['window'];
  readonly partitions: number;
  /** What writing the candidates would read at most. */
  readonly source: SourceSize;
  /** How many partitions have come how far. */
  readonly standing: Standing;
  readonly scans: readonly PlannedScan[];
  /**
   * What this run does not read, and a judgement that needs every number would: partitions that known numbers, of
   * footers above all, reject already.
   */
  readonly laterScans: readonly PlannedScan[];
}

export interface SourceSize {
  readonly files: number;
  readonly bytes: string;
  /** From the footers; null where the format has none. */
  readonly rows: string | null;
}

/**
 * What a run would do, against the columns that the contract declares; nothing is read but footers and the ledger.
 * Numbers on record are not asked for again.
 */
export async function planRun(
  request: RunRequest,
  ports: SearchPorts,
): Promise<Result<RunPlan, readonly Issue[]>> {
  const dataset = datasetOf(request);
  const checks = prepareChecks(dataset);
  if (!checks.ok) return checks;
  const source = await sizeOf(request, ports.lake);
  if (!source.ok) return source;
  const plan = planGate({
    dataset,
    checks: checks.value,
    schema: { columns: declaredColumns(dataset) },
    partitions: request.partitions.map((p) => p.id),
    table: 'candidate',
    dialect: DIALECTS[ports.engine.dialect],
  });
  const states = await statesOf(request, checks.value, ports);
  const written = (states?.filter((s) => s.status === 'new') ?? request.partitions).map((p) => p.id);
  const read = {
    partitions: written.length,
    of: 'written' as const,
    rowsAtMost: source.value.rows,
    bytesAtMost: source.value.bytes,
  };
  const listed = (some: readonly PartitionState[] = []) => scansOfKnown(some, request, checks.value, ports);
  return ok({
    plan,
    dataset: request.dataset,
    window: request.window,
    partitions: request.partitions.length,
    standing: states === undefined ? { new: written.length } : count(states),
    source: source.value,
    scans: [
      ...(written.length === 0 ? [] : scansOf(planOf(written, plan), read)),
      ...(await listed(states?.filter((s) => s.status === 'candidate'))),
    ],
    laterScans: await listed(states?.filter(isUnread)),
  });
}

/** The same plan for some of its partitions: the fused scan is of all that are there. */
function planOf(partitions: readonly PartitionId[], { statements, metrics }: Plan) {
  const keys = new Set(partitions.map(partitionKey));
  const wanted = statements.filter((s) => s.partition === undefined || keys.has(partitionKey(s.partition)));
  return { statements: wanted, metrics };
}

async function sizeOf(request: RunRequest, lake: Lake): Promise<Result<SourceSize, readonly Issue[]>> {
  const input = await inputOf(request, lake);
  const bytes = input.files.reduce((sum, f) => sum + f.sizeBytes, 0).toString();
  if (input.format !== 'parquet') return ok({ files: input.files.length, bytes, rows: null });
  const described = await describeFiles(input, lake);
  if (!described.ok) return described;
  const rows = described.value.files.reduce((sum, f) => sum + BigInt(f.rows ?? 0), 0n).toString();
  return ok({ files: input.files.length, bytes, rows });
}

async function inputOf(request: RunRequest, lake: Lake): Promise<FilesToDescribe> {
  const { candidate } = request;
  if (candidate.by === 'query') {
    const { source } = candidate;
    return { ...source, files: await listSource(source, lake), dataset: source.table, partitionedBy: [] };
  }
  const { files } = await listPlaces(request, candidate, { lake });
  const pinned = await lake.pin([...files.values()].flat());
  return { path: '', files: pinned, format: 'parquet', dataset: datasetOf(request), partitionedBy: [] };
}

type Standing = Partial<Record<PartitionState['status'], number>>;

/** By what the ledger has; where it has no candidate of the dataset, every partition is to be written. */
async function statesOf(
  request: RunRequest,
  checks: GateChecks,
  ports: SearchPorts,
): Promise<readonly PartitionState[] | undefined> {
  const { dataset } = request;
  if ((await newestFact(ports, { kind: 'manifest', dataset, limit: 1 })) === undefined) return undefined;
  // a plan puts nothing on record
  const silent = { ...ports, ledger: { ...ports.ledger, append: async () => {} } };
  const origin = await originOf(request, silent, () => request.window.end);
  const judgedPart = judgedPartOf(datasetOf(request));
  const visible = await wholeSnapshots(request, undefined, ports);
  return findPartitions({ request, bind: createBinder(checks), judgedPart, visible }, origin, ports);
}

/** Rejected by what was known, and never read: some of its rules were not asked for. */
const isUnread = ({ status, judgedBy }: PartitionState): boolean =>
  status === 'refuted' || judgedBy?.verdict.checks.some((c) => c.reason === 'notAsked') === true;

const count = (states: readonly PartitionState[]): Standing =>
  Object.fromEntries([...Map.groupBy(states, (s) => s.status)].map(([status, of]) => [status, of.length]));
