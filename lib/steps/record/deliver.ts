import type { Notice } from '../../core/notify/message.ts';
import type { Notifier, Ports } from '../../core/ports.ts';
import { putDown, takeOut, type Waiting, waitingOf } from './outbox.ts';

export type DeliveryPorts = Pick<Ports, 'lake' | 'notifiers' | 'warn'>;

/** What a run waits for all of its channels at most: they are asked at the same time. */
const LIMIT_MS = 10_000;

/** Beyond these the oldest are given up: a channel that nobody mends for so long is not waited for. */
const MAX_WAITING = 100;

/** Before it is sent, a notice is put down for every channel. False where even that failed. */
export async function leave(notice: Notice, { lake, notifiers, warn }: DeliveryPorts): Promise<boolean> {
  try {
    await putDown({ outboxVersion: 1, notice, pending: notifiers.map((n) => n.name) }, lake);
    return true;
  } catch (cause) {
    warn(`a message could not be kept for sending: ${wordsOf(cause)}`);
    return false;
  }
}

/**
 * Sends what waits for a dataset, this run's notice included, in the order of time. What a channel does not take stays
 * for the next run of the dataset. Never throws: who was not told changes nothing of what was decided.
 */
export async function deliver(
  dataset: string,
  ports: DeliveryPorts,
  unkept: readonly Notice[] = [],
  limitMs: number = LIMIT_MS,
): Promise<void> {
  const { lake, notifiers, warn } = ports;
  const names = notifiers.map((n) => n.name);
  const kept = await waitingOf(dataset, lake).catch((cause: unknown) => {
    warn(`messages that wait to be sent could not be read: ${wordsOf(cause)}`);
    return [];
  });
  const waiting = [
    ...kept.slice(-MAX_WAITING),
    ...unkept.map((notice): Waiting => ({ outboxVersion: 1, notice, pending: names })),
  ];
  const done = await Promise.all(
    notifiers.map(async (n) => ({
      name: n.name,
      sent: await sendAll(n, waiting, { dataset, warn, limitMs }),
    })),
  );
  const sentBy = new Map(done.map((d) => [d.name, d.sent]));
  const late = kept.slice(0, -MAX_WAITING);
  if (late.length > 0) warn(`${dataset}: ${late.length} old messages were given up, nobody took them`);
  for (const one of [...late, ...kept.slice(-MAX_WAITING)]) {
    const pending = late.includes(one) ? [] : one.pending.filter((name) => !sentBy.get(name)?.has(one));
    try {
      if (pending.length === 0) await takeOut(one, lake);
      else if (pending.length < one.pending.length) await putDown({ ...one, pending }, lake);
    } catch (cause) {
      warn(`a message that was sent may be sent again: ${wordsOf(cause)}`);
    }
  }
}

interface Sending {
  readonly dataset: string;
  readonly warn: (line: string) => void;
  readonly limitMs: number;
}

/** After so many messages that it did not take a channel is taken for down; one that it refuses holds up no other. */
const MAX_REFUSED = 3;

/** In order, within the time. */
async function sendAll(
  notifier: Notifier,
  waiting: readonly Waiting[],
  { dataset, warn, limitMs }: Sending,
): Promise<ReadonlySet<Waiting>> {
  const sent = new Set<Waiting>();
  const refused: string[] = [];
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`no answer within ${limitMs} ms`)), limitMs);
  for (const one of waiting.filter((w) => w.pending.includes(notifier.name))) {
    if (refused.length >= MAX_REFUSED || abort.signal.aborted) break;
    try {
      await within(abort.signal, () => notifier.notify(one.notice, abort.signal));
      sent.add(one);
    } catch (cause) {
      refused.push(wordsOf(cause).replace(/\.$/, ''));
    }
  }
  clearTimeout(timer);
  const [why] = refused;
  if (why !== undefined)
    warn(`${notifier.name} was not told: ${why}. The message is kept, the next run of ${dataset} sends it.`);
  return sent;
}

/** Ends with the signal, also where what was begun does not. */
async function within(signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([act(), promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'unknown cause');
