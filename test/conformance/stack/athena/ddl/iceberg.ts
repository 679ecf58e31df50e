import { type DdlWorld, findTable, resolved } from './catalog.ts';
import { tableExists } from './hive-failure.ts';
import type { CreateTable } from './statement.ts';
import { engineType } from './types.ts';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** An Iceberg table of Athena's DDL in the engine's own words. */
export function icebergSql(statement: CreateTable, database: string): string {
  const columns = statement.columns.map((column) => {
    const comment = column.comment === undefined ? '' : ` COMMENT ${text(column.comment)}`;
    return `${quoted(column.name)} ${engineType(column.type)}${comment}`;
  });
  const partitioning = statement.transforms.map((each) => text(each.text)).join(', ');
  const options = [
    `location = ${text((statement.location ?? '').replace(/\/+$/, ''))}`,
    `format = ${text((statement.properties.format ?? 'parquet').toUpperCase())}`,
    ...(partitioning === '' ? [] : [`partitioning = ARRAY[${partitioning}]`]),
  ];
  const name = `${quoted(database)}.${quoted(statement.name.table)}`;
  return `CREATE TABLE ${name} (${columns.join(', ')}) WITH (${options.join(', ')})`;
}

/** Athena's `CREATE TABLE … TBLPROPERTIES ('table_type' = 'ICEBERG')`. */
export async function createIceberg(world: DdlWorld, statement: CreateTable): Promise<void> {
  const { database, table } = resolved(world, statement.name);
  if (await findTable(world, statement.name)) {
    if (statement.ifNotExists) return;
    throw tableExists(table);
  }
  await world.engine(icebergSql(statement, database));
}
