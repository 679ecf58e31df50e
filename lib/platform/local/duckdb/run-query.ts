import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Scalar } from '../../../core/values/scalar.ts';
import { checkSelect } from './check-select.ts';
import { type QueryProfile, readProfile } from './profile.ts';
import type { StagedTable } from './staged-table.ts';
import { StatementRefused } from './statement-refused.ts';
import { toScalar } from './to-scalar.ts';

export type Row = Readonly<Record<string, Scalar>>;

export interface QueryOutcome {
  readonly rows: readonly Row[];
  readonly rowsScanned: bigint;
  readonly bytesScanned: bigint;
  readonly profile?: QueryProfile;
}

/**
 * Runs one SELECT over a staged table. Rows scanned: from DuckDB's own profile where it is on, else the rows that
 * are present, once for each time the statement names the table. Bytes scanned: the sizes of the files, likewise:
 * an upper bound, because DuckDB reads only the columns it needs, and its own counter misses cached reads.
 */
export async function runQuery(
  sql: string,
  table: StagedTable,
  onStart: (interrupt: () => void) => void,
): Promise<QueryOutcome> {
  const profiled = table.profilePath !== undefined;
  const { first, instance } = await table.open();
  const connection = profiled ? first : await instance.connect();
  onStart(() => connection.interrupt());
  try {
    const checked = await checkSelect(connection, sql, table.name);
    if ('refused' in checked) throw new StatementRefused(checked.refused);
    const rows = await readRows(connection, sql);
    const profile =
      table.profilePath === undefined ? undefined : readProfile(await readFile(table.profilePath, 'utf8'));
    const scans = BigInt(checked.scans);
    const present = profile === undefined ? (await table.rows()) * scans : profile.rowsRead;
    return {
      rows,
      rowsScanned: present,
      bytesScanned: table.bytes * scans,
      ...(profile === undefined ? {} : { profile }),
    };
  } finally {
    if (!profiled) connection.closeSync();
  }
}

export async function readRows(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  const result = await connection.run(sql);
  const names = result.deduplicatedColumnNames();
  const types = result.columnTypes().map(String);
  const rows = await result.getRows();
  return rows.map((row) =>
    Object.fromEntries(names.map((name, i) => [name, toScalar(row[i], types[i] ?? '')])),
  );
}
