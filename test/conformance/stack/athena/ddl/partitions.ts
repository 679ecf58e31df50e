import {
  AlreadyExistsException,
  CreatePartitionCommand,
  DeletePartitionCommand,
  type Partition,
  type Table,
  UpdatePartitionCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { allPartitions, type DdlWorld, folderOf, getTable, isIceberg, keysOf, resolved } from './catalog.ts';
import { notForIceberg, semanticError, taskFailure } from './hive-failure.ts';
import type { DdlStatement, Name, PartitionSpec } from './statement.ts';

type Of<K extends DdlStatement['kind']> = Extract<DdlStatement, { readonly kind: K }>;

/** The partitioned table, or the failure that Hive gives of another. */
export async function partitionedTable(world: DdlWorld, name: Name): Promise<Table> {
  const table = await getTable(world, name);
  if (isIceberg(table)) throw notForIceberg();
  if (keysOf(table).length === 0) throw taskFailure(`Table ${table.Name} is not a partitioned table`);
  return table;
}

/** Values in the table's order. Every key must be given, unless `partial`. */
function valuesOf(table: Table, spec: PartitionSpec, partial = false): readonly (string | undefined)[] {
  const keys = keysOf(table);
  const given = new Map(spec);
  const stranger = [...given.keys()].find((key) => !keys.includes(key));
  if (stranger !== undefined || (!partial && given.size !== keys.length)) {
    const text = spec.map(([k, v]) => `${k}=${v}`).join(', ');
    throw semanticError(
      `[Error 10006]: Partition not found / partition spec {${text}} doesn't contain all (${keys.length}) partition columns`,
    );
  }
  return keys.map((key) => given.get(key));
}

const slashed = (location: string): string => location.replace(/\/*$/, '/');

export async function createPartition(
  world: DdlWorld,
  name: Name,
  table: Table,
  values: readonly string[],
  location?: string,
): Promise<'created' | 'existed'> {
  const { database, table: tableName } = resolved(world, name);
  const place =
    location ?? `${slashed(table.StorageDescriptor?.Location ?? '')}${folderOf(keysOf(table), values)}`;
  const StorageDescriptor = { ...table.StorageDescriptor, Location: place };
  const PartitionInput = { Values: [...values], StorageDescriptor };
  try {
    await world.glue.send(
      new CreatePartitionCommand({ DatabaseName: database, TableName: tableName, PartitionInput }),
    );
    return 'created';
  } catch (error) {
    if (error instanceof AlreadyExistsException) return 'existed';
    throw error;
  }
}

export async function addPartitions(world: DdlWorld, statement: Of<'addPartitions'>): Promise<void> {
  const table = await partitionedTable(world, statement.name);
  const wanted = statement.partitions.map(({ spec, location }) => ({
    values: valuesOf(table, spec).map((value) => value ?? ''),
    location,
  }));
  for (const { values, location } of wanted) {
    const outcome = await createPartition(world, statement.name, table, values, location);
    if (outcome === 'existed' && !statement.ifNotExists) {
      throw taskFailure('AlreadyExistsException(message:Partition already exists.)');
    }
  }
}

const matches = (partition: Partition, values: readonly (string | undefined)[]): boolean =>
  values.every((value, i) => value === undefined || partition.Values?.[i] === value);

async function partitionsLike(
  world: DdlWorld,
  name: Name,
  table: Table,
  spec: PartitionSpec,
): Promise<readonly Partition[]> {
  const values = valuesOf(table, spec, true);
  return (await allPartitions(world, name)).filter((partition) => matches(partition, values));
}

export async function dropPartitions(world: DdlWorld, statement: Of<'dropPartitions'>): Promise<void> {
  const table = await partitionedTable(world, statement.name);
  const { database, table: tableName } = resolved(world, statement.name);
  for (const spec of statement.specs) {
    const found = await partitionsLike(world, statement.name, table, spec);
    if (found.length === 0 && !statement.ifExists) {
      throw semanticError(
        `[Error 10006]: Partition not found (${spec.map(([k, v]) => `${k} = '${v}'`).join(' AND ')})`,
      );
    }
    for (const { Values } of found) {
      const key = { DatabaseName: database, TableName: tableName, PartitionValues: Values };
      await world.glue.send(new DeletePartitionCommand(key));
    }
  }
}

/** Of the table, or of one partition. */
export async function setLocation(world: DdlWorld, statement: Of<'setLocation'>): Promise<void> {
  const { database, table: tableName } = resolved(world, statement.name);
  if (statement.spec === undefined) {
    const table = await getTable(world, statement.name);
    if (isIceberg(table)) throw notForIceberg();
    await updateTable(world, database, table, {
      StorageDescriptor: { ...table.StorageDescriptor, Location: statement.location },
    });
    return;
  }
  const table = await partitionedTable(world, statement.name);
  const values = valuesOf(table, statement.spec).map((value) => value ?? '');
  const [found] = await partitionsLike(world, statement.name, table, statement.spec);
  if (!found) throw semanticError('[Error 10006]: Partition not found');
  const StorageDescriptor = { ...found.StorageDescriptor, Location: statement.location };
  const PartitionInput = { Values: [...values], StorageDescriptor, Parameters: found.Parameters };
  await world.glue.send(
    new UpdatePartitionCommand({
      DatabaseName: database,
      TableName: tableName,
      PartitionValueList: values,
      PartitionInput,
    }),
  );
}

/** Writes a table back with some fields changed: Glue takes the input's fields only. */
export async function updateTable(
  world: DdlWorld,
  database: string,
  table: Table,
  change: Pick<Table, 'StorageDescriptor' | 'Parameters'>,
): Promise<void> {
  const { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters } =
    table;
  const TableInput = {
    Name,
    Description,
    Owner,
    Retention,
    StorageDescriptor,
    PartitionKeys,
    TableType,
    Parameters,
    ...change,
  };
  await world.glue.send(new UpdateTableCommand({ DatabaseName: database, TableInput }));
}
