import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { StagingSpec } from '../../../../lib/core/ports.ts';
import type { PhysicalColumn, PhysicalType } from '../../../../lib/core/sql/physical.ts';

/** Runs statements in a DuckDB without any guard: the outside writer or reader of a test. */
export async function outside(...statements: readonly string[]): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    let rows: unknown[][] = [];
    for (const sql of statements) rows = (await connection.runAndReadAll(sql)).getRowsJson();
    return rows;
  } finally {
    instance.closeSync();
  }
}

export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const column = (
  name: string,
  type: PhysicalType,
  from: PhysicalColumn['from'] = 'file',
): PhysicalColumn => ({ name, type, typeName: type.kind, from });

export const STRING: PhysicalType = { kind: 'string' };
export const BIGINT: PhysicalType = { kind: 'integer', bits: 64, signed: true };
export const DATE: PhysicalType = { kind: 'date' };
export const TIMESTAMP: PhysicalType = { kind: 'timestamp', zoned: false };

export const staging = (
  spec: Pick<StagingSpec, 'format' | 'files' | 'columns'> & { delimiter?: string },
): StagingSpec => ({ dataset: 'test/data', runId: 'run', attempt: 1, ...spec });

export const FLIGHTS = 'node_modules/vega-datasets/data/flights-3m.parquet';
