import {
  AlreadyExistsException,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  EntityNotFoundException,
} from '@aws-sdk/client-glue';
import { type Column, textColumn } from '../columns.ts';
import { type DdlWorld, findTable, getTable, isIceberg, isView, resolved } from './catalog.ts';
import {
  databaseNotFound,
  semanticError,
  tableExists,
  tableNotFound,
  taskFailure,
  unknownType,
} from './hive-failure.ts';
import { createIceberg } from './iceberg.ts';
import { addPartitions, dropPartitions, setLocation, updateTable } from './partitions.ts';
import { repair } from './repair.ts';
import { describe, showColumns, showDatabases, showPartitions, showProperties, showTables } from './show.ts';
import type { CreateTable, DdlStatement } from './statement.ts';
import { glueColumn, tableInput } from './storage.ts';
import { strangerIn } from './types.ts';

/** What a DDL statement answers: lines of text under its columns. */
export interface DdlAnswer {
  readonly columns: readonly Column[];
  readonly lines: readonly string[];
}

type Of<K extends DdlStatement['kind']> = Extract<DdlStatement, { readonly kind: K }>;

const NOTHING: DdlAnswer = { columns: [], lines: [] };
const named = (columns: readonly string[], lines: readonly string[]): DdlAnswer => ({
  columns: columns.map(textColumn),
  lines,
});

/** Runs a statement of the Hive grammar straight on Glue. */
export async function runDdl(world: DdlWorld, statement: DdlStatement): Promise<DdlAnswer> {
  switch (statement.kind) {
    case 'showPartitions':
      return named(['partition'], await showPartitions(world, statement.name));
    case 'showTables':
      return named(
        ['tab_name'],
        await showTables(world, statement.database ?? world.database, statement.pattern),
      );
    case 'showDatabases':
      return named(['database_name'], await showDatabases(world, statement.pattern));
    case 'showColumns':
      return named(['field'], await showColumns(world, statement.name));
    case 'showProperties':
      return named(['prpt_name', 'prpt_value'], await showProperties(world, statement.name));
    case 'describe':
      return named(['col_name', 'data_type', 'comment'], await describe(world, statement.name));
    case 'repair':
      return { columns: [], lines: await repair(world, statement.name) };
    default:
      await change(world, statement);
      return NOTHING;
  }
}

type Change = Exclude<
  DdlStatement,
  { kind: 'repair' | 'describe' | `show${'Partitions' | 'Tables' | 'Databases' | 'Columns' | 'Properties'}` }
>;

async function change(world: DdlWorld, statement: Change): Promise<void> {
  switch (statement.kind) {
    case 'createTable':
      return createTable(world, statement);
    case 'dropTable':
      return dropTable(world, statement);
    case 'addPartitions':
      return addPartitions(world, statement);
    case 'dropPartitions':
      return dropPartitions(world, statement);
    case 'setLocation':
      return setLocation(world, statement);
    case 'setProperties':
      return setProperties(world, statement);
    case 'addColumns':
      return addColumns(world, statement);
    case 'createDatabase':
      return createDatabase(world, statement);
    case 'dropDatabase':
      return dropDatabase(world, statement);
  }
}

async function createTable(world: DdlWorld, statement: CreateTable): Promise<void> {
  const { database, table } = resolved(world, statement.name);
  const stranger = [...statement.columns, ...statement.partitionColumns]
    .map((column) => strangerIn(column.type))
    .find((name) => name !== undefined);
  if (stranger !== undefined) throw unknownType(stranger);
  if (statement.properties.table_type?.toUpperCase() === 'ICEBERG') return createIceberg(world, statement);
  if (!statement.external)
    throw semanticError('Only external tables are supported: use CREATE EXTERNAL TABLE', 1200);
  if (!/^s3:\/\/[^/]+(\/|$)/.test(statement.location ?? '')) {
    throw taskFailure(`MetaException(message:Path is not legal: ${statement.location})`, 1100);
  }
  try {
    const TableInput = tableInput(statement, world.nowMs());
    await world.glue.send(new CreateTableCommand({ DatabaseName: database, TableInput }));
  } catch (error) {
    if (error instanceof EntityNotFoundException) throw databaseNotFound(database);
    if (!(error instanceof AlreadyExistsException)) throw error;
    if (!statement.ifNotExists) throw tableExists(table);
  }
}

async function dropTable(world: DdlWorld, statement: Of<'dropTable'>): Promise<void> {
  const { database, table } = resolved(world, statement.name);
  const found = await findTable(world, statement.name);
  if (!found) {
    if (statement.ifExists) return;
    throw tableNotFound(database, table);
  }
  if (isView(found)) throw semanticError('[Error 10217]: Cannot drop a view with DROP TABLE');
  if (isIceberg(found)) return world.engine(`DROP TABLE "${database}"."${table}"`);
  await world.glue.send(new DeleteTableCommand({ DatabaseName: database, Name: table }));
}

async function setProperties(world: DdlWorld, statement: Of<'setProperties'>): Promise<void> {
  const table = await getTable(world, statement.name);
  const Parameters = { ...table.Parameters, ...statement.properties };
  await updateTable(world, resolved(world, statement.name).database, table, { Parameters });
}

async function addColumns(world: DdlWorld, statement: Of<'addColumns'>): Promise<void> {
  const table = await getTable(world, statement.name);
  const Columns = [...(table.StorageDescriptor?.Columns ?? []), ...statement.columns.map(glueColumn)];
  const StorageDescriptor = { ...table.StorageDescriptor, Columns };
  await updateTable(world, resolved(world, statement.name).database, table, { StorageDescriptor });
}

async function createDatabase(world: DdlWorld, statement: Of<'createDatabase'>): Promise<void> {
  const { database, comment, location, ifNotExists } = statement;
  const DatabaseInput = {
    Name: database,
    ...(comment === undefined ? {} : { Description: comment }),
    ...(location === undefined ? {} : { LocationUri: location }),
  };
  try {
    await world.glue.send(new CreateDatabaseCommand({ DatabaseInput }));
  } catch (error) {
    if (!(error instanceof AlreadyExistsException)) throw error;
    if (!ifNotExists)
      throw taskFailure(`AlreadyExistsException(message:Database ${database} already exists)`);
  }
}

async function dropDatabase(world: DdlWorld, statement: Of<'dropDatabase'>): Promise<void> {
  const { database, cascade, ifExists } = statement;
  const tables = await showTables(world, database).catch((error: unknown) => {
    if (ifExists) return undefined;
    throw error;
  });
  if (tables === undefined) return;
  if (tables.length > 0 && !cascade) {
    throw taskFailure(
      `InvalidOperationException(message:Database ${database} is not empty. One or more tables exist.)`,
    );
  }
  for (const Name of tables) await world.glue.send(new DeleteTableCommand({ DatabaseName: database, Name }));
  await world.glue.send(new DeleteDatabaseCommand({ Name: database }));
}
