import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { PartitionVerdict } from '../../../lib/core/gate/verdict.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { type Inspection, inspectData } from '../../../lib/steps/check/check-data.ts';
import type { CheckCase } from '../../conformance/cases/case.ts';
import { contractOf } from '../../conformance/cases/contract-of.ts';
import { selectOf } from '../../conformance/cases/select-of.ts';
import { datasetIn } from '../../steps/check/judge-files.ts';

const NOW = '2030-01-01T00:00:00Z';

/** Judges cases one after another with the real engine, each over a file of its own. */
export class CaseRunner {
  readonly #root = mkdtempSync(join(tmpdir(), 'sluice-cases-'));
  readonly #duck = createDuckDb({ root: this.#root });
  readonly #lake = localLake(this.#root);
  readonly #writer = DuckDBInstance.create().then((i) => i.connect());
  #count = 0;

  async judge(c: CheckCase): Promise<PartitionVerdict> {
    const [partition] = (await this.inspect(c, false)).verdict.partitions;
    if (partition === undefined) throw new Error('the verdict has no partition');
    return partition;
  }

  /** The verdict, and a few failing rows of each rule. */
  async inspect(c: CheckCase, samples = true): Promise<Inspection> {
    const { path, format } = await this.#write(c);
    const request = { ...datasetIn(contractOf(c)), path, format, samples, now: c.now ?? NOW };
    const inspected = await inspectData(request, { ...this.#duck, lake: this.#lake }, () => NOW);
    if (!inspected.ok) throw new Error(JSON.stringify(inspected.error));
    return inspected.value;
  }

  async close(): Promise<void> {
    (await this.#writer).closeSync();
    await this.#duck.close();
    await this.#lake.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  async #write(c: CheckCase): Promise<{ path: string; format: 'parquet' | 'csv' | 'json' }> {
    this.#count += 1;
    const format = c.csv !== undefined ? 'csv' : c.json !== undefined ? 'json' : 'parquet';
    const path = join(this.#root, `t${this.#count}.${format}`);
    const text = c.csv ?? c.json;
    if (text !== undefined) writeFileSync(path, text);
    else await (await this.#writer).run(`COPY (${selectOf(c)}) TO '${path}' (FORMAT parquet)`);
    return { path, format };
  }
}
