import type { Conflict, FactQuery, Ledger, Observation, Publisher } from '../../../lib/core/ports.ts';
import type {
  Actor,
  DatasetState,
  Fact,
  Intent,
  Manifest,
  Move,
  Pointer,
} from '../../../lib/core/publish/facts.ts';
import { intentFact, nextEpoch, type PublishRequest } from '../../../lib/core/publish/intent.ts';
import { pinManifest } from '../../../lib/core/publish/manifest.ts';
import { receiptFact } from '../../../lib/core/publish/receipt.ts';
import { partitionKey } from '../../../lib/core/values/partition.ts';
import { string } from '../../../lib/core/values/scalar.ts';

/**
 * A ledger and a publisher in memory, a few lines each, that fail on request: at the k-th call, before it does
 * its work (`die`, `refuse`) or after (`dieAfter`, `loseAnswer`); a death fails every later call too.
 */
export type Fault = { readonly at: number; readonly how: 'die' | 'dieAfter' | 'refuse' | 'loseAnswer' };

export class Died extends Error {}

export const DATASET = 'aviation/flights';
export const actor: Actor = { user: 'test', commit: null, tool: 'test' };
export const clock = (): string => '2001-07-02T00:00:00.000Z';

export function snapshot(day: string, content: string): Manifest {
  return pinManifest({
    runId: 'r',
    attempt: 1,
    dataset: DATASET,
    partition: { day: string(day) },
    files: [{ path: `runs/r/1/day=${day}/r-0.parquet`, sizeBytes: content.length, etag: content, rows: '1' }],
  });
}

export const move = (from: Manifest | null, to: Manifest | null): Move => ({
  partition: (to ?? from)?.partition ?? {},
  from: from?.sha256 ?? null,
  to,
  cites: { judgementKey: `judged-${to?.sha256 ?? 'nothing'}` },
  decision: 'publish',
});

export const request = (intentId: string, moves: readonly Move[]): PublishRequest => ({
  intentId,
  runId: `run-${intentId}`,
  dataset: DATASET,
  moves,
  contract: { id: 'c', version: '1.0.0', sha256: 'f' },
  by: actor,
});

/** What survives every crash. */
export class World {
  facts: Fact[] = [];
  state: DatasetState = { dataset: DATASET, epoch: '0', projection: null, pointers: [] };
  open: Intent | null = null;
  /** The link, and every version ever built: partition → snapshot. */
  link: string | null = null;
  versions = new Map<string, Map<string, Manifest>>();
  calls: string[] = [];
  /** Called before every call, to let something else happen there. */
  before: (call: string, count: number) => void = () => undefined;

  /** A process that acts on the world, with its own fault. */
  process(fault?: Fault) {
    let count = 0;
    let dead = false;
    const guarded = async <T>(name: string, act: () => T): Promise<T> => {
      if (dead) throw new Died('dead');
      const mine = fault?.at === count++ ? fault.how : undefined;
      this.calls.push(name);
      this.before(name, this.calls.length);
      if (mine === 'die') dead = true;
      if (mine === 'die' || mine === 'refuse') throw new Died(name);
      const result = act();
      if (mine === 'dieAfter') dead = true;
      if (mine !== undefined) throw new Died(`${name}: answer lost`);
      return result;
    };
    return {
      ledger: this.ledger(guarded),
      publisher: this.publisher(guarded),
      actor,
      newId: () => `id-${this.calls.length}`,
    };
  }

  /** Snapshot ids that readers see, by partition. */
  visible(): ReadonlyMap<string, string> {
    const version = this.link === null ? undefined : this.versions.get(this.link);
    return new Map([...(version ?? [])].map(([k, m]) => [k, m.sha256]));
  }

  pointed(): ReadonlyMap<string, string> {
    return new Map(this.state.pointers.map((p) => [partitionKey(p.partition), p.snapshotId]));
  }

  private ledger(guarded: <T>(name: string, act: () => T) => Promise<T>): Ledger {
    const facts = (q: FactQuery) =>
      this.facts.filter(
        (f) => f.kind === q.kind && (q.id ?? f.id) === f.id && (q.partition ?? f.partition) === f.partition,
      );
    const conflict = (intent: Intent): Conflict | undefined =>
      this.open?.intentId === intent.intentId ? undefined : { conflict: 'notOpen', message: 'not open' };
    const close = (intent: Intent) => {
      this.state = { ...this.state, epoch: nextEpoch(intent.expectedEpoch) };
      this.open = null;
    };
    const none = () => Promise.reject(new Error('the law does not use this'));
    return {
      lease: none,
      renew: none,
      release: none,
      append: none,
      datasets: none,
      close: none,
      async *query(q) {
        yield* await guarded('query', () => facts(q));
      },
      state: () => guarded('state', () => this.state),
      openIntents: () => guarded('openIntents', () => (this.open ? [this.open] : [])),
      open: (intent) =>
        guarded('open', () => {
          if (this.open) return { conflict: 'openIntent' as const, message: 'open' };
          if (this.state.epoch !== intent.expectedEpoch)
            return { conflict: 'epoch' as const, message: 'epoch' };
          this.open = intent;
          this.facts.push(intentFact(intent, 'open', clock()));
          return 'opened' as const;
        }),
      commit: (intent, receipts) =>
        guarded('commit', () => {
          const refused = conflict(intent);
          if (refused) return refused;
          close(intent);
          const moved = new Set(receipts.map((r) => partitionKey(r.partition)));
          const kept = this.state.pointers.filter((p) => !moved.has(partitionKey(p.partition)));
          const { epoch } = this.state;
          const fresh = receipts.flatMap(
            ({ dataset, partition, snapshotId, receiptId, manifest }): Pointer[] =>
              snapshotId === null || manifest === null
                ? []
                : [{ dataset, partition, snapshotId, epoch, receiptId, manifest }],
          );
          this.state = { ...this.state, projection: intent.projection.after, pointers: [...kept, ...fresh] };
          this.facts.push(intentFact(intent, 'committed', clock()), ...receipts.map(receiptFact));
          return 'moved' as const;
        }),
      abandon: (intent, why) =>
        guarded('abandon', () => {
          const refused = conflict(intent);
          if (refused) return refused;
          close(intent);
          this.facts.push(intentFact(intent, 'abandoned', clock(), why));
          return 'abandoned' as const;
        }),
    };
  }

  private publisher(guarded: <T>(name: string, act: () => T) => Promise<T>): Publisher {
    const manifests = new Map<string, Manifest>();
    const remember = (): void => {
      for (const version of this.versions.values())
        for (const m of version.values()) manifests.set(m.sha256, m);
    };
    return {
      name: 'model',
      refuse: async () => [],
      missing: async () => [],
      beyondRepair: async () => undefined,
      project: (_, next) => guarded('project', () => ({ before: this.link, after: next })),
      apply: (intent, state) =>
        guarded('apply', () => {
          if (this.link !== intent.projection.before) throw new Error('the link changed');
          remember();
          const version = new Map<string, Manifest>();
          for (const p of state.pointers) {
            const manifest = manifests.get(p.snapshotId);
            if (!manifest) throw new Error('lost');
            version.set(partitionKey(p.partition), manifest);
          }
          for (const m of intent.moves) {
            if (m.to === null) version.delete(partitionKey(m.partition));
            else version.set(partitionKey(m.partition), m.to);
          }
          this.versions.set(intent.projection.after, version);
          this.link = intent.projection.after;
        }),
      observe: () =>
        guarded('observe', (): Observation => {
          const version = this.link === null ? undefined : this.versions.get(this.link);
          const partitions = [...(version ?? new Map<string, Manifest>()).values()];
          return {
            projection: this.link,
            partitions: partitions.map((m) => ({ partition: m.partition, snapshotId: m.sha256 })),
          };
        }),
    };
  }
}
