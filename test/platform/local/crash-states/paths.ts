import { posix } from 'node:path';
import { type Edit, entriesOf, type Image, type Node, TOP } from './image.ts';

export interface Found {
  readonly inode: number;
  readonly node: Node;
  /** Without links on the way. */
  readonly path: string;
}

const ERRNO: Readonly<Record<string, number>> = {
  EPERM: -1,
  ENOENT: -2,
  EEXIST: -17,
  ENOTDIR: -20,
  EISDIR: -21,
  EINVAL: -22,
  ELOOP: -40,
};

/** As `node:fs` throws it. */
export const errno = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: '${path}'`), { code, errno: ERRNO[code] ?? -5 });

/** Follows links on the way, and the last one unless told not to. Throws as POSIX says. */
export function find(image: Image, path: string, follow = true, links = 0): Found {
  if (links > 20) throw errno('ELOOP', path);
  let at: Found = { inode: TOP, node: nodeOf(image, TOP), path: '/' };
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  for (const [i, name] of names.entries()) {
    if (at.node.kind !== 'folder') throw errno('ENOTDIR', path);
    if (name === '..') {
      at = find(image, posix.dirname(at.path));
      continue;
    }
    const inode = at.node.entries.get(name);
    if (inode === undefined) throw errno('ENOENT', path);
    const next: Found = {
      inode,
      node: nodeOf(image, inode),
      path: at.path === '/' ? `/${name}` : `${at.path}/${name}`,
    };
    const last = i === names.length - 1;
    at =
      next.node.kind === 'link' && (follow || !last)
        ? find(image, posix.resolve(at.path, next.node.target), true, links + 1)
        : next;
  }
  return at;
}

/** Undefined where there is nothing. */
export function finding(image: Image, path: string, follow = true): Found | undefined {
  try {
    return find(image, path, follow);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** The folder and the name in it. */
export function parentOf(image: Image, path: string): Omit<Edit, 'inode'> {
  const { inode, node } = find(image, posix.dirname(path));
  if (node.kind !== 'folder') throw errno('ENOTDIR', path);
  return { folder: inode, name: posix.basename(path) };
}

function nodeOf(image: Image, inode: number): Node {
  const node = image.get(inode);
  if (node === undefined) throw new Error(`inode ${inode} is lost`);
  return node;
}

export const namesIn = (image: Image, path: string): readonly string[] => {
  const found = finding(image, path);
  return found === undefined ? [] : [...entriesOf(image, found.inode).keys()];
};
