import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What tests ask of Linux's /proc about processes and sockets. */

function statOf(pid: number): { readonly parent: number; readonly state: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function pids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Whether a process runs; one that nobody has buried yet does not. */
export function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z';
}

/** Every process below a process, at any depth. */
export function descendants(pid: number): readonly number[] {
  const children = pids().filter((child) => statOf(child)?.parent === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** The program's file of a process: `java`, `python3.11`. */
export function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`).split('/').at(-1) ?? '';
  } catch {
    return '';
  }
}

interface Listener {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

const LISTEN = '0A';

function listeners(): readonly Listener[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN)
      .map(([, local = '', , , , , , , , inode = '']) => {
        const [address = '', port = ''] = local.split(':');
        return { address, port: Number.parseInt(port, 16), inode };
      }),
  );
}

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    });
  } catch {
    return [];
  }
}

/** The hexadecimal addresses on which the processes that own these ports listen, on whichever port. */
export function addressesOfOwners(ports: readonly number[]): readonly string[] {
  const all = listeners();
  const wanted = new Set(all.filter(({ port }) => ports.includes(port)).map(({ inode }) => inode));
  const owners = pids()
    .map(socketsOf)
    .filter((sockets) => sockets.some((inode) => wanted.has(inode)));
  const inodes = new Set(owners.flat());
  return all.filter(({ inode }) => inodes.has(inode)).map(({ address }) => address);
}

/** Waits until something holds; says whether it came to hold in time. */
export async function comesToHold(holds: () => boolean, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > until) return false;
    await sleep(50);
  }
  return true;
}
