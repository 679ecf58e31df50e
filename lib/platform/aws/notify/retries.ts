import type { RetryPolicy } from '../retry.ts';

/** Whoever tells of a run waits for seconds, not for a minute: what was not told is kept, and sent again later. */
export const TELLING_RETRIES: RetryPolicy = { tries: 5, baseMs: 100, capMs: 2_000 };
