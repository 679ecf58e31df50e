import {
  type Column as GlueColumn,
  paginateGetDatabases,
  paginateGetTables,
  type Table,
} from '@aws-sdk/client-glue';
import { allPartitions, type DdlWorld, folderOf, getTable, keysOf } from './catalog.ts';
import { collect } from './collect.ts';
import { databaseNotFound } from './hive-failure.ts';
import { partitionedTable } from './partitions.ts';
import type { Name } from './statement.ts';

/** Hive's patterns: `*` is anything, `|` is or, the rest a regular expression of the whole name. */
const like = (pattern: string | undefined): ((name: string) => boolean) => {
  if (pattern === undefined || pattern === '*') return () => true;
  const body = pattern.replaceAll(/(?<!\.)\*/g, '.*');
  const expression = new RegExp(`^(?:${body})$`, 'i');
  return (name) => expression.test(name);
};

export async function showDatabases(world: DdlWorld, pattern?: string): Promise<readonly string[]> {
  const found = await collect(paginateGetDatabases({ client: world.glue }, {}), (page) => page.DatabaseList);
  const names = found.map((each) => each.Name ?? '');
  return names.filter(like(pattern)).sort();
}

export async function showTables(
  world: DdlWorld,
  database: string,
  pattern?: string,
): Promise<readonly string[]> {
  try {
    const found = await collect(
      paginateGetTables({ client: world.glue }, { DatabaseName: database }),
      (page) => page.TableList,
    );
    const names = found.map((each) => each.Name ?? '');
    return names.filter(like(pattern)).sort();
  } catch (error) {
    if (error instanceof Error && error.name === 'EntityNotFoundException') throw databaseNotFound(database);
    throw error;
  }
}

export async function showPartitions(world: DdlWorld, name: Name): Promise<readonly string[]> {
  const keys = keysOf(await partitionedTable(world, name));
  return (await allPartitions(world, name)).map((each) => folderOf(keys, each.Values ?? [])).sort();
}

export const showProperties = async (world: DdlWorld, name: Name): Promise<readonly string[]> =>
  Object.entries((await getTable(world, name)).Parameters ?? {}).map(([key, value]) => `${key}\t${value}`);

const WIDTH = 20;
const padded = (text: string): string => text + ' '.repeat(Math.max(0, WIDTH - [...text].length));

const allColumns = (table: Table): readonly GlueColumn[] => [
  ...(table.StorageDescriptor?.Columns ?? []),
  ...(table.PartitionKeys ?? []),
];

export const showColumns = async (world: DdlWorld, name: Name): Promise<readonly string[]> =>
  allColumns(await getTable(world, name)).map((column) => padded(column.Name ?? ''));

const line = (column: GlueColumn): string =>
  [column.Name ?? '', column.Type ?? '', column.Comment ?? ''].map(padded).join('\t');

/** Hive's list of columns, partition columns once more below. */
export async function describe(world: DdlWorld, name: Name): Promise<readonly string[]> {
  const table = await getTable(world, name);
  const keys = table.PartitionKeys ?? [];
  const heading = [
    '\t \t ',
    '# Partition Information\t \t ',
    line({ Name: '# col_name', Type: 'data_type', Comment: 'comment' }),
    '\t \t ',
  ];
  return [...allColumns(table).map(line), ...(keys.length ? [...heading, ...keys.map(line)] : [])];
}
