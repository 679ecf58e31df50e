import { basename, dirname, join } from 'node:path';
import { type Issue, issue } from '../../core/contract/issue.ts';
import { PlatformError, platformError } from '../../core/contract/platform-error.ts';
import type { Publisher } from '../../core/ports.ts';
import type { DatasetState, Intent } from '../../core/publish/facts.ts';
import { buildVersion } from './build-version.ts';
import { makeFolder, syncAll, syncPath } from './durable-fs.ts';
import { errnoOf, ioError } from './errors.ts';
import { copyIn, findFiles, foldersWith } from './find-files.ts';
import type { LocalLake } from './lake.ts';
import { observeVersion } from './observe-version.ts';
import { planVersion } from './plan-version.ts';
import {
  foldersAbove,
  isDatasetName,
  linkTarget,
  type PublishedPlace,
  placeOf,
  projectionText,
  readShown,
} from './published-place.ts';
import { readRecord, versionsOf } from './version-record.ts';

export interface LocalPublisher extends Publisher {
  /** The real folder of the version that readers see now: it stays as it is while others publish. */
  publishedPath(dataset: string): Promise<string>;
}

/**
 * `lake/<domain>/<name>` is a link to `.sluice/versions/<domain>/<name>/<n>/`, real Hive folders of hard links
 * to immutable files; n is the epoch that the commit makes. A publish builds a whole new version beside the old
 * one and renames a new link over the old. Old versions stay until collected. Throws PlatformError.
 */
export function localPublisher(lake: LocalLake): LocalPublisher {
  const at = (dataset: string): PublishedPlace => placeOf(lake.root, dataset, lake.fs);
  return {
    name: 'local',
    refuse: async (dataset) => {
      if (!isDatasetName(dataset)) return [issue('SLU-531', { dataset })];
      const obstacle = await worded(at(dataset), () => obstacleAt(at(dataset)));
      return obstacle === undefined ? [] : [obstacle];
    },
    project: async (dataset, nextEpoch) => {
      const place = at(dataset);
      return { before: projectionText(await worded(place, () => readShown(place))), after: nextEpoch };
    },
    apply: (intent, state) =>
      worded(at(intent.dataset), () => apply(at(intent.dataset), intent, state, lake)),
    observe: async (dataset) => {
      const place = at(dataset);
      return worded(place, async () => {
        const shown = await readShown(place);
        // What is read back here is committed next, by this process or by one that finds what another left: it has to
        // outlive a power cut by then. A link keeps no bytes of its own to sync, its folder does.
        if (shown.kind === 'version') await syncPath(dirname(place.link), place.fs);
        const partitions = shown.kind === 'version' ? await observeVersion(place, shown.version, lake) : [];
        return { projection: projectionText(shown), partitions };
      });
    },
    // every repair builds a version beside the one that is damaged, of whatever copies are found while it does
    beyondRepair: async () => undefined,
    missing: async (manifest) => {
      const place = at(manifest.dataset);
      const copies = await foldersWith(place, manifest);
      const sought = manifest.files.map((file) => ({
        file,
        places: [file.path, ...copies.map((folder) => copyIn(folder, file))],
      }));
      const found = await findFiles(sought, lake);
      return manifest.files.flatMap((file, i) => (found[i] === undefined ? [file.path] : []));
    },
    publishedPath: async (dataset) => {
      try {
        return await lake.fs.realpath(at(dataset).link);
      } catch (cause) {
        throw errnoOf(cause) === 'ENOENT'
          ? platformError('SLU-537', { dataset }, cause)
          : ioError(cause, dataset);
      }
    },
  };
}

/** What is somebody else's is never replaced. Where versions exist a foreign link was ours once: that is drift, which the law repairs. */
async function obstacleAt(place: PublishedPlace): Promise<Issue | undefined> {
  const { dataset } = place;
  const shown = await readShown(place);
  const strange = shown.kind === 'foreign' && (await versionsOf(place)).length === 0;
  if (shown.kind !== 'obstacle' && !strange) return undefined;
  return issue('SLU-530', { dataset, path: `lake/${dataset}`, found: projectionText(shown) ?? '' });
}

async function apply(
  place: PublishedPlace,
  intent: Intent,
  state: DatasetState,
  lake: LocalLake,
): Promise<void> {
  const { before, after } = intent.projection;
  const existing = await readRecord(place, after);
  if (existing !== undefined && existing.intentId !== intent.intentId) {
    throw platformError('SLU-535', { dataset: place.dataset, version: after });
  }
  if ((await shownText(place)) === after) return;
  const obstacle = await obstacleAt(place);
  if (obstacle) throw new PlatformError(obstacle, 2);
  await compareShown(place, before);
  await buildVersion(place, await planVersion(place, intent, state, lake), lake.root);
  await swap(place, before, after);
}

const shownText = async (place: PublishedPlace): Promise<string | null> =>
  projectionText(await readShown(place));

/** The compare of the compare-and-swap, as far as a file system has one; the ledger's epoch decides in the end. */
async function compareShown(place: PublishedPlace, before: string | null): Promise<void> {
  const found = await shownText(place);
  if (found === before) return;
  throw platformError('SLU-534', {
    dataset: place.dataset,
    expected: before ?? 'nothing',
    found: found ?? 'nothing',
  });
}

/** One rename: a reader who opens the link sees the old version or the new one. It is `observe` that makes it last. */
async function swap(place: PublishedPlace, before: string | null, after: string): Promise<void> {
  const { fs } = place;
  const folder = dirname(place.link);
  await makeFolder(folder, fs);
  // Once a dataset: a process that died between making a folder and syncing its name left one that looks whole.
  if (before === null) await syncAll(foldersAbove(place), fs);
  const temporary = join(folder, `.${basename(place.link)}.${after}`);
  await fs.rm(temporary, { force: true });
  await fs.symlink(await linkTarget(place, after), temporary);
  try {
    await compareShown(place, before);
    await fs.rename(temporary, place.link);
  } catch (cause) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw cause;
  }
}

async function worded<T>(place: PublishedPlace, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw ioError(cause, `lake/${place.dataset}`);
  }
}
