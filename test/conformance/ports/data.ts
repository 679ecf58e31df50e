import { setTimeout as delay } from 'node:timers/promises';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { QueryRef, QueryState, StagingSpec } from '../../../lib/core/ports.ts';
import type { PhysicalColumn, PhysicalType } from '../../../lib/core/sql/physical.ts';
import type { Scalar } from '../../../lib/core/values/scalar.ts';
import type { DataWorld } from './world.ts';

export type Row = Readonly<Record<string, Scalar>>;
export type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];

export const BIGINT: PhysicalType = { kind: 'integer', bits: 64, signed: true };
export const STRING: PhysicalType = { kind: 'string' };
export const DATE: PhysicalType = { kind: 'date' };

export const column = (
  name: string,
  type: PhysicalType,
  from: PhysicalColumn['from'] = 'file',
): PhysicalColumn => ({ name, type, typeName: type.kind, from });

/** A Parquet file in the lake. */
export const writeParquet = (world: DataWorld, path: string, columnData: Columns): Promise<void> =>
  world.lake.put(path, new Uint8Array(parquetWriteBuffer({ columnData })));

/** One column of the numbers from `from`, as many as `count`. */
export const numbers = (count: number, from = 0n): Columns => [
  {
    name: 'n',
    data: Array.from({ length: count }, (_, i) => from + BigInt(i)),
    type: 'INT64',
    nullable: false,
  },
];

export const staging = (
  files: StagingSpec['files'],
  columns: readonly PhysicalColumn[] = [column('n', BIGINT)],
): StagingSpec => ({ dataset: 'test/data', runId: 'run', attempt: 1, format: 'parquet', files, columns });

export async function ended({ engine }: DataWorld, ref: QueryRef): Promise<QueryState> {
  for (;;) {
    const state = await engine.poll(ref);
    if (state.state !== 'running') return state;
    await delay(5);
  }
}

export async function rowsOf({ engine }: DataWorld, ref: QueryRef): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const row of engine.rows(ref)) found.push(row);
  return found;
}

let tokens = 0;
/** Engines remember tokens for longer than a test runs. */
export const newToken = (): string => `ports/${process.pid}/${Date.now()}/${tokens++}`;

/** One statement to its end; `{table}` is the staged table. A failure is thrown, with its cause. */
export async function ask(world: DataWorld, table: string, sql: string): Promise<readonly Row[]> {
  const query = { id: 'q', table: { table }, sql: sql.replaceAll('{table}', table) };
  const ref = await world.engine.start(query, newToken());
  const state = await ended(world, ref);
  if (state.state === 'failed') throw new Error(`${state.cause}: ${state.message}`);
  return rowsOf(world, ref);
}

/** Values alone, in the order of the columns. */
export const plain = (rows: readonly Row[]): readonly (readonly (string | null)[])[] =>
  rows.map((row) => Object.values(row).map((s) => (s.type === 'null' ? null : s.value)));
