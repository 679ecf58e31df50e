import { posix } from 'node:path';
import type { FileSystem, FolderEntry, OpenFile } from '../../../../lib/platform/local/file-system.ts';
import {
  applyTo,
  type Edit,
  EMPTY_DISK,
  EMPTY_FOLDER,
  type Event,
  entriesOf,
  type Image,
  type Node,
} from './image.ts';
import { errno, type Found, find, finding, parentOf } from './paths.ts';

export interface MemoryDiskOptions {
  /** What survived until now. */
  readonly from?: Image;
  /** What happened since: seen by every process, on the disk only as far as it was synced. */
  readonly events?: readonly Event[];
  /** Paths whose fsync answers and does nothing. */
  readonly ignores?: (path: string) => boolean;
  /** Links of files are refused, as on file systems without them. */
  readonly hardLinks?: boolean;
}

/** A disk in memory that remembers every change in its order, and what was synced. */
export class MemoryDisk implements FileSystem {
  readonly from: Image;
  readonly events: Event[] = [];
  /** As processes see it. */
  readonly live: Map<number, Node>;
  /** Paths that were synced, in order. */
  readonly syncs: string[] = [];
  private readonly options: MemoryDiskOptions;
  private nextInode: number;

  constructor(options: MemoryDiskOptions = {}) {
    this.options = options;
    this.from = options.from ?? EMPTY_DISK;
    this.live = new Map(this.from);
    for (const event of options.events ?? []) this.happened(event);
    this.nextInode = Math.max(...this.live.keys()) + 1;
  }

  happened(event: Event): void {
    this.events.push(event);
    applyTo(this.live, event);
  }

  async open(path: string, flags: string): Promise<OpenFile> {
    const inode = flags === 'wx' ? this.create(path, file('', this.now())) : find(this.live, path).inode;
    const bytes = (): Buffer => {
      const node = this.live.get(inode);
      if (node?.kind !== 'file') throw errno('EISDIR', path);
      return Buffer.from(node.content, 'latin1');
    };
    return {
      read: async (buffer, offset, length, position) => {
        const read = bytes().subarray(position, position + length);
        buffer.set(read, offset);
        return { bytesRead: read.length };
      },
      writeFile: async (body) => this.write(inode, Buffer.from(body).toString('latin1')),
      stat: async () => {
        const node = this.live.get(inode);
        const isFile = () => node?.kind === 'file';
        const mtimeNs = node?.kind === 'file' ? node.mtimeNs : 0n;
        const size = node?.kind === 'file' ? BigInt(node.content.length) : 0n;
        return { dev: 1n, ino: BigInt(inode), birthtimeNs: BigInt(inode), size, mtimeNs, isFile };
      },
      sync: async () => {
        this.syncs.push(path);
        if (this.options.ignores?.(path) !== true) this.happened({ type: 'sync', inode, path });
      },
      close: async () => undefined,
    };
  }

  async readFile(path: string): Promise<Uint8Array> {
    const { node } = find(this.live, path);
    if (node.kind !== 'file') throw errno('EISDIR', path);
    return Buffer.from(node.content, 'latin1');
  }

  async readdir(path: string): Promise<readonly FolderEntry[]> {
    const { node } = find(this.live, path);
    if (node.kind !== 'folder') throw errno('ENOTDIR', path);
    return [...node.entries].map(([name, inode]) => {
      const kind = this.live.get(inode)?.kind;
      return { name, isFile: () => kind === 'file', isDirectory: () => kind === 'folder' };
    });
  }

  stat = async (path: string) => statsOf(find(this.live, path));
  lstat = async (path: string) => statsOf(find(this.live, path, false));
  realpath = async (path: string) => find(this.live, path).path;

  async readlink(path: string): Promise<string> {
    const { node } = find(this.live, path, false);
    if (node.kind !== 'link') throw errno('EINVAL', path);
    return node.target;
  }

  async mkdir(path: string, { recursive }: { readonly recursive: boolean }): Promise<string | undefined> {
    return this.makeFolder(path, recursive);
  }

  private makeFolder(path: string, recursive: boolean): string | undefined {
    const there = finding(this.live, path);
    if (there !== undefined) {
      if (recursive && there.node.kind === 'folder') return undefined;
      throw errno('EEXIST', path);
    }
    if (finding(this.live, path, false)) throw errno(recursive ? 'ENOENT' : 'EEXIST', path);
    const above = recursive ? this.makeFolder(posix.dirname(path), recursive) : undefined;
    this.create(path, EMPTY_FOLDER);
    return recursive ? (above ?? path) : undefined;
  }

  async link(from: string, to: string): Promise<void> {
    const { inode, node } = find(this.live, from, false);
    const place = this.vacant(to);
    if (node.kind === 'folder' || this.options.hardLinks === false) throw errno('EPERM', to);
    this.names([{ ...place, inode }]);
  }

  symlink = async (target: string, path: string) => void this.create(path, { kind: 'link', target });

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [parentOf(this.live, from), parentOf(this.live, to)];
    const { inode } = find(this.live, from, false);
    const there = finding(this.live, to, false);
    if (there?.inode === inode) return;
    if (there?.node.kind === 'folder') throw errno('EISDIR', to);
    this.names([
      { ...target, inode },
      { ...source, inode: null },
    ]);
  }

  async copyFile(from: string, to: string): Promise<void> {
    const { node } = find(this.live, from);
    if (node.kind !== 'file') throw errno('EISDIR', from);
    this.write(this.create(to, file('', this.now())), node.content);
  }

  async chmod(path: string): Promise<void> {
    find(this.live, path);
  }

  async rm(path: string, { recursive = false }: { readonly recursive?: boolean }): Promise<void> {
    const found = finding(this.live, path, false);
    if (found === undefined) return;
    if (found.node.kind === 'folder') {
      if (!recursive) throw errno('EISDIR', path);
      for (const name of found.node.entries.keys()) await this.rm(posix.join(path, name), { recursive });
    }
    this.names([{ ...parentOf(this.live, path), inode: null }]);
  }

  /** What somebody's program wrote and did not sync. */
  async writeLoose(path: string, content: string): Promise<void> {
    const there = finding(this.live, path);
    this.write(there?.inode ?? this.create(path, file('', this.now())), content);
  }

  /** Everything until now is on the disk. */
  settled(): MemoryDisk {
    return new MemoryDisk({ ...this.options, from: new Map(this.live), events: [] });
  }

  private create(path: string, node: Node): number {
    const inode = this.nextInode++;
    this.names([{ ...this.vacant(path), inode }], { inode, node });
    return inode;
  }

  private vacant(path: string): Omit<Edit, 'inode'> {
    const place = parentOf(this.live, path);
    if (entriesOf(this.live, place.folder).has(place.name)) throw errno('EEXIST', path);
    return place;
  }

  private write(inode: number, content: string): void {
    this.happened({ type: 'bytes', file: inode, content, mtimeNs: this.now() });
  }

  private names(edits: readonly Edit[], made?: { inode: number; node: Node }): void {
    this.happened({ type: 'names', edits, ...(made ? { made } : {}) });
  }

  private now(): bigint {
    return BigInt(this.events.length + 1) * 1_000_000n;
  }
}

const file = (content: string, mtimeNs: bigint): Node => ({ kind: 'file', content, mtimeNs });

const statsOf = ({ node }: Found) => ({
  size: node.kind === 'file' ? node.content.length : 0,
  isFile: () => node.kind === 'file',
  isDirectory: () => node.kind === 'folder',
  isSymbolicLink: () => node.kind === 'link',
});
