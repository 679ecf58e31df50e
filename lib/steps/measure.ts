import { prepareChecks } from '../core/gate/bind.ts';
import type { Ports } from '../core/ports.ts';
import type { Fact } from '../core/publish/facts.ts';
import { canonicalJson, keyOf } from '../core/values/canonical.ts';
import { partitionKey } from '../core/values/partition.ts';
import { findBody, loadBody, saveBody } from './bodies.ts';
import { datasetOf } from './dataset.ts';
import { StepFailure } from './failure.ts';
import { storedMetrics } from './known-metrics.ts';
import { holdLease } from './lease.ts';
import { advanceScans, startScans } from './scan.ts';
import type { Bodies, MeasuringTable, PartitionState, RunRequest, Step } from './state.ts';

/** Asks the engine for every number that is not on record: one scan over all partitions that need it. */
export const measure: Step = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  await holdLease(request.dataset, request.runId, ports);
  const { partitions } = await loadBody(ports.lake, state.ref, 'pinned');
  const checks = prepareChecks(datasetOf(request));
  if (!checks.ok) throw new StepFailure(checks.error, 2);
  const dataset = datasetOf(request);
  const unmeasured = partitions.filter((p) => p.status === 'candidate');
  const begun = await findBody(ports.lake, state.ref, 'measuring');
  const before =
    begun ??
    (await startScans(
      await stageAll(unmeasured, request, ports),
      checks.value,
      dataset,
      request.runId,
      ports,
    ));
  const after = await advanceScans(before, checks.value, dataset, request.runId, ports);
  await saveBody(ports.lake, state.ref, 'measuring', after);
  const progress = { done: after.running.length === 0 ? unmeasured.length : 0, total: unmeasured.length };
  if (after.running.length > 0) return { ...state, next: 'wait', progress };
  for (const { table } of after.tables) await ports.catalog.drop(table);
  await ports.ledger.append(metricFacts(unmeasured, after, request, ports, clock()));
  const stored = await Promise.all(
    partitions
      .filter((p) => p.status === 'measured')
      .map(async (p) => ({
        key: partitionKey(p.id),
        values: await storedMetrics(p, request.dataset, ports),
      })),
  );
  const { failures, stats } = after;
  await saveBody(ports.lake, state.ref, 'measured', {
    values: [...after.values, ...stored],
    failures,
    stats,
  });
  return { ...state, next: 'go', progress };
};

/** One table for all partitions whose files have the same columns. */
async function stageAll(
  partitions: readonly PartitionState[],
  request: RunRequest,
  ports: Ports,
): Promise<readonly MeasuringTable[]> {
  const groups = Map.groupBy(partitions, (p) => canonicalJson(p.columns ?? []));
  const tables: MeasuringTable[] = [];
  for (const group of groups.values()) {
    const columns = group[0]?.columns ?? [];
    const files = group.flatMap((p) =>
      (p.manifest?.files ?? []).map(({ path }) => ({ path, partition: p.id })),
    );
    const { dataset, runId } = request;
    const table = await ports.catalog.stage({
      dataset,
      runId,
      attempt: 1,
      format: 'parquet',
      files,
      columns,
    });
    tables.push({ table, partitions: group.map((p) => p.id), columns });
  }
  return tables;
}

function metricFacts(
  partitions: readonly PartitionState[],
  { values }: Bodies['measuring'],
  request: RunRequest,
  ports: Ports,
  time: string,
): readonly Fact[] {
  const measured = new Map(values.map((v) => [v.key, v.values]));
  return partitions.flatMap(({ id, manifest }): Fact[] => {
    const partition = partitionKey(id);
    const of = measured.get(partition);
    if (of === undefined || manifest === undefined) return [];
    const engine = ports.engine.name;
    const body = { manifestSha256: manifest.sha256, engine, values: of, measuredAt: time };
    const factId = keyOf({ manifest: manifest.sha256, engine, metrics: Object.keys(of).sort() });
    return [{ kind: 'metric', dataset: request.dataset, partition, id: factId, time, body }];
  });
}
