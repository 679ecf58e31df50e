import {
  AlreadyExistsException,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
} from '@aws-sdk/client-glue';
import { type Ctas, isIcebergCtas, readCtas, textProperty, textsProperty } from './ctas.ts';
import { descriptor, FORMATS } from './ddl/storage.ts';
import { hiveTypeOf } from './ddl/types.ts';
import type { Execution } from './execution.ts';
import { type EngineResult, type EngineRun, QueryError, runEngine } from './run-engine.ts';
import { tableLocation } from './session.ts';
import type { EngineColumn } from './trino-client.ts';
import type { World } from './world.ts';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const userError = (type: number, reason: string): QueryError =>
  new QueryError({ category: 2, type, retryable: false, reason });

/**
 * `CREATE TABLE … AS`. An Iceberg table is the engine's own; a Hive table is created in Glue and then filled, because
 * the engine's way needs column statistics that a Glue without them cannot keep.
 */
export async function runCtas(
  world: World,
  execution: Execution,
  run: EngineRun,
): Promise<EngineResult | undefined> {
  const ctas = readCtas(run.sql);
  const database = ctas.database ?? run.session.schema;
  const result = isIcebergCtas(ctas)
    ? await icebergCtas(world, execution, run, ctas, database)
    : await hiveCtas(world, execution, run, ctas, database);
  return result && { ...result, updateType: 'CREATE TABLE' };
}

function icebergCtas(
  world: World,
  execution: Execution,
  run: EngineRun,
  ctas: Ctas,
  database: string,
): Promise<EngineResult | undefined> {
  const { partitioning } = ctas.properties;
  const location = textProperty(ctas, 'location') ?? tableLocation(execution);
  const options = [
    `location = ${text(location.replace(/\/+$/, ''))}`,
    `format = ${text((textProperty(ctas, 'format') ?? 'parquet').toUpperCase())}`,
    ...(partitioning === undefined ? [] : [`partitioning = ${partitioning}`]),
  ];
  const absent = ctas.ifNotExists ? 'IF NOT EXISTS ' : '';
  const name = `${quoted(world.icebergCatalog)}.${quoted(database)}.${quoted(ctas.table)}`;
  const sql = `CREATE TABLE ${absent}${name} WITH (${options.join(', ')}) AS ${ctas.query}${ctas.withData ? '' : ' WITH NO DATA'}`;
  return runEngine(world, execution, { ...run, sql });
}

/** Names and types of the query's columns, in Hive's spelling. */
async function hiveColumns(world: World, execution: Execution, run: EngineRun, ctas: Ctas) {
  const probe = { ...run, sql: `SELECT * FROM (${ctas.query}\n) LIMIT 0`, writes: false };
  const shape = await runEngine(world, execution, probe);
  if (!shape) return undefined;
  const unnamed = shape.columns.findIndex((column) => /^_col\d+$/.test(column.name));
  if (unnamed >= 0) {
    throw userError(
      1100,
      `MISSING_COLUMN_NAME: line 1:1: Column name not specified at position ${unnamed + 1}`,
    );
  }
  return shape.columns.map((column) => ({ name: column.name.toLowerCase(), type: typeOf(column) }));
}

const typeOf = (column: EngineColumn): string => {
  const type = hiveTypeOf(column.typeSignature);
  if (type === undefined) throw userError(1200, `NOT_SUPPORTED: Unsupported Hive type: ${column.type}`);
  return type;
};

async function hiveCtas(
  world: World,
  execution: Execution,
  run: EngineRun,
  ctas: Ctas,
  database: string,
): Promise<EngineResult | undefined> {
  const columns = await hiveColumns(world, execution, run, ctas);
  if (!columns) return undefined;
  const keys = textsProperty(ctas, 'partitioned_by').map((key) => key.toLowerCase());
  const last = columns.slice(columns.length - keys.length).map((column) => column.name);
  if (keys.length > 0 && last.join() !== keys.join()) {
    throw userError(
      1100,
      'INVALID_TABLE_PROPERTY: Partition keys must be the last columns in the table and in the same order as the table properties',
    );
  }
  const created = await createGlueTable(world, ctas, database, columns, keys, location(execution, ctas));
  if (!created) return { id: '', columns: [], rows: [], updateCount: 0 };
  if (!ctas.withData) return { id: '', columns: [], rows: [], updateCount: 0 };
  const sql = `INSERT INTO ${quoted(database)}.${quoted(ctas.table)} SELECT * FROM (${ctas.query}\n)`;
  const drop = (): Promise<unknown> =>
    world.glue.send(new DeleteTableCommand({ DatabaseName: database, Name: ctas.table }));
  try {
    const result = await runEngine(world, execution, { ...run, sql });
    if (!result) await drop();
    return result;
  } catch (error) {
    await drop();
    throw error;
  }
}

const location = (execution: Execution, ctas: Ctas): string =>
  (textProperty(ctas, 'external_location') ?? tableLocation(execution)).replace(/\/*$/, '/');

/** False where the table was there and the statement allows it. */
async function createGlueTable(
  world: World,
  ctas: Ctas,
  database: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  keys: readonly string[],
  place: string,
): Promise<boolean> {
  const name = (textProperty(ctas, 'format') ?? 'parquet').toLowerCase();
  const format = FORMATS[name];
  if (!format)
    throw userError(1100, `INVALID_TABLE_PROPERTY: Unable to set table property 'format' to ['${name}']`);
  const own = columns.slice(0, columns.length - keys.length);
  // Partition filters are texts to Glue: a bounded varchar is kept as string.
  const keyType = (type: string): string => (type.startsWith('varchar(') ? 'string' : type);
  const PartitionKeys = columns
    .slice(own.length)
    .map((each) => ({ Name: each.name, Type: keyType(each.type) }));
  const TableInput = {
    Name: ctas.table,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', auto_statistics: 'false', has_encrypted_data: 'false' },
    PartitionKeys,
    StorageDescriptor: descriptor(format, own, place),
  };
  try {
    await world.glue.send(new CreateTableCommand({ DatabaseName: database, TableInput }));
    return true;
  } catch (error) {
    if (error instanceof EntityNotFoundException) {
      throw userError(1301, `SCHEMA_NOT_FOUND: line 1:1: Schema '${database}' does not exist`);
    }
    if (!(error instanceof AlreadyExistsException)) throw error;
    if (ctas.ifNotExists) return false;
    const reason = `TABLE_ALREADY_EXISTS: line 1:1: Table 'awsdatacatalog.${database}.${ctas.table}' already exists`;
    throw userError(1100, reason);
  }
}
