import { setTimeout as delay } from 'node:timers/promises';
import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import type { QueryState, StagingSpec } from '../../core/ports.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { letGo } from '../state/let-go.ts';
import { noSamples, type Samples } from '../state/samples.ts';
import { type FailedPartition, planSamples, type SampleTask, wordsOf } from './plan-samples.ts';
import { readSample, type SamplePorts, startSample } from './sample-query.ts';

export interface SampledFiles {
  readonly dataset: Dataset;
  readonly format: StagingSpec['format'];
  readonly delimiter?: string;
  readonly files: StagingSpec['files'];
  readonly runId?: string;
}

/** Failing rows of files that were judged without a run; what goes wrong is said, and the verdict stands. */
export async function sampleFiles(
  failed: readonly FailedPartition[],
  checks: GateChecks,
  of: SampledFiles,
  ports: SamplePorts,
  signal?: AbortSignal,
): Promise<Samples> {
  const [task] = planSamples(failed, checks);
  if (task === undefined) return noSamples('nothing', failed.length);
  try {
    return { ...(await take(task, of, ports, signal)), failedPartitions: failed.length };
  } catch (cause) {
    signal?.throwIfAborted();
    return noSamples('failed', failed.length, cause instanceof Error ? cause.message : 'unknown cause');
  }
}

async function take(
  task: SampleTask,
  of: SampledFiles,
  { engine, catalog }: SamplePorts,
  signal?: AbortSignal,
) {
  const { dataset, format, delimiter, files, runId = 'check' } = of;
  const wanted = new Set(task.partitions.map((p) => partitionKey(p)));
  // partitions that are a column of the data, not of the path, lie in any file
  const inPath = task.columns
    .filter((c) => dataset.partitionedBy.includes(c.name))
    .every((c) => c.from === 'path');
  const staged = {
    dataset: dataset.name,
    runId,
    attempt: 1,
    format,
    ...(delimiter === undefined ? {} : { delimiter }),
    files: inPath ? files.filter((f) => wanted.has(partitionKey(f.partition))) : files,
  };
  const sampling = await startSample(task, 0, dataset, staged, { engine, catalog });
  let state: QueryState = { state: 'running' };
  try {
    state = await engine.poll(sampling.query);
    while (state.state === 'running') {
      signal?.throwIfAborted();
      await delay(5);
      state = await engine.poll(sampling.query);
    }
    if (state.state === 'failed') throw new Error(wordsOf(state.message, dataset));
    const groups = await readSample(sampling, { engine });
    const ran = [{ kind: 'sample' as const, sql: sampling.statement.sql, ...state.stats }];
    return { state: 'taken' as const, partitions: task.partitions.length, groups, ran };
  } finally {
    const queries = state.state === 'running' ? [sampling.query] : [];
    await letGo({ queries, tables: [sampling.table] }, { engine, catalog });
  }
}
