import type { Issue } from '../core/contract/issue.ts';
import { prepareChecks } from '../core/gate/bind.ts';
import type { Statement } from '../core/gate/compile.ts';
import { type Plan, planGate } from '../core/gate/plan.ts';
import type { Lake } from '../core/ports.ts';
import { duckdb } from '../core/sql/dialects/duckdb.ts';
import { typeForText } from '../core/sql/logical-type.ts';
import type { PhysicalColumn } from '../core/sql/physical.ts';
import { typeNameOf } from '../core/sql/type-name-of.ts';
import { ok, type Result } from '../core/values/result.ts';
import { datasetOf } from './dataset.ts';
import { describeFiles, type FilesToDescribe } from './describe.ts';
import { listPlaces } from './list-places.ts';
import { listSource } from './source.ts';
import type { RunRequest } from './state.ts';

export interface RunPlan {
  readonly plan: Plan;
  readonly dataset: string;
  readonly window: RunRequest['window'];
  readonly partitions: number;
  /** What writing the candidates would read at most. */
  readonly source: SourceSize;
  readonly scans: readonly PlannedScan[];
}

export interface SourceSize {
  readonly files: number;
  readonly bytes: string;
  /** From the footers; null where the format has none. */
  readonly rows: string | null;
}

/** One line of the price: how much a scan, or the same scan of each partition, reads. */
export interface PlannedScan {
  readonly kind: Statement['kind'];
  /** 1, or one for each partition. */
  readonly times: number;
  readonly columns: readonly string[];
  /** All of them together; the candidates hold at most what the source holds. */
  readonly rowsAtMost: string | null;
  readonly bytesAtMost: string;
}

/** What a run would do, against the columns that the contract declares; nothing is read but the source's footers. */
export async function planRun(request: RunRequest, lake: Lake): Promise<Result<RunPlan, readonly Issue[]>> {
  const dataset = datasetOf(request);
  const checks = prepareChecks(dataset);
  if (!checks.ok) return checks;
  const source = await sizeOf(request, lake);
  if (!source.ok) return source;
  const columns = dataset.columns.map((c): PhysicalColumn => {
    const type = typeForText(c);
    const from = dataset.partitionedBy.includes(c.physicalName) ? 'path' : 'file';
    return { name: c.physicalName, type, typeName: typeNameOf(type), from };
  });
  const plan = planGate({
    dataset,
    checks: checks.value,
    schema: { columns },
    partitions: request.partitions.map((p) => p.id),
    table: 'candidate',
    dialect: duckdb,
  });
  const { window, partitions } = request;
  return ok({
    plan,
    dataset: request.dataset,
    window,
    partitions: partitions.length,
    source: source.value,
    scans: scansOf(plan, source.value),
  });
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

/** The same query over each partition is one line. */
function scansOf({ statements, metrics }: Plan, { rows, bytes }: SourceSize): readonly PlannedScan[] {
  const columnsOf = (ids: readonly string[]): readonly string[] =>
    [...new Set(metrics.filter((m) => ids.includes(m.id)).flatMap((m) => m.columns))].sort();
  const groups = Map.groupBy(statements, (s) => (s.kind === 'fused' ? s.id : `opaque ${s.metrics['']}`));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const columns = [...Object.values(first.partitionColumns), ...columnsOf(Object.values(first.metrics))];
    const size = { rowsAtMost: rows, bytesAtMost: bytes };
    return [{ kind: first.kind, times: same.length, columns: [...new Set(columns)], ...size }];
  });
}
