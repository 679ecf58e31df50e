import type { Catalog, Engine, Lake, Ledger } from '../../../lib/core/ports.ts';

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

/** One new and empty lake of a platform. */
export interface LakeWorld {
  readonly lake: Lake;
  /** As another job writes a file, not through this lake. */
  write(path: string, body: Uint8Array): Promise<void>;
  writeMany(paths: readonly string[], body: Uint8Array): Promise<void>;
  /** How a path of the lake is called from anywhere. */
  absolute(path: string): string;
  dispose(): Promise<void>;
}

export interface LakePlatform {
  readonly name: string;
  make(): Promise<LakeWorld>;
  /** More than the platform lists at once. */
  readonly manyFiles: number;
}

/** An engine and the catalog whose tables it reads, over files of one new and empty lake. */
export interface DataWorld {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly lake: Lake;
  dispose(): Promise<void>;
}

export interface DataPlatform {
  readonly name: string;
  make(): Promise<DataWorld>;
  /** Rows of a result that is certainly more than one page. */
  readonly manyRows: number;
  /** What it does not promise, each with its reason, which is printed. */
  readonly excused: Readonly<Partial<Record<DataExcuse, string>>>;
}

export type DataExcuse = 'partitionsBeyondAscii';
