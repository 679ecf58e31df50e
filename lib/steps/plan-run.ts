import type { Issue } from '../core/contract/issue.ts';
import { prepareChecks } from '../core/gate/bind.ts';
import { type Plan, planGate } from '../core/gate/plan.ts';
import type { Lake } from '../core/ports.ts';
import { duckdb } from '../core/sql/dialects/duckdb.ts';
import { typeForText } from '../core/sql/logical-type.ts';
import type { PhysicalColumn } from '../core/sql/physical.ts';
import { typeNameOf } from '../core/sql/type-name-of.ts';
import { ok, type Result } from '../core/values/result.ts';
import { datasetOf } from './dataset.ts';
import { listSource } from './source.ts';
import type { RunRequest } from './state.ts';

export interface RunPlan {
  readonly plan: Plan;
  readonly dataset: string;
  readonly window: RunRequest['window'];
  readonly partitions: number;
  /** Size of the source's files: what writing the candidates would read at most. */
  readonly sourceBytes: string;
}

/** What a run would do, against the columns that the contract declares; nothing is read but the source's listing. */
export async function planRun(request: RunRequest, lake: Lake): Promise<Result<RunPlan, readonly Issue[]>> {
  const dataset = datasetOf(request);
  const checks = prepareChecks(dataset);
  if (!checks.ok) return checks;
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
  const files = await listSource(request.source, lake);
  const sourceBytes = files.reduce((sum, f) => sum + f.sizeBytes, 0).toString();
  const { window, partitions } = request;
  return ok({ plan, dataset: request.dataset, window, partitions: partitions.length, sourceBytes });
}
