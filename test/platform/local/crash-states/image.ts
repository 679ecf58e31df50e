/** What an inode holds. Folders hold names, files bytes, links the text that they lead to. */
export type Node =
  | { readonly kind: 'folder'; readonly entries: ReadonlyMap<string, number> }
  | { readonly kind: 'file'; readonly content: string; readonly mtimeNs: bigint }
  | { readonly kind: 'link'; readonly target: string };

/** A name in a folder that now leads to another inode, or (null) to none. */
export interface Edit {
  readonly folder: number;
  readonly name: string;
  readonly inode: number | null;
}

/** What happened, in order: enough to make every later view of the disk from the first one. */
export type Event =
  /** One atomic change of names: create, link, unlink, or both halves of a rename; `made` is a new inode. */
  | {
      readonly type: 'names';
      readonly edits: readonly Edit[];
      readonly made?: { readonly inode: number; readonly node: Node };
    }
  | { readonly type: 'bytes'; readonly file: number; readonly content: string; readonly mtimeNs: bigint }
  | { readonly type: 'sync'; readonly inode: number; readonly path: string }
  /** A call of the ledger began, or returned: its transaction may be on the disk, or is. */
  | { readonly type: 'ledger'; readonly call: number; readonly phase: 'began' | 'returned' };

export type Image = ReadonlyMap<number, Node>;

export const TOP = 1;
export const EMPTY_FOLDER: Node = { kind: 'folder', entries: new Map() };
export const EMPTY_DISK: Image = new Map([[TOP, EMPTY_FOLDER]]);

/** The disk as processes see it after the event: the page cache, where nothing is lost yet. */
export function applyTo(image: Map<number, Node>, event: Event): void {
  if (event.type === 'bytes') {
    const { content, mtimeNs } = event;
    image.set(event.file, { kind: 'file', content, mtimeNs });
  }
  if (event.type !== 'names') return;
  if (event.made) image.set(event.made.inode, event.made.node);
  for (const { folder, name, inode } of event.edits) {
    const entries = new Map(entriesOf(image, folder));
    if (inode === null) entries.delete(name);
    else entries.set(name, inode);
    image.set(folder, { kind: 'folder', entries });
  }
}

export function entriesOf(image: Image, folder: number): ReadonlyMap<string, number> {
  const node = image.get(folder);
  return node?.kind === 'folder' ? node.entries : new Map();
}

/** Every path below the top with what is there; hard links of one file are told apart by nothing. */
export function textOf(image: Image): string {
  const lines: string[] = [];
  const visit = (inode: number, path: string): void => {
    const node = image.get(inode);
    if (node?.kind === 'file') lines.push(`${path} = ${node.content}`);
    if (node?.kind === 'link') lines.push(`${path} -> ${node.target}`);
    if (node?.kind !== 'folder') return;
    lines.push(`${path}/`);
    for (const name of [...node.entries.keys()].sort()) visit(node.entries.get(name) ?? 0, `${path}/${name}`);
  };
  visit(TOP, '');
  return lines.join('\n');
}
