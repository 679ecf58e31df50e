import {
  EntityNotFoundException,
  GetTableCommand,
  type GlueClient,
  type Partition,
  paginateGetPartitions,
  type Table,
} from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { collect } from './collect.ts';
import { tableNotFound } from './hive-failure.ts';
import type { Name } from './statement.ts';

/** What DDL works on: Glue and S3 themselves, as Athena does it, and the engine for Iceberg tables. */
export interface DdlWorld {
  readonly glue: GlueClient;
  readonly s3: S3Client;
  /** The context's database. */
  readonly database: string;
  /** Runs a statement of the engine's own grammar; its error is thrown. */
  readonly engine: (sql: string) => Promise<void>;
  readonly nowMs: () => number;
}

/** Database and table, the context filled in. */
export const resolved = (
  world: DdlWorld,
  name: Name,
): { readonly database: string; readonly table: string } => ({
  database: name.database ?? world.database,
  table: name.table,
});

/** The table, or undefined where Glue has none. */
export async function findTable(world: DdlWorld, name: Name): Promise<Table | undefined> {
  const { database, table } = resolved(world, name);
  try {
    return (await world.glue.send(new GetTableCommand({ DatabaseName: database, Name: table }))).Table;
  } catch (error) {
    if (error instanceof EntityNotFoundException) return undefined;
    throw error;
  }
}

export async function getTable(world: DdlWorld, name: Name): Promise<Table> {
  const { database, table } = resolved(world, name);
  const found = await findTable(world, name);
  if (!found) throw tableNotFound(database, table);
  return found;
}

export const isIceberg = (table: Table | undefined): boolean =>
  table?.Parameters?.table_type?.toUpperCase() === 'ICEBERG';

export const isView = (table: Table): boolean => table.TableType === 'VIRTUAL_VIEW';

export async function allPartitions(world: DdlWorld, name: Name): Promise<readonly Partition[]> {
  const { database, table } = resolved(world, name);
  const pages = paginateGetPartitions({ client: world.glue }, { DatabaseName: database, TableName: table });
  return collect(pages, (page) => page.Partitions);
}

/** Columns of the partition, in the table's order. */
export const keysOf = (table: Table): readonly string[] =>
  (table.PartitionKeys ?? []).map((key) => key.Name ?? '');

const SPELLED_OUT = new Set('"#%\'*/:=?\\{[]^');
const isControl = (sign: string): boolean => sign < ' ' || sign === '\u007f';

/** Hive's way to write a value in a folder's name. */
export const folderText = (value: string): string =>
  [...value]
    .map((sign) =>
      SPELLED_OUT.has(sign) || isControl(sign)
        ? `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : sign,
    )
    .join('');

export const folderOf = (keys: readonly string[], values: readonly string[]): string =>
  keys.map((key, i) => `${folderText(key)}=${folderText(values[i] ?? '')}`).join('/');
