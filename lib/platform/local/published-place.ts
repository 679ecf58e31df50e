import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { platformError } from '../../core/contract/platform-error.ts';
import { errnoOf } from './errors.ts';
import { DISK, type FileSystem } from './file-system.ts';

/** Where one dataset is published below the root. Versions lie outside `lake/`, so that no glob over it reads two. */
export interface PublishedPlace {
  readonly dataset: string;
  readonly root: string;
  /** `lake/<domain>/<name>`: what readers open. */
  readonly link: string;
  /** `.sluice/versions/<domain>/<name>`. */
  readonly versions: string;
  readonly fs: FileSystem;
}

/** `<domain>/<name>`: exactly two parts, so that no dataset's folder ever lies inside another's. */
const DATASET = /^[A-Za-z0-9][\w-]*(\.[\w-]+)*\/[A-Za-z0-9][\w-]*(\.[\w-]+)*$/;

export const isDatasetName = (dataset: string): boolean => DATASET.test(dataset);

export function placeOf(root: string, dataset: string, fs: FileSystem = DISK): PublishedPlace {
  if (!isDatasetName(dataset)) throw platformError('SLU-531', { dataset });
  return {
    dataset,
    root,
    link: join(root, 'lake', dataset),
    versions: join(root, '.sluice', 'versions', dataset),
    fs,
  };
}

export const versionFolder = (place: PublishedPlace, version: string): string =>
  join(place.versions, version);

/** Every folder between the root and what is published, the root too: each holds the next one's name. */
export function foldersAbove({ root, link, versions }: PublishedPlace): readonly string[] {
  const folders = new Set([root]);
  for (const place of [link, versions]) {
    for (let folder = dirname(place); folder !== root; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

export type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'version'; readonly version: string }
  /** A link that leads somewhere else. */
  | { readonly kind: 'foreign'; readonly target: string }
  /** No link at all. */
  | { readonly kind: 'obstacle'; readonly found: 'a folder' | 'a file' };

export async function readShown(place: PublishedPlace): Promise<Shown> {
  const { fs } = place;
  try {
    const stats = await fs.lstat(place.link);
    if (!stats.isSymbolicLink())
      return { kind: 'obstacle', found: stats.isDirectory() ? 'a folder' : 'a file' };
    const target = await fs.readlink(place.link);
    const [folder, name] = [dirname(target), basename(target)];
    const from = await fs.realpath(dirname(place.link));
    const expected = resolve(from, relative(dirname(place.link), place.versions));
    const ours = resolve(from, folder) === (await fs.realpath(place.versions).catch(() => expected));
    return ours && /^\d+$/.test(name) ? { kind: 'version', version: name } : { kind: 'foreign', target };
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return { kind: 'nothing' };
    throw cause;
  }
}

/** The projection of an intent, and of the dataset's row: the version, or what is there instead. */
export function projectionText(shown: Shown): string | null {
  if (shown.kind === 'nothing') return null;
  if (shown.kind === 'version') return shown.version;
  return shown.kind === 'foreign' ? `a link to ${shown.target}` : shown.found;
}

/** What the link says for a version: relative, so that the whole root can be moved. */
export async function linkTarget(place: PublishedPlace, version: string): Promise<string> {
  const { fs } = place;
  const from = await fs.realpath(dirname(place.link));
  return join(relative(from, await fs.realpath(place.versions)), version)
    .split(sep)
    .join('/');
}
