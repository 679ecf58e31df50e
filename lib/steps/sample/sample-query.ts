import type { Dataset } from '../../core/contract/model.ts';
import type { Ports, StagingSpec } from '../../core/ports.ts';
import type { Scalar } from '../../core/values/scalar.ts';
import type { SampledRows } from '../state/samples.ts';
import type { SamplingQuery } from '../state/state.ts';
import { readSamples, type SampleTask, statementOf } from './plan-samples.ts';

export type SamplePorts = Pick<Ports, 'engine' | 'catalog'>;

/** Where a task's rows lie: everything of a staging but the columns, which are the task's. */
export type FilesOfTask = Omit<StagingSpec, 'columns' | 'unconvertible'>;

/** Stages the files of the n-th task and starts its one query. */
export async function startSample(
  task: SampleTask,
  n: number,
  dataset: Dataset,
  files: FilesOfTask,
  { engine, catalog }: SamplePorts,
): Promise<SamplingQuery> {
  const table = await catalog.stage({ ...files, columns: task.columns });
  try {
    const statement = statementOf(task, dataset, table.table, { engine });
    const planned = { id: `sample-${n}`, table, sql: statement.sql };
    const query = await engine.start(planned, `${files.runId}/sample/${n}`);
    return { query, table, statement, failed: task.failed, partitions: task.partitions.length };
  } catch (cause) {
    await catalog.drop(table);
    throw cause;
  }
}

/** The rows that a query found which has succeeded. */
export async function readSample(
  { query, statement, failed }: SamplingQuery,
  { engine }: Pick<Ports, 'engine'>,
): Promise<readonly SampledRows[]> {
  const rows: Readonly<Record<string, Scalar>>[] = [];
  for await (const row of engine.rows(query)) rows.push(row);
  return readSamples({ failed }, statement, rows);
}
