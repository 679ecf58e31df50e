import type { GateChecks } from '../../core/gate/bind.ts';
import type { Statement } from '../../core/gate/compile.ts';
import { type Cost, NOTHING } from '../../core/gate/cost.ts';
import { type CostLine, estimateScans, groupStatements } from '../../core/gate/estimate.ts';
import { type Plan, planGate } from '../../core/gate/plan.ts';
import { addFootprints } from '../../core/sql/footprint.ts';
import { billingFor, footprintOfPartition } from '../gate/budget.ts';
import type { MetricPorts } from '../gate/known-metrics.ts';
import { DIALECTS } from '../gate/statements.ts';
import { groupTables } from '../gate/table-groups.ts';
import { datasetOf } from '../state/dataset.ts';
import type { RunRequest } from '../state/request.ts';
import type { PartitionState } from '../state/state.ts';

/** One line of the price: how much a scan, or the same scan of each partition, reads. */
export interface PlannedScan {
  readonly kind: Statement['kind'];
  /** 1, or one for each partition. */
  readonly times: number;
  readonly partitions: number;
  /** Whether their files are written by this run, or known from an earlier one. */
  readonly of: 'written' | 'known';
  readonly columns: readonly string[];
  /** All of them together; candidates that are still to be written hold at most what the source holds. */
  readonly rowsAtMost: string | null;
  readonly bytesAtMost: string;
  /** What the engine reads of them, and what it is charged for, at most. */
  readonly cost: Cost;
}

/** Scans, with what they cost by the rules that they are for. */
export interface PricedScans {
  readonly scans: readonly PlannedScan[];
  readonly lines: readonly CostLine[];
}

type Read = Pick<PlannedScan, 'partitions' | 'of' | 'rowsAtMost' | 'bytesAtMost'>;

/** The same query over each partition is one line. */
export function scansOf(
  plan: Pick<Plan, 'statements' | 'metrics'>,
  read: Read,
  lines: readonly CostLine[],
): readonly PlannedScan[] {
  const columnsOf = (ids: readonly string[]): readonly string[] =>
    [...new Set(plan.metrics.filter((m) => ids.includes(m.id)).flatMap((m) => m.columns))].sort();
  return groupStatements(plan).flatMap((same, i) => {
    const [first] = same;
    if (first === undefined) return [];
    const columns = [...Object.values(first.partitionColumns), ...columnsOf(Object.values(first.metrics))];
    const { bytes, usd } = lines[i] ?? NOTHING;
    const cost = { bytes, usd };
    return [{ kind: first.kind, times: same.length, columns: [...new Set(columns)], ...read, cost }];
  });
}

/** The scans that give every number that is not on record of candidates that are there. */
export async function scansOfKnown(
  partitions: readonly PartitionState[],
  request: RunRequest,
  checks: GateChecks,
  ports: MetricPorts,
): Promise<PricedScans> {
  const dataset = datasetOf(request);
  const groups = await groupTables(partitions, request.dataset, ports);
  const priced = groups.map(({ partitions: group, columns, known }): PricedScans => {
    const plan = planGate({
      dataset,
      checks,
      schema: { columns },
      partitions: group.map((p) => p.id),
      table: 'candidate',
      dialect: DIALECTS[ports.engine.dialect],
      known: new Set(known),
    });
    const files = group.flatMap((p) => p.manifest?.files ?? []);
    const weight = addFootprints(group.map(footprintOfPartition));
    const lines = estimateScans(plan, weight, billingFor(dataset, ports));
    const read: Read = {
      partitions: group.length,
      of: 'known',
      rowsAtMost: sum(files.map((f) => f.rows)),
      bytesAtMost: sum(files.map((f) => f.sizeBytes)),
    };
    return { scans: scansOf(plan, read, lines), lines };
  });
  return { scans: priced.flatMap((p) => p.scans), lines: priced.flatMap((p) => p.lines) };
}

const sum = (numbers: readonly (string | number)[]): string =>
  numbers.reduce((total, n) => total + BigInt(n), 0n).toString();
