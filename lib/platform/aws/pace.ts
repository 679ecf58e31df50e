import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, so that tests have their own. */
export interface Pace {
  now(): number;
  sleep(durationMs: number): Promise<void>;
  /** From 0 (included) to 1. */
  random(): number;
}

export const realPace: Pace = {
  now: () => Date.now(),
  sleep: (durationMs) => delay(durationMs),
  random: () => Math.random(),
};
