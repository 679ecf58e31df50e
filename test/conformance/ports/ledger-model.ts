import type { Conflict, FactQuery, Ledger } from '../../../lib/core/ports.ts';
import type { Fact, Intent, Pointer } from '../../../lib/core/publish/facts.ts';
import { intentFact, nextEpoch } from '../../../lib/core/publish/intent.ts';
import { receiptFact } from '../../../lib/core/publish/receipt.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';

interface Head {
  epoch: string;
  projection: string | null;
  open: Intent | null;
  readonly pointers: Map<string, Pointer>;
}

/** What a ledger is, in memory and without any of its troubles. */
export function modelLedger(now: () => number): Ledger {
  const facts: Fact[] = [];
  const heads = new Map<string, Head>();
  const leases = new Map<string, { owner: string; until: number }>();
  const time = () => new Date(now()).toISOString();
  const headOf = (dataset: string): Head =>
    heads.get(dataset) ?? { epoch: '0', projection: null, open: null, pointers: new Map() };
  const add = (fact: Fact): void => {
    const same = (f: Fact): boolean =>
      f.kind === fact.kind &&
      f.dataset === fact.dataset &&
      f.partition === fact.partition &&
      f.id === fact.id &&
      (fact.kind !== 'run' || f.time === fact.time);
    if (!facts.some(same)) facts.push(fact);
  };
  const conflictOf = (intent: Intent): Conflict | undefined => {
    const { open, epoch } = headOf(intent.dataset);
    if (open?.intentId !== intent.intentId) return { conflict: 'notOpen', message: '' };
    return epoch === intent.expectedEpoch ? undefined : { conflict: 'epoch', message: '' };
  };
  const select = ({ limit, order, ...asked }: FactQuery): Fact[] => {
    const found = facts.filter((f) =>
      Object.entries(asked).every(([name, value]) => f[name as keyof Fact] === value),
    );
    found.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    return (order === 'newest' ? found.reverse() : found).slice(0, limit);
  };
  return {
    lease: async (key, owner, ttlMs) => {
      const held = leases.get(key);
      if (held && held.owner !== owner && held.until > now()) {
        return { held: true, by: held.owner, until: new Date(held.until).toISOString() };
      }
      leases.set(key, { owner, until: now() + ttlMs });
      return { held: false, lease: { key, owner, until: new Date(now() + ttlMs).toISOString() } };
    },
    renew: async ({ key, owner }, ttlMs) => {
      if (leases.get(key)?.owner !== owner) return false;
      leases.set(key, { owner, until: now() + ttlMs });
      return true;
    },
    release: async ({ key, owner }) => {
      if (leases.get(key)?.owner === owner) leases.delete(key);
    },
    append: async (added) => added.forEach(add),
    async *query(query) {
      yield* select(query);
    },
    state: async (dataset) => {
      const { epoch, projection, pointers } = headOf(dataset);
      const sorted = [...pointers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p]) => p);
      return { dataset, epoch, projection, pointers: sorted };
    },
    datasets: async () => [...new Set([...heads.keys(), ...facts.map((f) => f.dataset)])].sort(),
    openIntents: async (dataset) => [headOf(dataset).open].filter((i) => i !== null),
    open: async (intent) => {
      const head = headOf(intent.dataset);
      if (head.open?.intentId === intent.intentId) return 'opened';
      if (head.open) return { conflict: 'openIntent', message: '' };
      if (head.epoch !== intent.expectedEpoch) return { conflict: 'epoch', message: '' };
      heads.set(intent.dataset, { ...head, open: intent });
      add(intentFact(intent, 'open', intent.openedAt));
      return 'opened';
    },
    commit: async (intent, receipts) => {
      const conflict = conflictOf(intent);
      if (conflict) return conflict;
      const epoch = nextEpoch(intent.expectedEpoch);
      const { pointers } = headOf(intent.dataset);
      for (const { dataset, partition, snapshotId, receiptId, manifest } of receipts) {
        if (snapshotId === null || manifest === null) pointers.delete(partitionKey(partition));
        else
          pointers.set(partitionKey(partition), {
            dataset,
            partition,
            snapshotId,
            epoch,
            receiptId,
            manifest,
          });
      }
      heads.set(intent.dataset, { epoch, projection: intent.projection.after, open: null, pointers });
      for (const fact of [intentFact(intent, 'committed', time()), ...receipts.map(receiptFact)]) add(fact);
      return 'moved';
    },
    abandon: async (intent, why) => {
      const conflict = conflictOf(intent);
      if (conflict) return conflict;
      const head = headOf(intent.dataset);
      heads.set(intent.dataset, { ...head, epoch: nextEpoch(intent.expectedEpoch), open: null });
      add(intentFact(intent, 'abandoned', time(), why));
      return 'abandoned';
    },
    close: async () => undefined,
  };
}
