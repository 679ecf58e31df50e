import type { Pace } from '../pace.ts';

const FIRST_MS = 100;
const GROWTH = 1.5;
const LONGEST_MS = 2_000;

export interface PollPace {
  /** Until it is time to look at the query again; the first look is at once. */
  wait(id: string): Promise<void>;
  forget(id: string): void;
}

/** Looks are paid in requests: a query that has run for long is looked at rarely, whoever asks how often. */
export function pollPace(pace: Pace): PollPace {
  const looks = new Map<string, { readonly times: number; readonly atMs: number }>();
  return {
    wait: async (id) => {
      const last = looks.get(id);
      if (last !== undefined) {
        const pauseMs = Math.min(FIRST_MS * GROWTH ** (last.times - 1), LONGEST_MS);
        const leftMs = last.atMs + pauseMs - pace.now();
        if (leftMs > 0) await pace.sleep(leftMs);
      }
      looks.set(id, { times: (last?.times ?? 0) + 1, atMs: pace.now() });
    },
    forget: (id) => looks.delete(id),
  };
}
