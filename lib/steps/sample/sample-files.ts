import { setTimeout as delay } from 'node:timers/promises';
import type { Dataset } from '../../core/contract/model.ts';
import type { GateChecks } from '../../core/gate/bind.ts';
import type { Ports, StagingSpec } from '../../core/ports.ts';
import { partitionKey } from '../../core/values/partition.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import { noSamples, type Samples } from '../state/samples.ts';
import {
  type FailedPartition,
  planSamples,
  readSamples,
  type SampleTask,
  statementOf,
  wordsOf,
} from './plan-samples.ts';

export interface SampledFiles {
  readonly dataset: Dataset;
  readonly format: StagingSpec['format'];
  readonly delimiter?: string;
  readonly files: StagingSpec['files'];
}

type SamplePorts = Pick<Ports, 'engine' | 'catalog'>;

/** Failing rows of files that were judged without a run; what goes wrong is said, and the verdict stands. */
export async function sampleFiles(
  failed: readonly FailedPartition[],
  checks: GateChecks,
  of: SampledFiles,
  ports: SamplePorts,
): Promise<Samples> {
  const [task] = planSamples(failed, checks);
  if (task === undefined) return noSamples('nothing', failed.length);
  try {
    return { ...(await take(task, of, ports)), failedPartitions: failed.length };
  } catch (cause) {
    return noSamples('failed', failed.length, cause instanceof Error ? cause.message : 'unknown cause');
  }
}

async function take(task: SampleTask, of: SampledFiles, { engine, catalog }: SamplePorts) {
  const { dataset, format, delimiter, files } = of;
  const wanted = new Set(task.partitions.map((p) => partitionKey(p)));
  // partitions that are a column of the data, not of the path, lie in any file
  const inPath = task.columns
    .filter((c) => dataset.partitionedBy.includes(c.name))
    .every((c) => c.from === 'path');
  const table = await catalog.stage({
    dataset: dataset.name,
    runId: 'check',
    attempt: 1,
    format,
    ...(delimiter === undefined ? {} : { delimiter }),
    files: inPath ? files.filter((f) => wanted.has(partitionKey(f.partition))) : files,
    columns: task.columns,
  });
  try {
    const statement = statementOf(task, dataset, table.table, { engine });
    const query = await engine.start({ id: 'sample', table, sql: statement.sql }, 'check/sample');
    let state = await engine.poll(query);
    while (state.state === 'running') {
      await delay(5);
      state = await engine.poll(query);
    }
    if (state.state === 'failed') throw new Error(wordsOf(state.message, dataset));
    const rows: Readonly<Record<string, Scalar>>[] = [];
    for await (const row of engine.rows(query)) rows.push(row);
    const groups = readSamples(task, statement, rows);
    const ran = [{ kind: 'sample' as const, sql: statement.sql, ...state.stats }];
    return { state: 'taken' as const, partitions: task.partitions.length, groups, ran };
  } finally {
    await catalog.drop(table);
  }
}
