import type { Observation, Ports } from '../ports.ts';
import { detectDrift } from './detect-drift.ts';
import type { DatasetState, Intent, Receipt } from './facts.ts';
import { intentOf, nextEpoch, type PublishRequest, staleMove } from './intent.ts';
import { receiptsOf } from './receipt.ts';
import { showing } from './showing.ts';
import { receiptsIn, standingOf } from './standing.ts';

export type LawPorts = Pick<Ports, 'ledger' | 'publisher'>;
type Clock = () => string;

/**
 * How a publish ends. `unknown`: an answer was lost and reading back did not tell; the intent may still be
 * open, nothing may be cleaned up, and only `resolveOpenIntents` goes on from here. `cause` is what was thrown.
 */
export type PublishEnd =
  | { readonly end: 'committed'; readonly receipts: readonly Receipt[] }
  | { readonly end: 'notCommitted'; readonly why: string; readonly cause?: unknown }
  | { readonly end: 'unknown'; readonly why: string; readonly intent: Intent; readonly cause?: unknown };

/**
 * The law: a pointer moves only by compare-and-swap, citing a decision.
 * `open(intent, expected epoch) → apply → observe → commit(pointers + receipts)`. Never throws.
 *
 * Whatever readers see at any moment is named by a receipt or by the one open intent: the intent is on record
 * before the projection changes, and closed only after the projection was read back.
 */
export async function publish(request: PublishRequest, ports: LawPorts, clock: Clock): Promise<PublishEnd> {
  let state: DatasetState;
  let intent: Intent;
  try {
    state = await ports.ledger.state(request.dataset);
    const stale = staleMove(request.moves, state);
    if (stale) return notCommitted('another run moved a pointer that this one started from');
    intent = await intentAt(request, state, ports, clock);
  } catch (cause) {
    return notCommitted(`nothing was started: ${messageOf(cause)}`, cause);
  }
  return carryOut(intent, state, ports, clock);
}

/** Makes readers see again what the pointers say: an intent without moves, under every rule of any other. */
export function restore(
  request: Omit<PublishRequest, 'moves' | 'contract'>,
  ports: LawPorts,
  clock: Clock,
): Promise<PublishEnd> {
  return publish({ ...request, moves: [], contract: null }, ports, clock);
}

async function intentAt(request: PublishRequest, state: DatasetState, { publisher }: LawPorts, clock: Clock) {
  const projection = await publisher.project(request.dataset, nextEpoch(state.epoch));
  return intentOf(request, { publisher: publisher.name, epoch: state.epoch, projection }, clock());
}

async function carryOut(
  intent: Intent,
  state: DatasetState,
  ports: LawPorts,
  clock: Clock,
): Promise<PublishEnd> {
  const refused = await open(intent, ports);
  if (refused) return refused;
  let failure: unknown;
  try {
    await ports.publisher.apply(intent, state);
  } catch (cause) {
    // It may have happened all the same: what readers see decides, not the lost answer.
    failure = cause ?? new Error('apply failed without a reason');
  }
  let seen: Observation;
  try {
    seen = await ports.publisher.observe(intent.dataset);
  } catch (cause) {
    return unknown(intent, `what readers see could not be read back: ${messageOf(cause)}`, failure ?? cause);
  }
  const shows = showing(intent, seen, state);
  if (shows === 'after') return commit(intent, ports, clock);
  const why = failure
    ? `the projection could not be changed: ${messageOf(failure)}`
    : intent.moves.length > 0
      ? 'what was applied is not what was judged'
      : 'readers still see something else than the pointers say';
  return giveUp(intent, { why, cause: failure, restores: shows === 'neither' }, ports, clock);
}

/** Undefined once the intent is on record. */
async function open(intent: Intent, { ledger }: LawPorts): Promise<PublishEnd | undefined> {
  try {
    const answer = await ledger.open(intent);
    return answer === 'opened' ? undefined : notCommitted(answer.message);
  } catch (cause) {
    const standing = await standingOf(intent, ledger);
    if (standing === 'open') return undefined;
    const why = `the intent could not be recorded: ${messageOf(cause)}`;
    return standing === 'unreadable' ? unknown(intent, why, cause) : notCommitted(why, cause);
  }
}

/** Moves the pointers to what readers already see. A lost answer is read back, and the commit repeated only when it is known not to have happened. */
export async function commit(intent: Intent, ports: LawPorts, clock: Clock): Promise<PublishEnd> {
  const { ledger } = ports;
  const receipts = receiptsOf(intent, clock());
  let cause: unknown;
  for (let tries = 0; tries < 2; tries++) {
    try {
      if ((await ledger.commit(intent, receipts)) === 'moved') return { end: 'committed', receipts };
    } catch (thrown) {
      cause = thrown;
    }
    const standing = await standingOf(intent, ledger);
    if (standing === 'committed') return { end: 'committed', receipts: await receiptsIn(ledger, receipts) };
    if (standing === 'abandoned')
      return undo(intent, 'another run closed the intent meanwhile', cause, ports, clock);
    if (standing !== 'open') break;
  }
  return unknown(intent, `the commit's answer was lost: ${messageOf(cause)}`, cause);
}

/** Closes an intent that readers see nothing of, or that they see something else of: then the pointers are shown again. */
export async function giveUp(
  intent: Intent,
  { why, cause, restores }: { readonly why: string; readonly cause?: unknown; readonly restores: boolean },
  ports: LawPorts,
  clock: Clock,
): Promise<PublishEnd> {
  const { ledger } = ports;
  let lost: unknown;
  try {
    await ledger.abandon(intent, why);
  } catch (thrown) {
    lost = thrown;
  }
  const standing = await standingOf(intent, ledger);
  if (standing === 'committed')
    return { end: 'committed', receipts: await receiptsIn(ledger, receiptsOf(intent, clock())) };
  if (standing === 'open' || standing === 'unreadable') {
    return unknown(intent, `${why}; and the intent could not be closed: ${messageOf(lost)}`, cause ?? lost);
  }
  return restores ? undo(intent, why, cause, ports, clock) : notCommitted(why, cause);
}

/**
 * The intent is closed without having moved a pointer, and readers may see some of it. Where nothing else is
 * open, the pointers are shown again at once; where that fails, it is drift, and the next run repairs it.
 */
async function undo(
  intent: Intent,
  why: string,
  cause: unknown,
  ports: LawPorts,
  clock: Clock,
): Promise<PublishEnd> {
  const { dataset, runId, by } = intent;
  try {
    const seen = await ports.publisher.observe(dataset);
    // A repair repairs nothing by repairing itself: its failure is left to the next run.
    if (intent.moves.length > 0 && detectDrift(await ports.ledger.state(dataset), seen)) {
      await restore({ intentId: `${intent.intentId}/undo`, runId, dataset, by }, ports, clock);
    }
  } catch {
    // Nothing is lost by not knowing: the pointers have not moved, and drift is looked for by every run.
  }
  return notCommitted(why, cause);
}

const notCommitted = (why: string, cause?: unknown): PublishEnd =>
  cause === undefined ? { end: 'notCommitted', why } : { end: 'notCommitted', why, cause };

const unknown = (intent: Intent, why: string, cause: unknown): PublishEnd => ({
  end: 'unknown',
  why,
  intent,
  cause,
});

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : 'no answer');
