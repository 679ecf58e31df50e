import type { Column, Table } from '@aws-sdk/client-glue';
import { type Issue, issue } from '../../../core/contract/issue.ts';
import type { Dataset } from '../../../core/contract/model.ts';
import type { Moving, WrittenPartition } from '../../../core/ports.ts';
import { typeNameOf } from '../../../core/sql/type-name-of.ts';
import { partitionLabel } from '../../../core/values/partition.ts';
import type { AwsContext } from '../clients.ts';
import { PARQUET_INPUT } from '../glue-formats.ts';
import { listPartitions, MAX_BATCH, type TableName } from '../glue-partitions.ts';
import { getTable, hasDatabase } from '../glue-tables.ts';
import { glueType } from '../glue-types.ts';
import { tableRoot } from '../lake/place.ts';
import { featureColumns } from './feature-table.ts';
import { DATASET_PARAMETER, isOurs } from './parameters.ts';
import { reads } from './reads.ts';
import { fullName } from './table-place.ts';

export interface TableToPublish {
  readonly dataset: string;
  readonly name: TableName;
  /** Undefined where nobody knows the contract: then a table has to be there. */
  readonly contract: Dataset | undefined;
}

/** Why a publish would do nothing for readers, or harm what is somebody else's. */
export async function refuseTable(
  of: TableToPublish,
  { count, written = [] }: Moving,
  context: AwsContext<'glue' | 's3'>,
): Promise<readonly Issue[]> {
  const { dataset, name, contract } = of;
  if (count > MAX_BATCH) {
    return [issue('SLU-578', { dataset, count: String(count), limit: String(MAX_BATCH) })];
  }
  const where = { dataset, table: fullName(name) };
  const unnamed = refuseEmptyTexts(dataset, written);
  if (unnamed.length > 0) return unnamed;
  if (!(await hasDatabase(name.database, context))) {
    return [issue('SLU-581', { dataset, database: name.database })];
  }
  const table = await getTable(name.database, name.name, context);
  if (table === undefined) {
    const columns = contract === undefined ? undefined : featureColumns(contract, written);
    if (columns === undefined) return [issue('SLU-576', { ...where, why: 'its contract is not known here' })];
    return columns.ok
      ? refuseWritten(columns.value.cells, written, where)
      : [issue('SLU-576', { ...where, why: columns.error })];
  }
  const issues = [
    ...refuseKind(table, where),
    ...refuseKeys(table, of),
    ...refuseGuarded(table, of, context),
    ...refuseWritten(table.StorageDescriptor?.Columns ?? [], written, where),
  ];
  return issues.length > 0 ? issues : refuseForeign(table, of, context);
}

type Where = Readonly<{ dataset: string; table: string }>;

function refuseKind(table: Table, where: Where): readonly Issue[] {
  const parameters = table.Parameters ?? {};
  const storage = table.StorageDescriptor;
  if (parameters['projection.enabled']?.toLowerCase() === 'true') return [issue('SLU-570', where)];
  const format = parameters.table_type ?? table.TableType ?? 'a table without a kind';
  if (format !== 'EXTERNAL_TABLE') return [issue('SLU-571', { ...where, found: format })];
  if (storage?.InputFormat !== PARQUET_INPUT) {
    return [issue('SLU-571', { ...where, found: `of the format ${storage?.InputFormat ?? '(none)'}` })];
  }
  return storage.Location ? [] : [issue('SLU-572', where)];
}

function refuseKeys(table: Table, { dataset, name, contract }: TableToPublish): readonly Issue[] {
  if (contract === undefined) return [];
  const found = (table.PartitionKeys ?? []).map((k) => k.Name ?? '').join(', ');
  const expected = contract.partitionedBy.map((n) => n.toLowerCase()).join(', ');
  if (found === expected) return [];
  const words = { found: found || 'nothing', expected: expected || 'nothing' };
  return [issue('SLU-573', { dataset, table: fullName(name), ...words })];
}

/** Columns through which the files could not be read, each of the first partition that has it so. */
function refuseWritten(
  columns: readonly Column[],
  written: readonly WrittenPartition[],
  where: Where,
): readonly Issue[] {
  return columns.flatMap(({ Name = '', Type = '' }) => {
    for (const { partition, columns: inFiles } of written) {
      const found = inFiles.find((c) => c.from === 'file' && c.name.toLowerCase() === Name);
      if (found === undefined || reads(Type, found.type)) continue;
      const fits = glueType(found.type);
      const words = {
        column: Name,
        type: Type,
        found: typeNameOf(found.type),
        ...(fits === undefined ? {} : { fits }),
      };
      return [issue('SLU-584', { ...where, partition: partitionLabel(partition), ...words })];
    }
    return [];
  });
}

/** Partitions that Glue could not tell from others: their entries would be read back as others. */
function refuseEmptyTexts(dataset: string, written: readonly WrittenPartition[]): readonly Issue[] {
  return written.flatMap(({ partition }) => {
    if (!Object.values(partition).includes('')) return [];
    const other = Object.fromEntries(Object.entries(partition).map(([k, v]) => [k, v === '' ? null : v]));
    const labels = { partition: partitionLabel(partition), other: partitionLabel(other) };
    return [issue('SLU-583', { dataset, ...labels })];
  });
}

function refuseGuarded(
  table: Table,
  { dataset, name }: TableToPublish,
  { config }: Pick<AwsContext, 'config'>,
): readonly Issue[] {
  const location = `${(table.StorageDescriptor?.Location ?? '').replace(/\/+$/, '')}/`;
  const root = tableRoot(dataset, config);
  if (table.IsRegisteredWithLakeFormation !== true || root.startsWith(location)) return [];
  return [issue('SLU-577', { dataset, table: fullName(name), location, root })];
}

async function refuseForeign(
  table: Table,
  { dataset, name }: TableToPublish,
  context: AwsContext<'glue' | 's3'>,
): Promise<readonly Issue[]> {
  if (isOurs(table, dataset)) return [];
  const found = table.Parameters?.[DATASET_PARAMETER];
  if (found !== undefined) return [issue('SLU-575', { dataset, table: fullName(name), found })];
  let count = 0;
  for await (const _ of listPartitions(name, context)) count += 1;
  return count === 0 ? [] : [issue('SLU-574', { dataset, table: fullName(name), count: String(count) })];
}
