import type { Table } from '@aws-sdk/client-glue';
import type { Issue } from '../../../core/contract/issue.ts';
import { PlatformError, platformError } from '../../../core/contract/platform-error.ts';
import { mergeColumns } from '../../../core/footers/neighbours.ts';
import { readFooter } from '../../../core/footers/read-footer.ts';
import type { WrittenPartition } from '../../../core/ports.ts';
import type { Manifest } from '../../../core/publish/facts.ts';
import { inParallel } from '../../../core/values/in-parallel.ts';
import type { AwsContext } from '../clients.ts';
import { PARQUET } from '../glue-formats.ts';
import type { TableName } from '../glue-partitions.ts';
import { createTable, getTable, updateTable } from '../glue-tables.ts';
import { tableRoot } from '../lake/place.ts';
import type { S3Lake } from '../lake/s3-lake.ts';
import { featureColumns } from './feature-table.ts';
import { DATASET_PARAMETER, isOurs, PARTITIONED_PARAMETER } from './parameters.ts';
import { refuseTable, type TableToPublish } from './refuse-table.ts';
import { fullName } from './table-place.ts';

/**
 * The table as it is from the first publish on: created so that the manifests' files are read through it, or marked as this
 * dataset's.
 */
export async function ownTable(
  of: TableToPublish,
  manifests: readonly Manifest[],
  lake: S3Lake,
  context: AwsContext<'glue' | 's3'>,
): Promise<Table> {
  const { dataset, name, contract } = of;
  const found = await getTable(name.database, name.name, context);
  const root = tableRoot(dataset, context.config);
  const parameters = {
    [DATASET_PARAMETER]: dataset,
    [PARTITIONED_PARAMETER]: JSON.stringify(contract?.partitionedBy ?? []),
    'sluice.root': root,
  };
  if (found !== undefined) {
    await updateTable(found, { Parameters: { ...found.Parameters, ...parameters } }, context);
  } else {
    const written = await inParallel(manifests, (m) => writtenIn(m, lake));
    const refused = await refuseTable(of, { count: 0, written }, context);
    const columns = contract === undefined ? undefined : featureColumns(contract, written);
    if (columns?.ok !== true || refused.length > 0) throw refusal(of, refused);
    const input = {
      Name: name.name,
      TableType: 'EXTERNAL_TABLE',
      Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', ...parameters },
      StorageDescriptor: { ...PARQUET, Columns: [...columns.value.cells], Location: root },
      PartitionKeys: [...columns.value.keys],
    };
    await createTable(name.database, input, context);
  }
  return requireTable(name, dataset, context);
}

/** What the files say of themselves: a table is created seldom, and has to fit for long. */
async function writtenIn({ partition, files }: Manifest, lake: S3Lake): Promise<WrittenPartition> {
  const footers = await inParallel(files, (file) => readFooter(file, lake.readRange));
  const broken = footers.flatMap((f) => (f.ok ? [] : f.error))[0];
  if (broken !== undefined) throw new PlatformError(broken, 2);
  return { partition, columns: mergeColumns(footers.flatMap((f) => (f.ok ? [f.value] : []))) };
}

function refusal({ dataset, name }: TableToPublish, [why]: readonly Issue[]): PlatformError {
  if (why !== undefined) return new PlatformError(why, 2);
  const unknown = { dataset, table: fullName(name), why: 'its contract is not known here' };
  return platformError('SLU-576', unknown);
}

async function requireTable(
  name: TableName,
  dataset: string,
  context: AwsContext<'glue' | 's3'>,
): Promise<Table> {
  const table = await getTable(name.database, name.name, context);
  if (table !== undefined && isOurs(table, dataset)) return table;
  throw platformError('SLU-582', {
    what: `creating ${fullName(name)}`,
    reason: 'the table is not there, or is not of this dataset',
  });
}
