import { actualCost, NOTHING } from '../../core/gate/cost.ts';
import type { Ports } from '../../core/ports.ts';
import type { Fact } from '../../core/publish/facts.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { findBody, loadBody, saveBody } from '../state/bodies.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import { holdLease, type LeasePorts } from '../state/lease.ts';
import { letGo } from '../state/let-go.ts';
import type { MeasuringTable, PartitionValuesOf } from '../state/measuring.ts';
import type { RunRequest } from '../state/request.ts';
import type { Bodies, PartitionState, Step } from '../state/state.ts';
import { affordTables, billingFor } from './budget.ts';
import { type KnownMetrics, metricFactId, storedMetrics } from './known-metrics.ts';
import { advanceScans, startScans } from './scan.ts';
import { groupTables, type TableGroup } from './table-groups.ts';

type MeasurePorts = LeasePorts & Pick<Ports, 'lake' | 'catalog' | 'engine'>;

/** Asks the engine for every number that is not on record: one scan over all partitions that need it. */
export const measure: Step<MeasurePorts> = async (state, ports, clock) => {
  const request = await loadBody(ports.lake, state.ref, 'request');
  const { runId } = request;
  await holdLease(request.dataset, runId, ports);
  const { partitions } = await loadBody(ports.lake, state.ref, 'pinned');
  const checks = checksOf(request);
  const dataset = datasetOf(request);
  const unmeasured = partitions.filter((p) => p.status === 'candidate');
  const begun = await findBody(ports.lake, state.ref, 'measuring');
  const before = begun ?? (await begin(unmeasured, request, state.ref, ports));
  const after = await advanceScans(before, checks, dataset, runId, ports);
  await saveBody(ports.lake, state.ref, 'measuring', after);
  const progress = { done: after.running.length === 0 ? unmeasured.length : 0, total: unmeasured.length };
  if (after.running.length > 0) return { ...state, next: 'wait', progress };
  for (const { table } of after.tables) await ports.catalog.drop(table);
  const known = await knownOf(partitions, request.dataset, ports);
  await ports.ledger.append(metricFacts(unmeasured, after, request, ports, clock()));
  const { failures, stats, estimate = NOTHING } = after;
  const written = await findBody(ports.lake, state.ref, 'writing');
  const ran = [...(written?.ran === undefined ? [] : [written.ran]), ...after.ran];
  const cost = { estimate, actual: actualCost(ran, billingFor(dataset, ports)) };
  await saveBody(ports.lake, state.ref, 'measured', {
    values: mergeValues(after.values, known),
    failures,
    stats,
    cost,
  });
  return { ...state, next: 'go', progress };
};

const KNOWN: readonly PartitionState['status'][] = ['candidate', 'measured', 'refuted'];

async function knownOf(
  partitions: readonly PartitionState[],
  dataset: string,
  ports: MeasurePorts,
): Promise<ReadonlyMap<string, KnownMetrics>> {
  const found = await Promise.all(
    partitions
      .filter((p) => KNOWN.includes(p.status))
      .map(async (p) => [partitionKey(p.id), await storedMetrics(p, dataset, ports)] as const),
  );
  return new Map(found);
}

/** What was measured now, over what was known before. */
function mergeValues(
  measured: readonly PartitionValuesOf[],
  known: ReadonlyMap<string, KnownMetrics>,
): readonly PartitionValuesOf[] {
  const fresh = new Map(measured.map((m) => [m.key, m.values]));
  const keys = new Set([...known.keys(), ...fresh.keys()]);
  return [...keys].map((key) => {
    const { values = {}, proven = new Set<string>() } = known.get(key) ?? {};
    return { key, values: { ...values, ...fresh.get(key) }, proven: [...proven] };
  });
}

/** Its queries are on record before anybody waits for them: whoever gives the run up can stop them. */
async function begin(
  partitions: readonly PartitionState[],
  request: RunRequest,
  ref: string,
  ports: MeasurePorts,
): Promise<Bodies['measuring']> {
  const groups = await groupTables(partitions, request.dataset, ports);
  const writing = await findBody(ports.lake, ref, 'writing');
  const estimate = affordTables(groups, request, writing, ports);
  const staged: MeasuringTable[] = [];
  let begun: Bodies['measuring'] | undefined;
  try {
    await stageAll(groups, request, staged, ports);
    const started = await startScans(staged, checksOf(request), datasetOf(request), request.runId, ports);
    begun = { ...started, estimate };
    await saveBody(ports.lake, ref, 'measuring', begun);
    return begun;
  } catch (cause) {
    const queries = (begun?.running ?? []).map((r) => r.query);
    await letGo({ queries, tables: staged.map((t) => t.table) }, ports);
    throw cause;
  }
}

/** Each table is added to `staged` once it is there. */
async function stageAll(
  groups: readonly TableGroup[],
  { dataset, runId }: RunRequest,
  staged: MeasuringTable[],
  ports: MeasurePorts,
): Promise<void> {
  for (const { partitions, columns, known } of groups) {
    const files = partitions.flatMap((p) =>
      (p.manifest?.files ?? []).map(({ path, rows }) => ({ path, partition: p.id, rows })),
    );
    const spec = { dataset, runId, attempt: 1, format: 'parquet' as const, files, columns };
    const table = await ports.catalog.stage(spec);
    staged.push({ table, partitions: partitions.map((p) => p.id), columns, known });
  }
}

function metricFacts(
  partitions: readonly PartitionState[],
  { values }: Bodies['measuring'],
  request: RunRequest,
  ports: MeasurePorts,
  time: string,
): readonly Fact[] {
  const measured = new Map(values.map((v) => [v.key, v.values]));
  return partitions.flatMap(({ id, manifest }): Fact[] => {
    const partition = partitionKey(id);
    const of = measured.get(partition);
    if (of === undefined || manifest === undefined) return [];
    const engine = ports.engine.name;
    const body = { manifestSha256: manifest.sha256, engine, values: of, measuredAt: time };
    return [{ kind: 'metric', dataset: request.dataset, partition, id: metricFactId(body), time, body }];
  });
}
