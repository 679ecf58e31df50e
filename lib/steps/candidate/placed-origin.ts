import { issue } from '../../core/contract/issue.ts';
import { placedKeyOf } from '../../core/gate/keys.ts';
import { fixedPart } from '../../core/pipeline/location.ts';
import type { FileRef } from '../../core/publish/facts.ts';
import { newestFact } from '../../core/publish/query-facts.ts';
import { keyOf } from '../../core/values/canonical.ts';
import { partitionKey } from '../../core/values/partition.ts';
import { StepFailure } from '../state/failure.ts';
import type { PlacedCandidate, RunRequest } from '../state/request.ts';
import { listPlaces } from './list-places.ts';
import type { Origin, RecordPorts } from './origin.ts';

/**
 * Files that another job wrote. Each partition is known by what its own files hold, so a late one is new alone. A
 * place that was emptied since keeps the identity of what was last taken from it.
 */
export async function placedOrigin(
  request: RunRequest,
  candidate: PlacedCandidate,
  ports: RecordPorts,
): Promise<Origin> {
  const { files: listed, unexpected } = await listPlaces(request, candidate, ports);
  const paths = [...listed.values()].flat();
  const pinned = new Map((await ports.lake.pin(paths)).map((f) => [f.path, f]));
  const files = new Map<string, readonly FileRef[]>();
  for (const [key, of] of listed)
    files.set(
      key,
      of.flatMap((path) => pinned.get(path) ?? []),
    );
  const keys = new Map<string, string>();
  for (const { id } of request.partitions) {
    const key = partitionKey(id);
    const found = files.get(key) ?? [];
    const taken = found.length > 0 ? undefined : await lastTaken(request.dataset, key, ports);
    keys.set(key, taken ?? placedKeyOf(found, id));
  }
  if (paths.length === 0 && unexpected.length === 0) await refuseNowhere(request, candidate, ports);
  return {
    id: keyOf([...keys.values()]),
    found: true,
    candidateKeyOf: ({ id }) => keys.get(partitionKey(id)) ?? placedKeyOf([], id),
    filesOf: ({ id }) => files.get(partitionKey(id)) ?? [],
    unexpected,
  };
}

async function lastTaken(
  dataset: string,
  partition: string,
  ports: RecordPorts,
): Promise<string | undefined> {
  const query = { kind: 'manifest', dataset, partition } as const;
  const last = await newestFact(ports, query, ({ body }) => body.files.length > 0);
  return last?.body.candidateKey;
}

/** A day without files is a missing day; a location below which there is nothing at all is mistyped. */
async function refuseNowhere(
  { partitions }: RunRequest,
  { location }: PlacedCandidate,
  ports: RecordPorts,
): Promise<void> {
  const [first] = partitions;
  if (first?.place === undefined) return;
  // the same fixed part, of the place as the lake reads it
  const fixed = fixedPart(location);
  const folder = first.place.slice(0, first.place.indexOf(fixed) + fixed.length);
  if ((await ports.lake.list(folder)).length > 0) return;
  throw new StepFailure([issue('SLU-447', { location, folder })], 2);
}
