import { randomUUID } from 'node:crypto';
import type { Conflict } from '../../core/ports.ts';
import type { Intent, Receipt } from '../../core/publish/facts.ts';
import { type IntentState, intentFact, nextEpoch } from '../../core/publish/intent.ts';
import { factOnce, registration, type Sequence } from './ledger-facts.ts';
import { type Head, NO_HEAD, readHead, replaceHead } from './ledger-head.ts';
import { markSk, pkOf } from './ledger-keys.ts';
import { contended, finishCarry, rowsOf } from './ledger-pointers.ts';
import type { LedgerStore } from './ledger-store.ts';
import { keyAt, textOf } from './ledger-table.ts';
import { type Once, sizeOf, writeTogether } from './ledger-write.ts';

export interface IntentContext {
  readonly store: LedgerStore;
  readonly seq: Sequence;
  readonly time: () => string;
}

/** How often others may come between reading the head and replacing it. */
const TRIES = 20;

export async function openIntent(
  intent: Intent,
  { store, seq }: IntentContext,
): Promise<'opened' | Conflict> {
  const { dataset, intentId, expectedEpoch } = intent;
  const opening = await factOnce(intentFact(intent, 'open', intent.openedAt), seq(), store);
  for (let tried = 0; tried < TRIES; tried++) {
    const from = await readHead(dataset, store);
    const { epoch, open, carry } = from ?? NO_HEAD;
    if (open?.intentId === intentId) return 'opened';
    if (open) return { conflict: 'openIntent', message: `another publish is open (run ${open.runId})` };
    if (epoch !== expectedEpoch) {
      const message = `another run moved first (epoch ${epoch}, expected ${expectedEpoch})`;
      return { conflict: 'epoch', message };
    }
    if (carry) {
      await finishCarry(dataset, seq, store);
      continue;
    }
    const to = { ...(from ?? NO_HEAD), open: intent };
    const head = await replaceHead(dataset, { from, to }, store);
    if (await writeTogether([opening, ...(await registration(dataset, store))], store, head)) return 'opened';
  }
  throw contended(dataset, store);
}

/**
 * One transaction of the head, the closed intent, and the receipts and pointers where they fit. Where they do not, the
 * head carries them: from that moment on they are committed, and everybody reads them from there until each has a row.
 */
export async function commitIntent(
  intent: Intent,
  receipts: readonly Receipt[],
  context: IntentContext,
): Promise<'moved' | Conflict> {
  const { store, seq } = context;
  const rows = await rowsOf(receipts, seq, store);
  const fits = CLOSING + sizeOf(rows) <= store.maxActions;
  const { intentId } = intent;
  const to: Head = {
    epoch: nextEpoch(intent.expectedEpoch),
    projection: intent.projection.after,
    ...(fits ? {} : { carry: { intentId, receipts } }),
  };
  const refused = await close(
    intent,
    { state: 'committed', next: () => to, rows: fits ? rows : [] },
    context,
  );
  if (refused) return refused;
  // it is committed already: who opens the next intent ends what fails here
  if (!fits) await finishCarry(intent.dataset, seq, store).catch(() => undefined);
  return 'moved';
}

export async function abandonIntent(
  intent: Intent,
  why: string,
  context: IntentContext,
): Promise<'abandoned' | Conflict> {
  const next = ({ projection }: Head): Head => ({ epoch: nextEpoch(intent.expectedEpoch), projection });
  return (await close(intent, { state: 'abandoned', why, next, rows: [] }, context)) ?? 'abandoned';
}

/** Actions that close an intent: the head, the fact and its mark. */
const CLOSING = 3;

interface Closing {
  readonly state: Exclude<IntentState, 'open'>;
  readonly why?: string;
  readonly next: (from: Head) => Head;
  readonly rows: readonly Once[];
}

/** Undefined where this call closed it, also where it had to find that out by reading back. */
async function close(
  intent: Intent,
  { state, why, next, rows }: Closing,
  { store, seq, time }: IntentContext,
): Promise<Conflict | undefined> {
  const { dataset } = intent;
  const fact = intentFact(intent, state, time(), why);
  const by = randomUUID();
  const closing = await factOnce(fact, seq(), store, by);
  for (let tried = 0; tried < TRIES; tried++) {
    const from = await readHead(dataset, store);
    const conflict = conflictOf(from, intent);
    if (from === undefined || conflict) {
      // an answer may have been lost, and the request been sent again
      const mark = tried === 0 ? undefined : await store.get(keyAt(pkOf(dataset), markSk(fact)));
      return textOf(mark, 'by') === by ? undefined : conflict;
    }
    const head = await replaceHead(dataset, { from, to: next(from) }, store);
    if (await writeTogether([closing, ...rows], store, head)) return undefined;
  }
  throw contended(dataset, store);
}

/** Whether this very intent is the open one, at its epoch. */
function conflictOf(head: Head | undefined, intent: Intent): Conflict | undefined {
  if (head?.open?.intentId !== intent.intentId) {
    return { conflict: 'notOpen', message: 'the intent is not open any more' };
  }
  return head.epoch === intent.expectedEpoch
    ? undefined
    : { conflict: 'epoch', message: `another run moved first (epoch ${head.epoch})` };
}
