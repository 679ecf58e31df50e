import { estimateScans } from '../../core/gate/estimate.ts';
import type { Plan } from '../../core/gate/plan.ts';
import { addFootprints } from '../../core/sql/footprint.ts';
import { parseTransformQuery } from '../../core/sql/user-query.ts';
import { type PartitionId, partitionKey } from '../../core/values/partition.ts';
import { estimateWriting } from '../candidate/estimate-writing.ts';
import { billingFor } from '../gate/budget.ts';
import type { MetricPorts } from '../gate/known-metrics.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';
import type { PartitionState } from '../state/state.ts';
import { type PricedScans, scansOf } from './planned-scans.ts';
import type { DescribedSource } from './source-size.ts';

/** Partitions that are to be written, or taken from where another job wrote them. */
export async function scansOfNew(
  partitions: readonly (RunRequest['partitions'][number] | PartitionState)[],
  plan: Plan,
  request: RunRequest,
  source: DescribedSource,
  ports: MetricPorts,
): Promise<PricedScans> {
  if (partitions.length === 0) return { scans: [], lines: [] };
  const ids = partitions.map((p) => p.id);
  const some = planOf(ids, plan);
  const { candidate } = request;
  const read = {
    partitions: ids.length,
    of: 'written' as const,
    rowsAtMost: source.rows,
    bytesAtMost: source.bytes,
  };
  if (candidate.by === 'query') {
    const about = { pipeline: request.pipeline.name, engine: candidate.engine };
    const checked = parseTransformQuery(candidate.sql, about);
    const reading = checked.ok ? checked.value.read : WHOLE;
    const all = addFootprints([...source.footprints.values()]);
    const { write, scans } = await estimateWriting(request, reading, all, ids, ports);
    return { scans: scansOf(some, read, scans), lines: [write, ...scans] };
  }
  // files that were found are judged as they are
  const found = partitions.flatMap((p) => ('found' in p && p.found !== undefined ? [p.found] : []));
  const paths = found.length === 0 ? [...source.footprints.keys()] : found.flat().map((f) => f.path);
  const weight = addFootprints(paths.flatMap((path) => source.footprints.get(path) ?? []));
  const lines = estimateScans(some, weight, billingFor(datasetOf(request), ports));
  return { scans: scansOf(some, read, lines), lines };
}

const WHOLE = { times: 1, columns: 'all' } as const;

/** The same plan for some of its partitions: the fused scan is of all that are there. */
function planOf(partitions: readonly PartitionId[], { statements, metrics }: Plan) {
  const keys = new Set(partitions.map(partitionKey));
  const wanted = statements.filter((s) => s.partition === undefined || keys.has(partitionKey(s.partition)));
  return { statements: wanted, metrics };
}
