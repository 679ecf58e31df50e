import type { Dataset } from '../../core/contract/model.ts';
import { NOTHING } from '../../core/gate/cost.ts';
import type { Ports, QueryState, StagingSpec } from '../../core/ports.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { leavesRoom, NO_ROOM } from '../gate/budget.ts';
import { findBody, loadBody, saveBody } from '../state/bodies.ts';
import { checksOf, datasetOf } from '../state/dataset.ts';
import { holdingsOf, letGo } from '../state/let-go.ts';
import type { RanStatement } from '../state/measuring.ts';
import type { RunRequest } from '../state/request.ts';
import { noSamples, type SampledRows, type Samples } from '../state/samples.ts';
import type { Bodies, SamplingQuery, Step } from '../state/state.ts';
import { stopBody } from '../state/stop-body.ts';
import { type FailedPartition, isFailed, planSamples, wordsOf } from './plan-samples.ts';
import { readSample, type SamplePorts, startSample } from './sample-query.ts';

type SampleStepPorts = SamplePorts & Pick<Ports, 'lake'>;

/** A picture of what failed is not worth waiting for longer. */
const PATIENCE_MS = 60_000;

/**
 * A few failing rows of every rule that this run saw fail, by one more query over the failed partitions alone. What
 * was decided stands already: whatever goes wrong here is said in the report, and changes nothing.
 */
export const sample: Step<SampleStepPorts> = async (state, ports, clock) => {
  try {
    const request = await loadBody(ports.lake, state.ref, 'request');
    const begun = await findBody(ports.lake, state.ref, 'sampling');
    const sampling = begun ?? (await start(request, state.ref, ports, clock));
    const states = await Promise.all(sampling.queries.map((q) => ports.engine.poll(q.query)));
    const waited = Date.parse(clock()) - Date.parse(sampling.startedAt);
    if (states.some((s) => s.state === 'running') && waited < PATIENCE_MS) return { ...state, next: 'wait' };
    const samples = await collect(sampling, states, datasetOf(request), ports, waited);
    await letGo(holdingsOf(sampling.queries), ports);
    await saveBody(ports.lake, state.ref, 'sampled', samples);
  } catch (cause) {
    await stopBody('sampling', state.ref, ports);
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    await saveBody(ports.lake, state.ref, 'sampled', noSamples('failed', 0, why)).catch(() => {});
  }
  return { ...state, next: 'go' };
};

async function start(
  request: RunRequest,
  ref: string,
  ports: SampleStepPorts,
  clock: () => string,
): Promise<Bodies['sampling']> {
  const { runId } = request;
  const dataset = datasetOf(request);
  const { failed, files, sizes } = await failedPartitions(request, ref, ports);
  const wanted = request.samples !== false;
  const planned = wanted ? planSamples(failed, checksOf(request)) : [];
  const { cost } = await loadBody(ports.lake, ref, 'measured');
  const bytes = planned
    .flatMap((t) => t.partitions)
    .reduce((sum, id) => sum + (sizes.get(partitionKey(id)) ?? 0), 0);
  const more = { queries: planned.length, bytes };
  const hasRoom = leavesRoom(datasetOf(request), cost?.actual ?? NOTHING, more, ports);
  const tasks = hasRoom ? planned : [];
  const queries: SamplingQuery[] = [];
  try {
    for (const [i, task] of tasks.entries()) {
      const of = task.partitions.flatMap((id) => files.get(partitionKey(id)) ?? []);
      const staged = { dataset: request.dataset, runId, attempt: 1, format: 'parquet' as const, files: of };
      queries.push(await startSample(task, i, dataset, staged, ports));
    }
    const sampling = { startedAt: clock(), wanted, hasRoom, failed: failed.length, queries };
    await saveBody(ports.lake, ref, 'sampling', sampling);
    return sampling;
  } catch (cause) {
    await letGo(holdingsOf(queries), ports);
    throw cause;
  }
}

/** Failed by a judgement of this run; what an earlier one decided was looked at then. */
async function failedPartitions(
  { runId }: RunRequest,
  ref: string,
  ports: SampleStepPorts,
): Promise<{
  readonly failed: readonly FailedPartition[];
  readonly files: ReadonlyMap<string, StagingSpec['files']>;
  /** Bytes of each. */
  readonly sizes: ReadonlyMap<string, number>;
}> {
  const judged = await loadBody(ports.lake, ref, 'judged');
  const pinned = await loadBody(ports.lake, ref, 'pinned');
  const states = new Map(pinned.partitions.map((p) => [partitionKey(p.id), p]));
  const failed: FailedPartition[] = [];
  const files = new Map<string, StagingSpec['files']>();
  const sizes = new Map<string, number>();
  for (const { verdict, decidedBy, manifest } of judged.partitions) {
    const key = partitionKey(verdict.partition);
    const state = states.get(key);
    if (decidedBy !== runId || !isFailed(verdict) || state === undefined || manifest === null) continue;
    const { id, columns = [] } = state;
    failed.push({ id, columns, checks: verdict.checks });
    sizes.set(
      key,
      manifest.files.reduce((sum, f) => sum + f.sizeBytes, 0),
    );
    files.set(
      key,
      manifest.files.map(({ path, rows }) => ({ path, partition: id, rows })),
    );
  }
  return { failed, files, sizes };
}

async function collect(
  { queries, wanted, hasRoom = true, failed }: Bodies['sampling'],
  states: readonly QueryState[],
  dataset: Dataset,
  ports: SampleStepPorts,
  elapsedMs: number,
): Promise<Samples> {
  if (!wanted) return noSamples('off', failed);
  if (!hasRoom) return noSamples('failed', failed, NO_ROOM);
  if (queries.length === 0) return noSamples('nothing', failed);
  const groups: SampledRows[] = [];
  const ran: RanStatement[] = [];
  const why: string[] = [];
  for (const [i, query] of queries.entries()) {
    const state = states[i];
    const { sql } = query.statement;
    const stats = state?.state === 'succeeded' ? state.stats : { rowsScanned: '0', bytesScanned: '0' };
    ran.push({ kind: 'sample', sql, ...stats });
    if (state?.state === 'succeeded') {
      groups.push(...(await readSample(query, ports)));
    } else if (state?.state === 'failed') {
      why.push(wordsOf(state.message, dataset));
    } else {
      why.push(`it took longer than ${Math.round(elapsedMs / 1000)} s`);
    }
  }
  return {
    state: why.length === 0 ? 'taken' : 'failed',
    ...(why.length === 0 ? {} : { why: why.join('; ') }),
    partitions: queries.reduce((sum, q) => sum + q.partitions, 0),
    failedPartitions: failed,
    groups,
    ran,
  };
}
