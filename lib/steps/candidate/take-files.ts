import { type Issue, issue } from '../../core/contract/issue.ts';
import type { Lake, Ports } from '../../core/ports.ts';
import { baseName } from '../../core/publish/manifest.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { hivePath, partitionLabel } from '../../core/values/partition.ts';
import { datasetOf } from '../state/dataset.ts';
import { StepFailure } from '../state/failure.ts';
import type { PlacedCandidate, RunRequest } from '../state/request.ts';
import type { PartitionState, PlacedFile } from '../state/state.ts';
import { describePlaced } from './describe-placed.ts';

/**
 * Takes what another job wrote into the run's own folder, where nobody else writes; or, told so, leaves it where it
 * lies. Files get the run's name: two jobs may call theirs the same.
 */
export async function takeFiles(
  request: RunRequest,
  candidate: PlacedCandidate,
  fresh: readonly PartitionState[],
  target: string,
  { lake }: Pick<Ports, 'lake'>,
): Promise<readonly PlacedFile[]> {
  const { take } = candidate;
  const { partitionedBy } = datasetOf(request);
  await refuseUnreadable(fresh, request, candidate, lake);
  const placed = fresh.flatMap(({ id, found = [] }) => {
    const folder = partitionedBy.length === 0 ? target : `${target}/${hivePath(id)}`;
    return found.map(({ path, etag }, n) => {
      const to = `${folder}/${request.runId}-${n}.parquet`;
      return { path, etag, to, partition: id };
    });
  });
  if (take === 'inPlace') return placed.map(({ path, partition }) => ({ path, partition }));
  await inParallel(placed, ({ path, etag, to }) => lake.copy(path, to, { link: take === 'link', etag }));
  return placed.map(({ to, partition }) => ({ path: to, partition }));
}

/**
 * Said of the files as their writer calls them, before anything is taken. What is judged are the footers of what was
 * taken, which are read again: a file may change in between.
 */
async function refuseUnreadable(
  fresh: readonly PartitionState[],
  request: RunRequest,
  { take }: PlacedCandidate,
  lake: Lake,
): Promise<void> {
  const issues: Issue[] = [];
  for (const { id, found: files = [] } of fresh) {
    const described = await describePlaced(files, id, request, { lake });
    if (!described.ok) issues.push(...described.error);
    const names = new Set(files.map((f) => baseName(f.path)));
    if (take === 'inPlace' && names.size < files.length) {
      issues.push(issue('SLU-536', { dataset: request.dataset, path: partitionLabel(id), what: 'files' }));
    }
  }
  if (issues.length > 0) throw new StepFailure(issues, 2);
}
