import { applyTo, EMPTY_FOLDER, type Event, type Image, type Node, TOP, textOf } from './image.ts';

type Names = Extract<Event, { type: 'names' }>;
type Bytes = Extract<Event, { type: 'bytes' }>;

/** What is on the disk for certain, and what may be. */
interface Cut {
  readonly durable: ReadonlyMap<number, Node>;
  readonly names: readonly Pending<Names>[];
  readonly bytes: readonly Pending<Bytes>[];
}

interface Pending<E> {
  readonly at: number;
  readonly event: E;
}

/**
 * What a power cut may leave of a disk, as the weakest file system that POSIX and a journal allow; in the manner of
 * ALICE (Pillai et al., OSDI 2014) and CrashMonkey (Mohan et al., OSDI 2018):
 * - bytes survive where their file was synced; else the file may be as before, empty, half, whole, or of the whole length
 *   and zeros (its size was written, its data was not);
 * - a name survives where its folder was synced after the change; else any subset of the folder's changes may have
 *   reached the disk, and folders know nothing of each other's order;
 * - a change of names is atomic, a rename with both its halves; a fsync promises its own inode and no other.
 * Real file systems (ext4, XFS, btrfs) leave fewer states than this. Where there would be more than `limit`, the
 * inodes are all taken as they were synced, or all as they were last, but for one; and the changes up to each
 * moment alone.
 */
export function survivorsOf(from: Image, events: readonly Event[], limit = 120): readonly Image[] {
  const cut = cutOf(from, events);
  const all = distinct(complete(cut, [TOP], new Map()), limit);
  if (all.length < limit) return all;
  return distinct(
    [
      ...beginnings(cut),
      ...complete(cut, [TOP], new Map(), { usual: 'last', others: 1 }),
      ...complete(cut, [TOP], new Map(), { usual: 'first', others: 1 }),
    ],
    Number.POSITIVE_INFINITY,
  );
}

function distinct(images: Iterable<Image>, limit: number): readonly Image[] {
  const found = new Map<string, Image>();
  for (const image of images) {
    found.set(textOf(image), image);
    if (found.size === limit) break;
  }
  return [...found.values()];
}

function cutOf(from: Image, events: readonly Event[]): Cut {
  const durable = new Map(from);
  let names: Pending<Names>[] = [];
  let bytes: Pending<Bytes>[] = [];
  for (const [at, event] of events.entries()) {
    if (event.type === 'names') {
      if (event.made) durable.set(event.made.inode, event.made.node);
      names.push({ at, event });
    }
    if (event.type === 'bytes') bytes.push({ at, event });
    if (event.type !== 'sync') continue;
    const { inode } = event;
    for (const { event: e } of names)
      if (touches(e, inode)) applyTo(durable, { type: 'names', edits: e.edits });
    for (const { event: e } of bytes) if (e.file === inode) applyTo(durable, e);
    names = names.filter((p) => !touches(p.event, inode));
    bytes = bytes.filter((p) => p.event.file !== inode);
  }
  return { durable, names, bytes };
}

const touches = ({ edits }: Names, folder: number): boolean => edits.some((e) => e.folder === folder);

/** The order of the changes kept: what came after one moment is lost, unless it was synced. */
function* beginnings({ durable, names, bytes }: Cut): Generator<Image> {
  const pending = [...names, ...bytes].sort((a, b) => a.at - b.at);
  for (let kept = 0; kept <= pending.length; kept++) {
    const image = new Map(durable);
    for (const { event } of pending.slice(0, kept)) {
      applyTo(image, event.type === 'names' ? { type: 'names', edits: event.edits } : event);
    }
    yield image;
  }
}

/** Which variant of an inode is the usual one, and how many inodes may have another. */
interface Near {
  readonly usual: 'first' | 'last';
  readonly others: number;
}

/** Decides inode by inode what became of it, from the top down: what no name leads to any more makes no difference. */
function* complete(
  cut: Cut,
  open: readonly number[],
  decided: ReadonlyMap<number, Node>,
  near?: Near,
): Generator<Image> {
  const [inode, ...rest] = open;
  if (inode === undefined) {
    yield new Map([...cut.durable, ...decided]);
    return;
  }
  if (decided.has(inode)) {
    yield* complete(cut, rest, decided, near);
    return;
  }
  const variants = variantsOf(cut, inode);
  for (const node of variants) {
    const usual = near === undefined || variants.at(near.usual === 'first' ? 0 : -1) === node;
    if (!usual && near.others === 0) continue;
    const below = node.kind === 'folder' ? [...node.entries.values()] : [];
    const left = usual ? near : { ...near, others: near.others - 1 };
    yield* complete(cut, [...rest, ...below], new Map(decided).set(inode, node), left);
  }
}

/** The first as it was synced, the last with all that happened since. */
function variantsOf(cut: Cut, inode: number): readonly Node[] {
  const node = cut.durable.get(inode) ?? EMPTY_FOLDER;
  if (node.kind === 'folder') return foldersOf(cut, inode);
  return node.kind === 'file' ? filesOf(cut, inode, node) : [node];
}

function filesOf({ bytes }: Cut, inode: number, durable: Node): readonly Node[] {
  const written = bytes
    .filter((p) => p.event.file === inode)
    .flatMap(({ event: { content, mtimeNs } }): Node[] => {
      const forms = ['', content.slice(0, content.length / 2), '\0'.repeat(content.length), content];
      return forms.map((form) => ({ kind: 'file', content: form, mtimeNs }));
    });
  return distinctNodes([durable, ...written]);
}

function foldersOf({ durable, names }: Cut, folder: number): readonly Node[] {
  const pending = names
    .filter((p) => touches(p.event, folder))
    .map((p) => p.event.edits.filter((e) => e.folder === folder));
  return distinctNodes(
    subsetsOf(pending).map((chosen) => {
      const image = new Map([[folder, durable.get(folder) ?? EMPTY_FOLDER]]);
      for (const edits of chosen) applyTo(image, { type: 'names', edits });
      return image.get(folder) ?? EMPTY_FOLDER;
    }),
  );
}

function distinctNodes(nodes: readonly Node[]): readonly Node[] {
  const found = new Map<string, Node>();
  for (const node of nodes) {
    const text =
      node.kind === 'folder'
        ? JSON.stringify([...node.entries].sort())
        : node.kind === 'file'
          ? node.content
          : node.target;
    if (!found.has(text)) found.set(text, node);
  }
  return [...found.values()];
}

const ALL_SUBSETS_UP_TO = 6;

/** Every subset; of many, every beginning, and everything but one or two, and one or two alone. None first, all last. */
function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= ALL_SUBSETS_UP_TO) {
    return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_, i) => (bits >> i) & 1));
  }
  const subsets: T[][] = items.map((_, i) => items.slice(0, i));
  for (let i = 0; i < items.length; i++) {
    for (let j = i; j < items.length; j++) {
      subsets.push(
        items.filter((_, k) => k !== i && k !== j),
        items.filter((_, k) => k === i || k === j),
      );
    }
  }
  return [...subsets, [...items]];
}
