import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3Place } from '../input.ts';
import { allPartitions, type DdlWorld, folderOf, keysOf } from './catalog.ts';
import { collect } from './collect.ts';
import { createPartition, partitionedTable } from './partitions.ts';
import type { Name } from './statement.ts';

const decoded = (text: string): string =>
  text.replaceAll(/%([0-9a-fA-F]{2})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );

/** Folders one level below a prefix, hidden ones left out. */
async function foldersIn(world: DdlWorld, bucket: string, prefix: string): Promise<readonly string[]> {
  const query = { Bucket: bucket, Prefix: prefix, Delimiter: '/' };
  const prefixes = await collect(
    paginateListObjectsV2({ client: world.s3 }, query),
    (page) => page.CommonPrefixes,
  );
  const folders = prefixes.map((each) => each.Prefix ?? '');
  return folders.filter((folder) => !/^[_.]/.test(folder.slice(prefix.length)));
}

/** Values of every `key=value/…` path below the table, as deep as it has keys. */
async function valuesBelow(
  world: DdlWorld,
  bucket: string,
  prefix: string,
  keys: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const [key, ...rest] = keys;
  if (key === undefined) return [[]];
  const found: (readonly string[])[] = [];
  for (const folder of await foldersIn(world, bucket, prefix)) {
    const [name, value] = folder.slice(prefix.length, -1).split(/=(.*)/s);
    if (name?.toLowerCase() !== key || value === undefined) continue;
    for (const deeper of await valuesBelow(world, bucket, folder, rest))
      found.push([decoded(value), ...deeper]);
  }
  return found;
}

/** `MSCK REPAIR TABLE`: folders of the table that the catalog does not know become partitions. */
export async function repair(world: DdlWorld, name: Name): Promise<readonly string[]> {
  const table = await partitionedTable(world, name);
  const place = s3Place(table.StorageDescriptor?.Location ?? '');
  if (!place) return [];
  const keys = keysOf(table);
  const known = new Set((await allPartitions(world, name)).map((each) => JSON.stringify(each.Values)));
  const prefix = place.key === '' ? '' : place.key.replace(/\/*$/, '/');
  const missing = (await valuesBelow(world, place.bucket, prefix, keys)).filter(
    (v) => !known.has(JSON.stringify(v)),
  );
  for (const values of missing) await createPartition(world, name, table, values);
  const labels = missing.map((values) => `${table.Name}:${folderOf(keys, values)}`);
  if (labels.length === 0) return [];
  return [
    `Partitions not in metastore:\t${labels.join('\t')}`,
    ...labels.map((label) => `Repair: Added partition to metastore ${label}`),
  ];
}
