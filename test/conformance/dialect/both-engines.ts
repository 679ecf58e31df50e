import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { bindChecks, prepareChecks } from '../../../lib/core/gate/bind.ts';
import { compileStatements } from '../../../lib/core/gate/compile.ts';
import { neededMetrics } from '../../../lib/core/gate/plan.ts';
import type { Dialect } from '../../../lib/core/sql/dialect.ts';
import { duckdb } from '../../../lib/core/sql/dialects/duckdb.ts';
import { trino } from '../../../lib/core/sql/dialects/trino.ts';
import type { Metric } from '../../../lib/core/sql/metric.ts';
import { parseDecimal } from '../../../lib/core/values/decimal.ts';
import { instantText, parseInstant } from '../../../lib/core/values/instant.ts';
import { double, NULL, type Scalar, string, timestamp } from '../../../lib/core/values/scalar.ts';
import { toScalar } from '../../../lib/platform/local/duckdb/to-scalar.ts';
import { evaluated } from '../../core/sql/declared-schema.ts';
import type { TrinoValue } from '../stack/trino-client.ts';
import { COLUMNS, type NastyRow, selectRows } from './nasty-table.ts';
import { onTrino } from './trino-engine.ts';

/** Metric → its number, or that the engine failed on it. */
export type Numbers = Readonly<Record<string, Scalar | 'failed'>>;

export async function openDuckDb(): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return { connection, close: () => instance.closeSync() };
}

export async function askDuckDb(
  connection: DuckDBConnection,
  rows: readonly NastyRow[],
  metrics: readonly Metric[],
): Promise<Numbers> {
  await connection.run(`CREATE OR REPLACE TABLE candidate AS ${selectRows(rows, 'duckdb')}`);
  return collect(metrics, duckdb, async (sql) => {
    const result = await connection.runAndReadAll(sql);
    const types = result.columnTypes().map(String);
    return result.getRows().map((row) => row.map((value, i) => toScalar(value, types[i] ?? '')));
  });
}

export async function askTrino(rows: readonly NastyRow[], metrics: readonly Metric[]): Promise<Numbers> {
  const table = selectRows(rows, 'trino');
  return collect(metrics, trino, async (sql) => {
    const result = await onTrino(`WITH "candidate" AS (${table}) SELECT * FROM (${sql})`);
    return result.rows.map((row) => row.map((value, i) => scalarOf(value, result.columns[i]?.type ?? '')));
  });
}

type Ask = (sql: string) => Promise<readonly (readonly Scalar[])[]>;

/** What a statement failed on is found in halves, as a run does. */
async function collect(metrics: readonly Metric[], dialect: Dialect, ask: Ask): Promise<Numbers> {
  const request = { partitionColumns: [], partitions: [{}], table: 'candidate', dialect };
  const numbers: Record<string, Scalar | 'failed'> = {};
  for (const { sql, metrics: asked } of compileStatements({ ...request, metrics })) {
    const ids = Object.values(asked);
    try {
      const [row = []] = await ask(sql);
      ids.forEach((id, i) => {
        numbers[id] = row[i] ?? NULL;
      });
    } catch {
      const half = Math.ceil(ids.length / 2);
      const parts = ids.length === 1 ? [] : [ids.slice(0, half), ids.slice(half)];
      for (const part of parts) {
        const some = metrics.filter((m) => part.includes(m.id));
        Object.assign(numbers, await collect(some, dialect, ask));
      }
      if (ids.length === 1) numbers[ids[0] ?? ''] = 'failed';
    }
  }
  return numbers;
}

/** A value as Trino writes it, by its type's name. */
export function scalarOf(value: TrinoValue, type: string): Scalar {
  if (value === null) return NULL;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const [name = ''] = type.split('(');
  if (/^(tinyint|smallint|integer|bigint)$/.test(name)) return { type: 'integer', value: text };
  if (name === 'decimal') return { type: 'decimal', value: text };
  if (name === 'double') return double(Number(text));
  if (name === 'real') return double(Math.fround(Number(text)));
  if (name === 'boolean') return { type: 'boolean', value: text };
  const instant = name === 'timestamp' ? parseInstant(text.replace(/ UTC$/, 'Z')) : undefined;
  return instant === undefined ? string(text) : timestamp(instantText(instant));
}

/** The same number, whatever the engine calls its type; doubles to 1e-9 of their size. */
export function agree(a: Scalar | 'failed' | undefined, b: Scalar | 'failed' | undefined): boolean {
  if (a === undefined || b === undefined || a === 'failed' || b === 'failed') return a === b;
  if (a.type === 'null' || b.type === 'null') return a.type === b.type;
  if (a.value === b.value) return true;
  if (a.type === 'double' || b.type === 'double') {
    const [x, y] = [Number(a.value), Number(b.value)];
    return Object.is(x, y) || Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y));
  }
  const [x, y] = [parseDecimal(a.value), parseDecimal(b.value)];
  if (x === undefined || y === undefined) return false;
  const scale = Math.max(x.scale, y.scale);
  return x.digits * 10n ** BigInt(scale - x.scale) === y.digits * 10n ** BigInt(scale - y.scale);
}

/** Every number that a contract asks for, of both engines, over the same rows. */
export async function askBoth(
  connection: DuckDBConnection,
  dataset: Dataset,
  rows: readonly NastyRow[],
): Promise<{ readonly kinds: readonly string[]; readonly duckdb: Numbers; readonly trino: Numbers }> {
  const checks = prepareChecks(evaluated(dataset));
  if (!checks.ok) throw new Error(JSON.stringify(checks.error));
  const bound = bindChecks(checks.value, { columns: COLUMNS });
  const unbound = bound.flatMap((c) => (c.bound.ok ? [] : [c.bound.error]));
  if (unbound.length > 0) throw new Error(unbound.join('; '));
  const metrics = neededMetrics(bound);
  return {
    kinds: bound.map((c) => c.prepared.kind),
    duckdb: await askDuckDb(connection, rows, metrics),
    trino: await askTrino(rows, metrics),
  };
}

/** What the engines say differently, by metric. */
export const differing = ({ duckdb: local, trino: remote }: { duckdb: Numbers; trino: Numbers }) =>
  Object.keys(local).flatMap((id) =>
    agree(local[id], remote[id]) ? [] : [{ id, duckdb: local[id], trino: remote[id] }],
  );
