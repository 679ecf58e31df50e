import { posix } from 'node:path';
import type { Ledger } from '../../../../lib/core/ports.ts';
import type { DatasetState, Intent, Manifest, Receipt } from '../../../../lib/core/publish/facts.ts';
import type { PublishRequest } from '../../../../lib/core/publish/intent.ts';
import { pinManifest } from '../../../../lib/core/publish/manifest.ts';
import { factsOf } from '../../../../lib/core/publish/query-facts.ts';
import { hivePath } from '../../../../lib/core/values/partition.ts';
import { string } from '../../../../lib/core/values/scalar.ts';
import { localLake } from '../../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../../lib/platform/local/ledger.ts';
import { ROOT, readersSee } from '../crash-states/crash-world.ts';
import { MemoryDisk } from '../crash-states/memory-disk.ts';
import { DATASET, requestFor } from '../publish-request.ts';

export const LEASE_MS = 30_000;

/** One disk and one ledger that several writers share, with a reader who looks after every call of theirs. */
export class SharedWorld {
  readonly disk = new MemoryDisk();
  readonly ledger: Ledger;
  readonly alive = new Set<object>();
  /** Who was ever given the lease. */
  readonly granted = new Set<object>();
  /** What a reader saw and should not have, and other breaches. */
  readonly wrong: string[] = [];
  /** A lease was taken from a writer who lives, or two have it: then a reader may see what nobody commits. */
  contested = false;
  /** One run was started twice: whichever ends first gives the lease of both back. */
  private readonly twice: boolean;
  private holder: object | undefined;
  private takenAtMs = 0;
  private nowMs = 0;
  private ids = 0;
  private readonly contents = new Map<string, string>();
  private readonly whole = new Set(['nothing']);
  private named: readonly string[] = ['nothing'];

  constructor(twice: boolean) {
    this.twice = twice;
    this.ledger = this.watching(openLedger(':memory:', { now: () => this.nowMs }));
  }

  readonly newId = (): string => `id-${this.ids++}`;
  readonly clock = (): string => new Date(this.ids++ * 1000).toISOString();

  /** As long as a lease lasts, and a little longer. */
  letLeasesRunOut(): void {
    this.nowMs += LEASE_MS + 1;
  }

  took(writer: object): void {
    this.granted.add(writer);
    const { holder } = this;
    this.holder = writer;
    const heldSinceMs = this.takenAtMs;
    this.takenAtMs = this.nowMs;
    if (holder === undefined || holder === writer || !this.alive.has(holder)) return;
    this.contested = true;
    const ranOut = this.nowMs - heldSinceMs > LEASE_MS;
    if (!this.twice && !ranOut) this.wrong.push('two writers have the lease');
  }

  gaveBack(writer: object): void {
    if (this.holder === writer) this.holder = undefined;
  }

  async candidate(day: string, content: string): Promise<Manifest> {
    const partition = { day: string(day) };
    const path = posix.join('.sluice/runs', DATASET, content, '1', hivePath(partition), `${content}.parquet`);
    await this.disk.mkdir(posix.dirname(`${ROOT}/${path}`), { recursive: true });
    await this.disk.writeLoose(`${ROOT}/${path}`, content);
    const files = (await localLake(ROOT, this.disk).pin([path])).map((f) => ({ ...f, rows: '1' }));
    const manifest = pinManifest({ runId: content, attempt: 1, dataset: DATASET, partition, files });
    this.contents.set(manifest.sha256, content);
    return manifest;
  }

  requestOf(manifests: readonly Manifest[], ledger: Ledger): Promise<PublishRequest> {
    return requestFor(manifests, ledger, this.newId());
  }

  /** A reader who resolves the link once and reads that version sees all of one publish, and one that is on record. */
  look(): void {
    const seen = readersSee(this.disk.live);
    if (!this.whole.has(seen)) this.wrong.push(`no publish shows ${JSON.stringify(seen)}`);
    if (!this.contested && !this.named.includes(seen)) {
      this.wrong.push(`${JSON.stringify(seen)} is neither committed nor about to be`);
    }
  }

  async receipts(): Promise<readonly Receipt[]> {
    const found = await factsOf(this.ledger, { kind: 'receipt', dataset: DATASET });
    return found.map((f) => f.body).sort((a, b) => Number(BigInt(a.epoch) - BigInt(b.epoch)));
  }

  /** What readers should see of these pointers, moved by an intent. */
  viewOf({ pointers }: DatasetState, intent?: Intent): string {
    const shown = new Map(pointers.map((p) => [p.partition.day, p.snapshotId]));
    for (const { partition, to } of intent?.moves ?? []) {
      if (to === null) shown.delete(partition.day);
      else shown.set(partition.day, to.sha256);
    }
    const lines = [...shown].map(([day, id]) => `day=${day}: ${this.contents.get(id)}`).sort();
    return lines.length === 0 ? 'nothing' : lines.join('\n');
  }

  private watching(ledger: Ledger): Ledger {
    const after = async <T>(answer: Promise<T>): Promise<T> => {
      const result = await answer;
      const [state, [open]] = [await ledger.state(DATASET), await ledger.openIntents(DATASET)];
      this.named = [this.viewOf(state), ...(open === undefined ? [] : [this.viewOf(state, open)])];
      for (const view of this.named) this.whole.add(view);
      return result;
    };
    return {
      ...ledger,
      open: (intent) => after(ledger.open(intent)),
      commit: (intent, receipts) => after(ledger.commit(intent, receipts)),
      abandon: (intent, why) => after(ledger.abandon(intent, why)),
    };
  }
}
