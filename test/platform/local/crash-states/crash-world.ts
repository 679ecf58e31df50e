import { posix } from 'node:path';
import type { Ledger, Ports } from '../../../../lib/core/ports.ts';
import type { DatasetState, Manifest } from '../../../../lib/core/publish/facts.ts';
import type { PublishRequest } from '../../../../lib/core/publish/intent.ts';
import { type PublishEnd, publish } from '../../../../lib/core/publish/law.ts';
import { pinManifest } from '../../../../lib/core/publish/manifest.ts';
import { type Resolution, resolveOpenIntents } from '../../../../lib/core/publish/resolve.ts';
import { hivePath, partitionKey } from '../../../../lib/core/values/partition.ts';
import { string } from '../../../../lib/core/values/scalar.ts';
import { type EtagCache, identityOf } from '../../../../lib/platform/local/etag-cache.ts';
import { localLake } from '../../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../../../lib/platform/local/publisher.ts';
import { BY, DATASET, requestFor } from '../publish-request.ts';
import { entriesOf, type Image } from './image.ts';
import type { MemoryDisk } from './memory-disk.ts';
import { find, finding } from './paths.ts';

/** Exists on no real disk: what is done below it is done in memory. */
export const ROOT = '/no-such-disk/root';
export const LINK = `${ROOT}/lake/${DATASET}`;
export const VERSIONS = `${ROOT}/.sluice/versions/${DATASET}`;

/** A call that changed the ledger. */
export interface Call {
  readonly method: 'open' | 'commit' | 'abandon';
  readonly run: (ledger: Ledger) => Promise<unknown>;
}

const CLOSED_AT = Date.UTC(2001, 0, 1);
const emptyLedger = (): Ledger => openLedger(':memory:', { now: () => CLOSED_AT });

/** What was hashed, as it is remembered in the worst case: at once, and over every power cut. */
export type Hashed = Map<string, string>;

const cacheOver = (hashed: Hashed, boot: string): EtagCache => ({
  find: (stats) => hashed.get(identityOf(stats, boot)),
  put: (entries) => {
    for (const { stats, etag } of entries) hashed.set(identityOf(stats, boot), etag);
  },
  close: () => undefined,
});

export interface Life {
  /** Begins the ids of this life, so that no two lives give one twice. */
  readonly names: string;
  readonly boot: string;
  readonly hashed: Hashed;
}

/** Lake, ledger and publisher as they run, over a disk in memory; the ledger's calls are kept, so that it can be had as it was. */
export class CrashWorld {
  readonly disk: MemoryDisk;
  readonly calls: Call[];
  readonly ledger: Ledger;
  readonly publisher: Ports['publisher'];
  private readonly lake;
  private readonly names: string;
  private ids = 0;

  private constructor(
    disk: MemoryDisk,
    calls: readonly Call[],
    ledger: Ledger,
    { names, hashed, boot }: Life,
  ) {
    this.disk = disk;
    this.calls = [...calls];
    this.names = names;
    this.lake = localLake(ROOT, disk, cacheOver(hashed, boot));
    this.publisher = localPublisher(this.lake);
    this.ledger = this.remembering(ledger);
  }

  static async start(disk: MemoryDisk, calls: readonly Call[], life: Life): Promise<CrashWorld> {
    const ledger = emptyLedger();
    for (const { run } of calls) await run(ledger);
    return new CrashWorld(disk, calls, ledger, life);
  }

  readonly newId = (): string => `${this.names}-${this.ids++}`;
  readonly clock = (): string => new Date(CLOSED_AT + this.ids++ * 1000).toISOString();

  /** Written as an engine writes: nothing of it is synced. */
  async candidate(day: string, content: string): Promise<Manifest> {
    const runId = this.newId();
    const partition = { day: string(day) };
    const path = posix.join('.sluice/runs', DATASET, runId, '1', hivePath(partition), `${runId}-0.parquet`);
    await this.disk.mkdir(posix.dirname(`${ROOT}/${path}`), { recursive: true });
    await this.disk.writeLoose(`${ROOT}/${path}`, content);
    const files = (await this.lake.pin([path])).map((f) => ({ ...f, rows: '1' }));
    return pinManifest({ runId, attempt: 1, dataset: DATASET, partition, files });
  }

  request(manifests: readonly Manifest[]): Promise<PublishRequest> {
    return requestFor(manifests, this.ledger, this.newId());
  }

  publish(request: PublishRequest): Promise<PublishEnd> {
    return publish(request, this, this.clock);
  }

  resolve(): Promise<Resolution> {
    const { ledger, publisher, newId, clock } = this;
    return resolveOpenIntents(DATASET, { ledger, publisher, actor: BY, newId }, clock);
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.lake.close();
  }

  private remembering(ledger: Ledger): Ledger {
    const { calls, disk } = this;
    const remember = async <T>(method: Call['method'], run: (ledger: Ledger) => Promise<T>): Promise<T> => {
      const call = calls.push({ method, run }) - 1;
      disk.happened({ type: 'ledger', call, phase: 'began' });
      const answer = await run(ledger);
      disk.happened({ type: 'ledger', call, phase: 'returned' });
      return answer;
    };
    return {
      ...ledger,
      open: (intent) => remember('open', (to) => to.open(intent)),
      commit: (intent, receipts) => remember('commit', (to) => to.commit(intent, receipts)),
      abandon: (intent, why) => remember('abandon', (to) => to.abandon(intent, why)),
    };
  }
}

/** What a reader sees who resolves the link and reads every file: `day=1: bytes`, a line a file. */
export function readersSee(image: Image): string {
  const link = finding(image, LINK, false);
  if (link === undefined) return 'nothing';
  if (link.node.kind !== 'link') return `no link but a ${link.node.kind}`;
  const version = finding(image, LINK);
  if (version === undefined) return 'a link to nowhere';
  const lines: string[] = [];
  const visit = (inode: number, folder: string): void => {
    for (const [name, child] of entriesOf(image, inode)) {
      const node = image.get(child);
      if (node?.kind === 'folder') visit(child, name);
      if (node?.kind === 'file') lines.push(`${folder}: ${node.content}`);
    }
  };
  visit(version.inode, '.');
  return lines.sort().join('\n');
}

export const pointersOf = ({ pointers }: DatasetState): string =>
  pointers
    .map((p) => `${partitionKey(p.partition)} ${p.snapshotId}`)
    .sort()
    .join('\n');

export const folderExists = (image: Image, path: string): boolean =>
  finding(image, path) !== undefined && find(image, path).node.kind === 'folder';
