import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Ledger, Ports } from '../../../lib/core/ports.ts';
import type { Manifest } from '../../../lib/core/publish/facts.ts';
import type { PublishRequest } from '../../../lib/core/publish/intent.ts';
import { type PublishEnd, publish } from '../../../lib/core/publish/law.ts';
import { pinManifest } from '../../../lib/core/publish/manifest.ts';
import { type Resolution, resolveOpenIntents } from '../../../lib/core/publish/resolve.ts';
import { hivePath, type PartitionId } from '../../../lib/core/values/partition.ts';
import { type LocalLake, localLake } from '../../../lib/platform/local/lake.ts';
import { openLedger } from '../../../lib/platform/local/ledger.ts';
import { type LocalPublisher, localPublisher } from '../../../lib/platform/local/publisher.ts';
import { BY, DATASET, requestFor } from './publish-request.ts';

/** A real root folder with ledger, lake and publisher. */
export class LocalWorld {
  readonly root = mkdtempSync(join(tmpdir(), 'sluice-'));
  readonly lake: LocalLake = localLake(this.root);
  readonly ledger: Ledger = openLedger(join(this.root, '.sluice', 'ledger.sqlite'));
  readonly publisher: LocalPublisher = localPublisher(this.lake);
  readonly link = join(this.root, 'lake', DATASET);
  private ids = 0;

  readonly newId = (): string => `id-${this.ids++}`;
  readonly clock = (): string => new Date(1_000_000_000_000 + this.ids++ * 1000).toISOString();

  async candidate(
    partition: PartitionId,
    body: Uint8Array | string,
    runId = `run-${this.ids++}`,
  ): Promise<Manifest> {
    const path = join('.sluice/runs', DATASET, runId, '1', hivePath(partition), `${runId}-0.parquet`);
    return this.candidateAt(partition, [[path, body]], runId);
  }

  async candidateAt(
    partition: PartitionId,
    files: readonly (readonly [path: string, body: Uint8Array | string])[],
    runId: string,
  ): Promise<Manifest> {
    for (const [path, body] of files) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), body);
    }
    const pinned = await this.lake.pin(files.map(([path]) => path));
    return pinManifest({
      runId,
      attempt: 1,
      dataset: DATASET,
      partition,
      files: pinned.map((f) => ({ ...f, rows: '1' })),
    });
  }

  /** Moves every partition from what is published now. */
  requestFor(manifests: readonly Manifest[], id = this.newId()): Promise<PublishRequest> {
    return requestFor(manifests, this.ledger, id);
  }

  async publish(
    manifests: readonly Manifest[],
    ports: Partial<Pick<Ports, 'ledger' | 'publisher'>> = {},
  ): Promise<PublishEnd> {
    return publish(
      await this.requestFor(manifests),
      { ledger: this.ledger, publisher: this.publisher, ...ports },
      this.clock,
    );
  }

  resolve(): Promise<Resolution> {
    const { ledger, publisher, newId, clock } = this;
    return resolveOpenIntents(DATASET, { ledger, publisher, actor: BY, newId }, clock);
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.lake.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}
