import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { WorkFolder } from './work-folder.ts';

async function query(sql: string): Promise<readonly (readonly string[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    try {
      await connection.run("SET TimeZone = 'UTC'");
      return (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(String));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** Per day, in words that both engines understand. */
export const totalsOf = (table: string): string =>
  `SELECT CAST(flight_date AS VARCHAR), count(*), sum(delay), sum(distance), sum(date_diff('minute', TIMESTAMP '2001-01-01 00:00:00', "date")), count(DISTINCT origin), count(DISTINCT destination) FROM ${table} GROUP BY 1 ORDER BY 1`;

/** What readers of the local lake see of a dataset. */
export function localRows(
  { localRoot }: WorkFolder,
  dataset: string,
): Promise<readonly (readonly string[])[]> {
  const files = join(realpathSync(join(localRoot, 'lake', dataset)), '**/*.parquet');
  return query(totalsOf(`read_parquet('${files}', hive_partitioning = true)`));
}

/** The bytes of a Parquet file with the rows of a SELECT. */
export async function parquetOf(sql: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-smoke-'));
  try {
    const file = join(folder, 'rows.parquet');
    await query(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
