import { isTransient } from './errors.ts';
import type { Pace } from './pace.ts';

export interface RetryPolicy {
  readonly tries: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** At most about a minute of waiting: a quota of queries is full for longer than a network is down. */
export const RETRIES: RetryPolicy = { tries: 9, baseMs: 200, capMs: 15_000 };

/**
 * Sends a request again while the service says "not now" or its answer is lost, after a pause of chance between
 * nothing and a bound that doubles (full jitter). The one place that does: the clients themselves send once. So `send`
 * has to be a request that does no more when it arrives twice.
 */
export async function retrying<T>(
  send: () => Promise<T>,
  pace: Pace,
  policy: RetryPolicy = RETRIES,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (cause) {
      if (tries >= policy.tries || !isTransient(cause)) throw cause;
      const bound = Math.min(policy.capMs, policy.baseMs * 2 ** (tries - 1));
      await pace.sleep(pace.random() * bound);
    }
  }
}
