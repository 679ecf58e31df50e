import { partitionKey } from '../values/partition.ts';
import type { Actor, DatasetState, FactOf, Intent, Move } from './facts.ts';

/** What somebody wants readers to see. Moves of a repair are empty: it shows again what the pointers say. */
export interface PublishRequest {
  /** New and unique: the intent is looked up by it when an answer was lost. */
  readonly intentId: string;
  readonly runId: string;
  readonly dataset: string;
  readonly moves: readonly Move[];
  readonly contract: Intent['contract'];
  readonly by: Actor;
}

export function intentOf(
  request: PublishRequest,
  from: { readonly publisher: string; readonly epoch: string; readonly projection: Intent['projection'] },
  openedAt: string,
): Intent {
  const { publisher, epoch, projection } = from;
  return { ...request, publisher, expectedEpoch: epoch, projection, openedAt };
}

/** The epoch that the next commit (or abandoned intent) makes. */
export const nextEpoch = (epoch: string): string => (BigInt(epoch) + 1n).toString();

/** Partition key → the snapshot that readers of it should see now. */
export const visibleSnapshots = (state: DatasetState): ReadonlyMap<string, string> =>
  new Map(state.pointers.map((p) => [partitionKey(p.partition), p.snapshotId]));

/** The first move that starts from something else than readers should see now. */
export function staleMove(moves: readonly Move[], state: DatasetState): Move | undefined {
  const current = visibleSnapshots(state);
  return moves.find((m) => (current.get(partitionKey(m.partition)) ?? null) !== m.from);
}

export type IntentFact = FactOf<'intent'>;
export type IntentState = IntentFact['body']['state'];

export const intentFactId = (intentId: string, state: IntentState): string => `${intentId}/${state}`;

/** The row by which a ledger remembers that an intent was opened or closed; its rows are only ever added to. */
export function intentFact(intent: Intent, state: IntentState, time: string, why?: string): IntentFact {
  const body = why === undefined ? { ...intent, state } : { ...intent, state, why };
  return {
    kind: 'intent',
    dataset: intent.dataset,
    partition: '',
    id: intentFactId(intent.intentId, state),
    time,
    body,
  };
}
