import { issue } from '../../core/contract/issue.ts';
import type { Dataset } from '../../core/contract/model.ts';
import { spanOfPartition } from '../../core/pipeline/end-of-partition.ts';
import { addGranularity, type Granularity, parseGranularity } from '../../core/pipeline/granularity.ts';
import { expandLocation } from '../../core/pipeline/location.ts';
import { type PartitionId, partitionLabel } from '../../core/values/partition.ts';
import { datasetOf } from '../state/dataset.ts';
import { StepFailure } from '../state/failure.ts';
import type { PlacedCandidate, RequestedPartition, RunRequest } from '../state/request.ts';

/** The files of one partition. */
export interface Part {
  readonly id: PartitionId;
  readonly paths: readonly string[];
}

/** Whether the next partition would lie at the same place: then nothing tells whose files these are. */
export function sharesPlace(
  location: string,
  { start, end }: RequestedPartition,
  { settings }: Dataset,
): boolean {
  const granularity = parseGranularity(settings.granularity ?? '');
  if (granularity === undefined) return false;
  const next = new Date(addGranularity(Date.parse(end), granularity, 1)).toISOString();
  // each in a window of its own
  const here = placeOf(location, start, { start, end }, granularity);
  return here === placeOf(location, end, { start: end, end: next }, granularity);
}

/** A day below the place of another one: what that day consists of would depend on which days are asked for. */
export function refuseMisplaced(
  found: readonly Part[],
  place: string,
  sharing: readonly RequestedPartition[],
  { request, candidate }: { readonly request: RunRequest; readonly candidate: PlacedCandidate },
): void {
  const dataset = datasetOf(request);
  const granularity = parseGranularity(dataset.settings.granularity ?? '');
  const [first] = sharing;
  if (granularity === undefined || first === undefined) return;
  const placeIn = (start: string) => placeOf(candidate.location, start, request.window, granularity);
  const here = placeIn(first.start);
  const issues = found.flatMap(({ id, paths }) => {
    const span = spanOfPartition(id, dataset);
    if (span === undefined || placeIn(span.start) === here) return [];
    return [issue('SLU-452', { partition: partitionLabel(id), file: paths[0] ?? '', place })];
  });
  if (issues.length > 0) throw new StepFailure(issues, 2);
}

/** Where the partition that begins then lies, in that window. */
const placeOf = (
  location: string,
  partitionStart: string,
  { start: windowStart, end: windowEnd }: RunRequest['window'],
  granularity: Granularity,
): string => expandLocation(location, { partitionStart, windowStart, windowEnd, granularity });
