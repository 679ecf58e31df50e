import type { Ledger } from '../../../lib/core/ports.ts';

/** What a platform does not promise, each with its reason; printed by the suite, so that nothing is left out silently. */
export type Excuses = Readonly<Record<string, string>>;

/** One new and empty ledger of a platform. */
export interface LedgerWorld {
  /** Opens it, as every process does for itself; all of them see one clock. */
  connect(): Ledger;
  /** Milliseconds since 1970, of everybody's clock. */
  nowMs: number;
  dispose(): Promise<void>;
}

export interface LedgerPlatform {
  readonly name: string;
  make(): Promise<LedgerWorld>;
  /** How many facts are certainly more than one page of a query. */
  readonly manyFacts: number;
  /** Partitions of a commit that is certainly more than one request of the platform. */
  readonly manyPartitions: number;
  /** Runs of a random test. */
  readonly runs: number;
}
