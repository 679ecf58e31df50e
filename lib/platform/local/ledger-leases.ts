import type { DatabaseSync } from 'node:sqlite';
import type { Lease, LeaseAnswer } from '../../core/ports.ts';
import { isDead, thisProcess } from './holder.ts';

export interface LeaseRequest {
  readonly key: string;
  readonly owner: string;
  readonly ttlMs: number;
}

/** A lease is free that was given back, ran out, or belongs to a process of this machine that lives no more. */
export function takeLease(db: DatabaseSync, { key, owner, ttlMs }: LeaseRequest, now: number): LeaseAnswer {
  const held = db.prepare('SELECT owner, until_ms, machine, pid FROM leases WHERE pk = ?').get(key);
  if (held && held.owner !== owner && Number(held.until_ms) > now) {
    const holder = { machine: String(held.machine ?? ''), pid: Number(held.pid ?? 0) };
    if (holder.machine === '' || !isDead(holder)) {
      return { held: true, by: String(held.owner), until: new Date(Number(held.until_ms)).toISOString() };
    }
  }
  const { machine, pid } = thisProcess();
  db.prepare('INSERT OR REPLACE INTO leases (pk, owner, until_ms, machine, pid) VALUES (?, ?, ?, ?, ?)').run(
    key,
    owner,
    now + ttlMs,
    machine,
    pid,
  );
  return { held: false, lease: { key, owner, until: new Date(now + ttlMs).toISOString() } };
}

/** A lease that ran out is still its owner's until somebody else takes it. */
export function renewLease(db: DatabaseSync, { key, owner }: Lease, ttlMs: number, now: number): boolean {
  const update = db.prepare('UPDATE leases SET until_ms = ? WHERE pk = ? AND owner = ?');
  return Number(update.run(now + ttlMs, key, owner).changes) === 1;
}

export function releaseLease(db: DatabaseSync, { key, owner }: Pick<Lease, 'key' | 'owner'>): void {
  db.prepare('DELETE FROM leases WHERE pk = ? AND owner = ?').run(key, owner);
}
