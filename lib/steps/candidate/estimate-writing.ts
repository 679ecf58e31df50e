import { declaredColumns } from '../../core/gate/declared-columns.ts';
import { type CostLine, estimateScans, estimateWrite } from '../../core/gate/estimate.ts';
import { type Plan, planGate } from '../../core/gate/plan.ts';
import type { Ports } from '../../core/ports.ts';
import { queryFacts } from '../../core/publish/query-facts.ts';
import { type Footprint, wholeFile } from '../../core/sql/footprint.ts';
import type { TableRead } from '../../core/sql/table-read.ts';
import type { PartitionId } from '../../core/values/partition.ts';
import { billingFor } from '../gate/budget.ts';
import type { MetricPorts } from '../gate/known-metrics.ts';
import { DIALECTS } from '../gate/statements.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';

/** What writing candidates costs, and what asking for every number of them will. */
export interface WritingEstimate {
  readonly write: CostLine;
  readonly scans: readonly CostLine[];
}

/**
 * Of candidates that nobody has written yet: the query that writes them reads no more than its source holds; what they
 * will hold themselves is a guess, asked again when they are there.
 */
export async function estimateWriting(
  request: RunRequest,
  read: TableRead,
  source: Footprint,
  partitions: readonly PartitionId[],
  ports: MetricPorts,
): Promise<WritingEstimate> {
  const billing = billingFor(datasetOf(request), ports);
  const files = await guessCandidates(request.dataset, source, partitions.length, ports);
  const scans = estimateScans(planOfDeclared(request, partitions, ports), files, billing);
  return {
    write: estimateWrite(read, source, billing),
    scans: scans.map((line) => ({ ...line, isGuess: true })),
  };
}

/** The plan against the columns that the contract declares. */
export function planOfDeclared(
  request: RunRequest,
  partitions: readonly PartitionId[],
  { engine }: Pick<MetricPorts, 'engine'>,
): Plan {
  const dataset = datasetOf(request);
  return planGate({
    dataset,
    checks: checksOf(request),
    schema: { columns: declaredColumns(dataset) },
    partitions,
    table: 'candidate',
    dialect: DIALECTS[engine.dialect],
  });
}

/** Candidates that are looked back at. */
const RECENT = 100;

/** Many files hold the same rows less densely than one, and each has a frame of its own. */
const LOOSER = 1.25;
const FRAME_BYTES = 4096;

/** Each as much as twice the largest of those before, all of them little more than the source. */
export async function guessCandidates(
  dataset: string,
  source: Footprint,
  partitions: number,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<Footprint> {
  let largest = 0;
  const recent = queryFacts(ledger, { kind: 'manifest', dataset, order: 'newest', limit: RECENT });
  for await (const { body } of recent) {
    largest = Math.max(
      largest,
      body.files.reduce((sum, f) => sum + f.sizeBytes, 0),
    );
  }
  const most = Math.ceil(LOOSER * source.sizeBytes) + FRAME_BYTES * partitions;
  return wholeFile(largest === 0 ? most : Math.min(most, 2 * largest * partitions));
}
