import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { errnoOf } from './errors.ts';

/** The process that holds a lease. */
export interface Holder {
  /** Equal only where one process can see whether the other one lives. */
  readonly machine: string;
  readonly pid: number;
}

export function thisProcess(): Holder {
  return { machine: machineName(), pid: process.pid };
}

/**
 * Whether that process certainly lives no more: it ran where this one runs, and its number is free. A number that was
 * given to another process since, or a process of another machine, counts as alive; its lease runs out by time.
 */
export function isDead({ machine, pid }: Holder): boolean {
  if (machine !== machineName()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    return errnoOf(cause) === 'ESRCH';
  }
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** Another one after every start of the machine; elsewhere than on Linux also after its clock was set. */
export function bootName(): string {
  try {
    return bootId();
  } catch {
    return `up since ${Math.round((Date.now() / 1000 - uptime()) / 10) * 10}`;
  }
}

/** On Linux this boot and this space of process numbers, so that containers of one name are told apart. */
function machineName(): string {
  try {
    return `${bootId()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
