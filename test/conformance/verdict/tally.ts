import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the tests of verdicts count, each in a file of its own; the closing table is made of them. */
export interface Tallies {
  readonly cases: {
    readonly cases: number;
    /** As the case expects it, of DuckDB; then of Athena. */
    readonly onDuckDb: number;
    readonly passed: number;
    readonly excused: number;
  };
  readonly flights: { readonly days: number; readonly rejected: number; readonly differing: number };
  readonly random: {
    readonly seed: number;
    readonly compared: number;
    readonly checks: number;
    readonly withFailure: number;
    readonly notEvaluated: number;
    readonly listed: number;
    readonly durationMs: number;
  };
}

/** The folder of one run of the suite, told to its workers by the environment. */
export const TALLIES = 'SLUICE_TALLIES';

/** Nothing where no table is asked for. */
export function writeTally<K extends keyof Tallies>(name: K, tally: Tallies[K]): void {
  const folder = process.env[TALLIES];
  if (folder !== undefined) writeFileSync(join(folder, `${name}.json`), JSON.stringify(tally));
}

/** Undefined where those tests did not run. */
export function readTally<K extends keyof Tallies>(from: string, name: K): Tallies[K] | undefined {
  try {
    return JSON.parse(readFileSync(join(from, `${name}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}
