import type { Ledger } from '../../../lib/core/ports.ts';
import type { Actor, Manifest, Move } from '../../../lib/core/publish/facts.ts';
import type { PublishRequest } from '../../../lib/core/publish/intent.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';

export const DATASET = 'aviation/flights';
export const BY: Actor = { user: 'test', commit: null, tool: 'test' };

/** A run that makes these moves, and no others. */
export const requestOf = (moves: readonly Move[], intentId: string): PublishRequest => ({
  intentId,
  runId: intentId,
  dataset: DATASET,
  moves,
  contract: null,
  by: BY,
});

/** Moves every partition from what is published now to these snapshots. */
export async function requestFor(
  manifests: readonly Manifest[],
  ledger: Ledger,
  intentId: string,
): Promise<PublishRequest> {
  const { pointers } = await ledger.state(DATASET);
  const current = new Map(pointers.map((p) => [partitionKey(p.partition), p.snapshotId]));
  const moves = manifests.map(
    (to): Move => ({
      partition: to.partition,
      from: current.get(partitionKey(to.partition)) ?? null,
      to,
      cites: { judgementKey: `judged-${to.sha256}` },
      decision: 'publish',
    }),
  );
  return requestOf(moves, intentId);
}
