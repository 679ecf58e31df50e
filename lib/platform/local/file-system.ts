import type { BigIntStats, Stats } from 'node:fs';
import * as disk from 'node:fs/promises';

/** What tells one content of one file from another. */
export type FileIdentity = Pick<BigIntStats, 'dev' | 'ino' | 'birthtimeNs' | 'size' | 'mtimeNs' | 'isFile'>;

export interface OpenFile {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  writeFile(body: Uint8Array): Promise<void>;
  stat(options: { readonly bigint: true }): Promise<FileIdentity>;
  /** fsync: what was written is on the disk when this returns. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}

export type FileStats = Pick<Stats, 'size' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/**
 * The calls of `node:fs/promises` by which lake and publisher read and change the disk, and no others: so that a test
 * can stand between them and the disk, and enumerate what a power cut may leave behind.
 */
export interface FileSystem {
  open(path: string, flags: string): Promise<OpenFile>;
  readFile(path: string): Promise<Uint8Array>;
  readdir(path: string, options: { readonly withFileTypes: true }): Promise<readonly FolderEntry[]>;
  stat(path: string): Promise<FileStats>;
  lstat(path: string): Promise<FileStats>;
  readlink(path: string): Promise<string>;
  realpath(path: string): Promise<string>;
  /** The first folder that had to be made, if any. */
  mkdir(path: string, options: { readonly recursive: boolean }): Promise<string | undefined>;
  link(from: string, to: string): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  copyFile(from: string, to: string, mode: number): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  rm(path: string, options: { readonly recursive?: boolean; readonly force: true }): Promise<void>;
}

export const DISK: FileSystem = disk;
