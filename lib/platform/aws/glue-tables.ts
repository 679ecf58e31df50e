import {
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetTableCommand,
  type Table,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import type { AwsContext } from './clients.ts';
import { nameOf } from './errors.ts';
import { retrying } from './retry.ts';

type GlueContext = Pick<AwsContext<'glue'>, 'clients' | 'pace'>;

export async function getTable(
  database: string,
  name: string,
  { clients, pace }: GlueContext,
): Promise<Table | undefined> {
  const request = new GetTableCommand({ DatabaseName: database, Name: name });
  const answer = await unless('EntityNotFoundException', () =>
    retrying(() => clients.glue.send(request), pace),
  );
  return answer?.Table;
}

/** False where a table has the name already: perhaps this one, created by a request whose answer was lost. */
export async function createTable(
  database: string,
  table: TableInput,
  { clients, pace }: GlueContext,
): Promise<boolean> {
  const request = new CreateTableCommand({ DatabaseName: database, TableInput: table });
  const answer = await unless('AlreadyExistsException', () =>
    retrying(() => clients.glue.send(request), pace),
  );
  return answer !== undefined;
}

/** Only what the catalog knows of it: files stay where they are. */
export async function dropTable(
  database: string,
  name: string,
  { clients, pace }: GlueContext,
): Promise<void> {
  const request = new DeleteTableCommand({ DatabaseName: database, Name: name });
  await unless('EntityNotFoundException', () => retrying(() => clients.glue.send(request), pace));
}

/** Compared with the version that was read, as far as Glue does; no copy of the old version is kept. */
export async function updateTable(
  table: Table,
  changes: Partial<TableInput>,
  { clients, pace }: GlueContext,
): Promise<void> {
  const request = new UpdateTableCommand({
    DatabaseName: table.DatabaseName,
    TableInput: { ...inputOf(table), ...changes },
    SkipArchive: true,
    ...(table.VersionId === undefined ? {} : { VersionId: table.VersionId }),
  });
  await retrying(() => clients.glue.send(request), pace);
}

export async function hasDatabase(name: string, { clients, pace }: GlueContext): Promise<boolean> {
  const request = new GetDatabaseCommand({ Name: name });
  const answer = await unless('EntityNotFoundException', () =>
    retrying(() => clients.glue.send(request), pace),
  );
  return answer !== undefined;
}

/** What a table is made of, without what Glue adds to it. */
function inputOf(table: Table): TableInput {
  const {
    Name = '',
    Description,
    Owner,
    Retention,
    StorageDescriptor,
    PartitionKeys,
    TableType,
    Parameters,
  } = table;
  return { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters };
}

/** Undefined where the service answers with that error. */
async function unless<T>(name: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (cause) {
    if (nameOf(cause) === name) return undefined;
    throw cause;
  }
}
