import type { GateChecks } from '../../core/gate/bind.ts';
import type { Statement } from '../../core/gate/compile.ts';
import { type Plan, planGate } from '../../core/gate/plan.ts';
import { canonicalJson } from '../../core/values/canonical.ts';
import { type MetricPorts, sharedKeys, storedMetrics } from '../gate/known-metrics.ts';
import { DIALECTS } from '../gate/statements.ts';
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
}

type Read = Pick<PlannedScan, 'partitions' | 'of' | 'rowsAtMost' | 'bytesAtMost'>;

/** The same query over each partition is one line. */
export function scansOf(
  { statements, metrics }: Pick<Plan, 'statements' | 'metrics'>,
  read: Read,
): readonly PlannedScan[] {
  const columnsOf = (ids: readonly string[]): readonly string[] =>
    [...new Set(metrics.filter((m) => ids.includes(m.id)).flatMap((m) => m.columns))].sort();
  const groups = Map.groupBy(statements, (s) => (s.kind === 'fused' ? s.id : `opaque ${s.metrics['']}`));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const columns = [...Object.values(first.partitionColumns), ...columnsOf(Object.values(first.metrics))];
    return [{ kind: first.kind, times: same.length, columns: [...new Set(columns)], ...read }];
  });
}

/** The scans that give every number that is not on record of candidates that are there. */
export async function scansOfKnown(
  partitions: readonly PartitionState[],
  request: RunRequest,
  checks: GateChecks,
  ports: MetricPorts,
): Promise<readonly PlannedScan[]> {
  const groups = Map.groupBy(partitions, (p) => canonicalJson(p.columns ?? []));
  const planned = await Promise.all(
    [...groups.values()].map(async (group) => {
      const stored = await Promise.all(group.map((p) => storedMetrics(p, request.dataset, ports)));
      const plan = planGate({
        dataset: datasetOf(request),
        checks,
        schema: { columns: group[0]?.columns ?? [] },
        partitions: group.map((p) => p.id),
        table: 'candidate',
        dialect: DIALECTS[ports.engine.dialect],
        known: new Set(sharedKeys(stored.map((s) => s.values))),
      });
      const files = group.flatMap((p) => p.manifest?.files ?? []);
      return scansOf(plan, {
        partitions: group.length,
        of: 'known',
        rowsAtMost: sum(files.map((f) => f.rows)),
        bytesAtMost: sum(files.map((f) => f.sizeBytes)),
      });
    }),
  );
  return planned.flat();
}

const sum = (numbers: readonly (string | number)[]): string =>
  numbers.reduce((total, n) => total + BigInt(n), 0n).toString();
