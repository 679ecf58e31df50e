/** How long one call of a step may take where each is a call: a deployment gives its functions so much. */
export const CALL_TIMEOUT_SECONDS = 300;

/**
 * How long a run holds its dataset without a word: longer than a call, and than the last request that a call which was
 * ended still has under way. So nobody begins while somebody may still be publishing.
 */
export const CALL_LEASE_MS = (CALL_TIMEOUT_SECONDS + 180) * 1000;
