import { basename, join } from 'node:path';
import type { Lake } from '../../core/ports.ts';
import type { FileRef, Manifest } from '../../core/publish/facts.ts';
import { type PublishedPlace, versionFolder } from './published-place.ts';
import { folderOf, readRecord, versionsOf } from './version-record.ts';

/** One file that has to be somewhere, byte for byte, and the places to look, best first. */
export interface Sought {
  readonly file: FileRef;
  readonly places: readonly string[];
}

/** Where each file was found; undefined where no place has these bytes. One round of pinning a place. */
export async function findFiles(
  sought: readonly Sought[],
  lake: Lake,
): Promise<readonly (string | undefined)[]> {
  const found: (string | undefined)[] = sought.map(() => undefined);
  const rounds = Math.max(0, ...sought.map((s) => s.places.length));
  for (let round = 0; round < rounds; round++) {
    const open = sought.flatMap(({ file, places }, i) => {
      const path = places[round];
      return found[i] === undefined && path !== undefined ? [{ i, file, path }] : [];
    });
    const pinned = new Map((await lake.pin(open.map((o) => o.path))).map((f) => [f.path, f]));
    for (const { i, file, path } of open) {
      const there = pinned.get(path);
      if (there?.etag === file.etag && there.sizeBytes === file.sizeBytes) found[i] = path;
    }
  }
  return found;
}

/** Folders of versions that hold the snapshot, newest first: a copy outlives its candidate. */
export async function foldersWith(place: PublishedPlace, manifest: Manifest): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const version of await versionsOf(place)) {
    const record = await readRecord(place, version);
    if (record?.partitions.some((p) => p.manifest.sha256 === manifest.sha256)) {
      folders.push(join(versionFolder(place, version), folderOf(manifest.partition)));
    }
  }
  return folders;
}

export const copyIn = (folder: string, file: FileRef): string => join(folder, basename(file.path));
