import type { Dataset } from '../core/contract/model.ts';
import type { Lake, Ports } from '../core/ports.ts';
import { hivePath } from '../core/values/partition.ts';
import { datasetOf } from './dataset.ts';
import { describeFiles } from './describe.ts';
import { StepFailure } from './failure.ts';
import type { PartitionState, PlacedCandidate, PlacedFile, RunRequest } from './state.ts';

/**
 * Takes what another job wrote into the run's own folder, where nobody else writes; or, told so, leaves it where it
 * lies. Files get the run's name: two jobs may call theirs the same.
 */
export async function takeFiles(
  request: RunRequest,
  { take }: PlacedCandidate,
  fresh: readonly PartitionState[],
  target: string,
  { lake }: Pick<Ports, 'lake'>,
): Promise<readonly PlacedFile[]> {
  const dataset = datasetOf(request);
  const { partitionedBy } = dataset;
  await refuseUnreadable(fresh, dataset, lake);
  const taken: PlacedFile[] = [];
  for (const { id, found = [] } of fresh) {
    const folder = partitionedBy.length === 0 ? target : `${target}/${hivePath(id)}`;
    for (const [n, { path }] of found.entries()) {
      if (take === 'inPlace') {
        taken.push({ path, partition: id });
        continue;
      }
      const to = `${folder}/${request.runId}-${n}.parquet`;
      await lake.copy(path, to, { link: take === 'link' });
      taken.push({ path: to, partition: id });
    }
  }
  return taken;
}

/** Said of the files as their writer calls them, before anything is taken. */
async function refuseUnreadable(
  fresh: readonly PartitionState[],
  dataset: Dataset,
  lake: Lake,
): Promise<void> {
  const files = fresh.flatMap(({ found = [] }) => found);
  const partitionOf = new Map(fresh.flatMap(({ id, found = [] }) => found.map((f) => [f.path, id] as const)));
  const { partitionedBy } = dataset;
  const input = { path: '', files, format: 'parquet' as const, dataset, partitionedBy, partitionOf };
  const described = await describeFiles(input, lake);
  if (!described.ok) throw new StepFailure(described.error, 2);
}
