import { platformError } from '../../../core/contract/platform-error.ts';
import type { Catalog, StagingSpec } from '../../../core/ports.ts';
import { keyOf } from '../../../core/values/canonical.ts';
import { inParallel } from '../../../core/values/in-parallel.ts';
import { type PartitionId, partitionKey, partitionLabel } from '../../../core/values/partition.ts';
import type { AwsContext } from '../clients.ts';
import { wording } from '../errors.ts';
import { LISTED_PARQUET } from '../glue-formats.ts';
import { createPartitions } from '../glue-partitions.ts';
import { createTable, dropTable } from '../glue-tables.ts';
import { placeOf, uriOf } from '../lake/place.ts';
import type { S3Lake } from '../lake/s3-lake.ts';
import { type PartitionKey, sameInGlue, toGlueValues } from '../partition-text.ts';
import { ROWS_PARAMETER, tableName } from '../table-name.ts';
import { pathKeys, stagingColumns } from './staging-columns.ts';

/** Where a staged table's lists of files lie; they go with it. */
const foldersOf = (table: string): string => `.sluice/staging/${table}`;

/**
 * Glue as Catalog. A staged table lists its files one by one, in a file for each partition, so that it holds exactly those:
 * a folder would hold whatever lies in it when it is read. Its name comes from the spec, so that staging the same again
 * in the same run is the same table. Throws PlatformError.
 */
export function glueCatalog(lake: S3Lake, context: AwsContext<'glue' | 's3'>): Catalog {
  const drop = async (table: string): Promise<void> => {
    await dropTable(context.config.databases.staging, table, context);
    await lake.removeAll(foldersOf(table));
  };
  return {
    stage: (spec) =>
      wording(`staging ${spec.dataset}`, async () => {
        if (spec.format !== 'parquet') {
          throw platformError('SLU-563', { dataset: spec.dataset, format: spec.format.toUpperCase() });
        }
        const table = tableName('stg', `${spec.runId}_${spec.attempt}`, keyOf(spec));
        try {
          await stageTable(table, spec, lake, context);
        } catch (cause) {
          await drop(table).catch(() => {});
          throw cause;
        }
        return { table };
      }),
    drop: ({ table }) => wording(`dropping ${table}`, () => drop(table)),
  };
}

async function stageTable(
  name: string,
  spec: StagingSpec,
  lake: S3Lake,
  context: AwsContext<'glue' | 's3'>,
): Promise<void> {
  const { config } = context;
  const columns = stagingColumns(spec);
  const keys = pathKeys(spec);
  const groups = [...Map.groupBy(spec.files, (f) => partitionKey(f.partition)).values()];
  const partitionOf = (files: (typeof groups)[number] = []) => files[0]?.partition ?? {};
  refuseTwins(spec.dataset, groups.map(partitionOf), keys);
  const folders = groups.map((_, i) => `${foldersOf(name)}/${i}`);
  await inParallel(groups, async (files, i) => {
    const list = files.map((f) => listedAs(f.path, config)).join('\n');
    // the same spec always lists the same files: what is there already is this list
    await lake.putNew(`${folders[i]}/files`, Buffer.from(`${list}\n`));
  });
  const locationOf = (folder: string): string => `${uriOf(placeOf(folder, config))}/`;
  const storage = { ...LISTED_PARQUET, Columns: [...columns.cells] };
  const unpartitioned = columns.keys.length === 0;
  await createTable(
    config.databases.staging,
    {
      Name: name,
      TableType: 'EXTERNAL_TABLE',
      Parameters: { EXTERNAL: 'TRUE', 'sluice.run': spec.runId, [ROWS_PARAMETER]: rowsOf(spec) },
      StorageDescriptor: {
        ...storage,
        Location: locationOf(unpartitioned ? `${foldersOf(name)}/0` : foldersOf(name)),
      },
      PartitionKeys: [...columns.keys],
    },
    context,
  );
  if (unpartitioned) return;
  const inputs = groups.map((files, i) => ({
    Values: [...toGlueValues(partitionOf(files), keys)],
    StorageDescriptor: { ...storage, Location: locationOf(folders[i] ?? '') },
  }));
  // refused as already there: by this very request, whose first answer was lost
  const refused = await createPartitions({ database: config.databases.staging, name }, inputs, context);
  const [first] = refused.filter((r) => r.code !== 'AlreadyExistsException');
  if (first !== undefined) {
    throw platformError('SLU-561', {
      what: `staging ${spec.dataset}`,
      reason: `${first.code}: ${first.message}`,
    });
  }
}

function refuseTwins(
  dataset: string,
  partitions: readonly PartitionId[],
  keys: readonly PartitionKey[],
): void {
  const [partition, other] = sameInGlue(partitions, keys) ?? [];
  if (partition === undefined || other === undefined) return;
  throw platformError('SLU-583', {
    dataset,
    partition: partitionLabel(partition),
    other: partitionLabel(other),
  });
}

/** One name a line, as it is; nothing is encoded in such a list. */
function listedAs(path: string, config: AwsContext['config']): string {
  if (/[\r\n]/.test(path)) throw platformError('SLU-527', { file: JSON.stringify(path) });
  return uriOf(placeOf(path, config));
}

const rowsOf = ({ files }: StagingSpec): string =>
  files.reduce((sum, f) => sum + BigInt(f.rows ?? '0'), 0n).toString();
