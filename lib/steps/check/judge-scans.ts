import { rowCountMetric } from '../../core/checks/metrics.ts';
import type { Dataset } from '../../core/contract/model.ts';
import type { GateCheck, GateChecks } from '../../core/gate/bind.ts';
import { decidePartition } from '../../core/gate/decide.ts';
import { judgePartition } from '../../core/gate/judge.ts';
import { unexpectedVerdict } from '../../core/gate/unexpected.ts';
import type { PartitionVerdict } from '../../core/gate/verdict.ts';
import { endOfPartition } from '../../core/pipeline/end-of-partition.ts';
import type { PhysicalColumn } from '../../core/sql/physical.ts';
import { type PartitionId, partitionKey, partitionValues } from '../../core/values/partition.ts';
import { integer, NULL, type Scalar, scalarText, string } from '../../core/values/scalar.ts';
import { failuresByPartition } from '../gate/scan.ts';
import type { Bodies } from '../state/state.ts';

export type Values = Readonly<Record<string, Scalar>>;

export interface Scanned {
  readonly dataset: Dataset;
  readonly columns: readonly PhysicalColumn[];
  readonly bound: readonly GateCheck[];
  readonly forPeople: GateChecks['forPeople'];
  /** Partitions that files are known to be of, by key. */
  readonly known: ReadonlyMap<string, PartitionId>;
  /** Columns that name partitions, as far as the data has them. */
  readonly partitionColumns: readonly PhysicalColumn[];
  /** What footers prove, by partition. */
  readonly proofs: ReadonlyMap<string, Values>;
  readonly scans: Pick<Bodies['measuring'], 'values' | 'failures'>;
  readonly now: string;
}

export interface JudgedFiles {
  readonly id: PartitionId;
  readonly verdict: PartitionVerdict;
}

/** A verdict on each partition that the files or their rows are of; on the whole where there are none. */
export function judgeScans(scanned: Scanned): readonly JudgedFiles[] {
  const { known, partitionColumns, scans } = scanned;
  const measured = new Map(scans.values.map((v) => [v.key, v.values]));
  // a partition without a row gives no row of the result, and is there all the same
  const expected = partitionColumns.every((c) => c.from === 'path') ? [...known.keys()] : [];
  const keys = [...new Set([...expected, ...measured.keys()])].sort();
  const judge = judgeWith(scanned, measured);
  return (keys.length > 0 ? keys : [partitionKey({})]).map((key) => {
    const id = known.get(key) ?? idFromKey(key, partitionColumns);
    return { id, verdict: judge(key, id) };
  });
}

function judgeWith(scanned: Scanned, measured: ReadonlyMap<string, Values>) {
  const { dataset, columns, bound, forPeople, proofs, scans, now } = scanned;
  const failuresOf = failuresByPartition(scans.failures);
  return (key: string, id: PartitionId): PartitionVerdict => {
    const proof = proofs.get(key) ?? {};
    const values = { [rowCountMetric.id]: integer(0), ...proof, ...measured.get(key) };
    const asOf = endOfPartition(id, dataset, now);
    const partition = partitionValues(id);
    if (Object.values(id).some((v) => v.type === 'null')) {
      const rows = scalarText(values[rowCountMetric.id] ?? NULL);
      return unexpectedVerdict({ values: partition, rows }, asOf);
    }
    const checks = judgePartition(bound, forPeople, {
      schema: { columns },
      values: new Map(Object.entries(values)),
      proven: new Set(Object.keys(proof)),
      failures: failuresOf(key),
      asOf,
    });
    return { partition, asOf, decision: decidePartition(checks, dataset.settings.policy), checks };
  };
}

function idFromKey(key: string, columns: readonly PhysicalColumn[]): PartitionId {
  const values: Record<string, string | null> = JSON.parse(key);
  return Object.fromEntries(
    columns.map(({ name }) => {
      const value = values[name] ?? null;
      return [name, value === null ? NULL : string(value)];
    }),
  );
}
