import type { Table } from '@aws-sdk/client-glue';
import type { Observation, Observed } from '../../../core/ports.ts';
import type { FileRef } from '../../../core/publish/facts.ts';
import { snapshotIdOf } from '../../../core/publish/manifest.ts';
import { inParallel } from '../../../core/values/in-parallel.ts';
import { type PartitionValues, partitionKey } from '../../../core/values/partition.ts';
import type { AwsContext } from '../clients.ts';
import { listPartitions, type TableName } from '../glue-partitions.ts';
import { getTable } from '../glue-tables.ts';
import type { S3Lake } from '../lake/s3-lake.ts';
import { fromGlueValues, type PartitionKey } from '../partition-text.ts';
import { isOurs, PARTITIONED_PARAMETER, SHOWN_PARAMETER } from './parameters.ts';
import { fullName } from './table-place.ts';

/** A partition of the table, and the folder that readers of it look into. */
export interface ShownPartition {
  readonly partition: PartitionValues;
  readonly values: readonly string[];
  readonly location: string;
}

export interface ShownTable {
  readonly table: Table;
  /** By `partitionKey`. */
  readonly partitions: ReadonlyMap<string, ShownPartition>;
}

/** The table with all its partitions; undefined where there is none that Sluice has published to. */
export async function readShown(
  dataset: string,
  name: TableName,
  context: AwsContext<'glue' | 's3'>,
): Promise<ShownTable | undefined> {
  const table = await getTable(name.database, name.name, context);
  if (table === undefined || !isOurs(table, dataset)) return undefined;
  const keys = keysOf(table);
  const found: ShownPartition[] = [];
  if (keys.length === 0) {
    const location = table.StorageDescriptor?.Location ?? '';
    if (table.Parameters?.[SHOWN_PARAMETER] === 'true') found.push({ partition: {}, values: [], location });
  } else {
    for await (const { Values = [], StorageDescriptor } of listPartitions(name, context)) {
      const partition = fromGlueValues(Values, keys);
      found.push({ partition, values: Values, location: StorageDescriptor?.Location ?? '' });
    }
  }
  return { table, partitions: new Map(found.map((p) => [partitionKey(p.partition), p])) };
}

/** Partition columns as the ledger names them: the contract's own case is in a parameter, Glue has lower case only. */
export function keysOf({ PartitionKeys = [], Parameters }: Table): readonly PartitionKey[] {
  const names: readonly string[] = JSON.parse(Parameters?.[PARTITIONED_PARAMETER] ?? '[]');
  return PartitionKeys.map(({ Name = '', Type = 'string' }) => ({
    name: names.find((n) => n.toLowerCase() === Name) ?? Name,
    type: Type,
  }));
}

/**
 * What readers see, from the catalog and from S3 itself: the snapshot of each partition is computed from the files that lie
 * in its folder now, so that a file that was added, replaced or deleted shows as well as a moved location.
 */
export async function observeTable(
  dataset: string,
  name: TableName,
  lake: S3Lake,
  context: AwsContext<'glue' | 's3'>,
): Promise<Observation> {
  const shown = await readShown(dataset, name, context);
  if (shown === undefined) return { projection: null, partitions: [] };
  const partitions = [...shown.partitions.values()];
  const files = await filesIn(
    partitions.map((p) => p.location),
    lake,
  );
  return {
    projection: fullName(name),
    partitions: partitions.map(({ partition, location }): Observed => {
      const snapshotId = snapshotIdOf(dataset, partition, files.get(location) ?? []);
      return { partition, snapshotId };
    }),
  };
}

/** The files of each location. Folders of one run are listed together: a backfill of a year is one listing, not 365. */
export async function filesIn(
  locations: readonly string[],
  lake: S3Lake,
): Promise<ReadonlyMap<string, readonly FileRef[]>> {
  const byRun = Map.groupBy(new Set(locations), (location) => location.replace(/(\/[^/=]+=[^/]*)+\/*$/, ''));
  const found = new Map<string, readonly FileRef[]>();
  await inParallel([...byRun], async ([prefix, of]) => {
    const [only, ...others] = of;
    const listed = await lake.pinBelow(others.length === 0 && only !== undefined ? only : prefix);
    for (const location of of) {
      const folder = `${location.replace(/\/+$/, '')}/`;
      found.set(
        location,
        listed.filter((f) => f.path.startsWith(folder)),
      );
    }
  });
  return found;
}
