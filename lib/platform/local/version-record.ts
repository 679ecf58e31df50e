import { join } from 'node:path';
import type { Manifest } from '../../core/publish/facts.ts';
import { hivePath, type PartitionValues } from '../../core/values/partition.ts';
import { NULL, string } from '../../core/values/scalar.ts';
import { writeUnnamed } from './durable-fs.ts';
import { errnoOf } from './errors.ts';
import type { PublishedPlace } from './published-place.ts';

/** `<n>.json` beside the version's folder: which folder holds which partition's snapshot, and whose publish made it. */
export interface VersionRecord {
  readonly recordVersion: 1;
  readonly dataset: string;
  readonly version: string;
  readonly intentId: string;
  readonly partitions: readonly {
    readonly partition: PartitionValues;
    /** Relative to the version's folder; '' for an unpartitioned dataset. */
    readonly folder: string;
    readonly manifest: Manifest;
  }[];
}

export const recordFile = (place: PublishedPlace, version: string): string =>
  join(place.versions, `${version}.json`);

/** Its name is synced together with the version's folder, which lies beside it. */
export async function writeRecord(place: PublishedPlace, record: VersionRecord): Promise<void> {
  await writeUnnamed(recordFile(place, record.version), Buffer.from(`${JSON.stringify(record)}\n`), place.fs);
}

/** Undefined where there is none, or where it was made unreadable: it only ever saves a search. */
export async function readRecord(place: PublishedPlace, version: string): Promise<VersionRecord | undefined> {
  try {
    return JSON.parse(new TextDecoder().decode(await place.fs.readFile(recordFile(place, version))));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT' || cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** Numbers of all versions that have a folder or a record, newest first. */
export async function versionsOf(place: PublishedPlace): Promise<readonly string[]> {
  const entries = await place.fs.readdir(place.versions, { withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  });
  const numbers = entries.flatMap(({ name }) => /^(\d+)(\.json)?$/.exec(name)?.[1] ?? []);
  return [...new Set(numbers)].sort((a, b) => Number(BigInt(b) - BigInt(a)));
}

/** Values are text here: how a folder is named does not depend on their types. */
export function folderOf(partition: PartitionValues): string {
  const typed = Object.entries(partition).map(([k, v]) => [k, v === null ? NULL : string(v)] as const);
  return hivePath(Object.fromEntries(typed));
}
