import { bindChecks, type GateChecks } from '../core/gate/bind.ts';
import { neededMetrics } from '../core/gate/plan.ts';
import type { Ports } from '../core/ports.ts';
import { partitionKey } from '../core/values/partition.ts';
import type { Scalar } from '../core/values/scalar.ts';
import type { PartitionState } from './state.ts';

/** Numbers that the ledger has of a manifest, measured by this engine. */
export async function storedMetrics(
  { id, manifest }: Pick<PartitionState, 'id' | 'manifest'>,
  dataset: string,
  ports: Ports,
): Promise<Readonly<Record<string, Scalar>>> {
  if (manifest === undefined) return {};
  const values: Record<string, Scalar> = {};
  const partition = partitionKey(id);
  for await (const fact of ports.ledger.query({ kind: 'metric', dataset, partition, order: 'oldest' })) {
    if (fact.kind !== 'metric' || fact.body.engine !== ports.engine.name) continue;
    if (fact.body.manifestSha256 === manifest.sha256) Object.assign(values, fact.body.values);
  }
  return values;
}

/** Whether a partition can be judged without a query. */
export async function knowsEverything(
  partition: Pick<PartitionState, 'id' | 'manifest' | 'columns'>,
  dataset: string,
  checks: GateChecks,
  ports: Ports,
): Promise<boolean> {
  const stored = await storedMetrics(partition, dataset, ports);
  const needed = neededMetrics(bindChecks(checks, { columns: partition.columns ?? [] }));
  return needed.every((m) => stored[m.id] !== undefined);
}
