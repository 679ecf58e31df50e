import { setTimeout } from 'node:timers/promises';
import { isTransient } from './ledger-errors.ts';

const BASE_MS = 50;
const CAP_MS = 5_000;
/** With full jitter some eight seconds on average, sixteen at most: shorter than a lease. */
const ATTEMPTS = 9;

export interface Backoff {
  readonly attempts?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/**
 * Repeats a request that was refused for now or whose answer was lost, each time after a pause between nothing and
 * twice the longest one before (full jitter: those who failed together do not come back together).
 */
export async function repeatWhileTransient<T>(
  act: () => Promise<T>,
  { attempts = ATTEMPTS, sleep = (ms) => setTimeout(ms), random = Math.random }: Backoff = {},
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await act();
    } catch (cause) {
      if (tried === attempts || !isTransient(cause)) throw cause;
    }
    await sleep(random() * Math.min(CAP_MS, BASE_MS * 2 ** tried));
  }
}
