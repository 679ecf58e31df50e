import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import { mergeColumns } from '../../../lib/core/footers/neighbours.ts';
import { provePartition } from '../../../lib/core/footers/prove-partition.ts';
import { readFooter } from '../../../lib/core/footers/read-footer.ts';
import { bindChecks, prepareChecks } from '../../../lib/core/gate/bind.ts';
import { neededMetrics } from '../../../lib/core/gate/plan.ts';
import type { PhysicalColumn } from '../../../lib/core/sql/physical.ts';
import type { Scalar } from '../../../lib/core/values/scalar.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { advanceScans, startScans } from '../../../lib/steps/gate/scan.ts';

/** One metric of a contract, twice. */
export interface Compared {
  readonly id: string;
  readonly proven: Scalar | undefined;
  readonly measured: Scalar | undefined;
}

/** Asks footers and engine for the same numbers of the same files, which are one partition. */
export class ProofAndScan {
  readonly root = mkdtempSync(join(tmpdir(), 'sluice-proofs-'));
  readonly #duck = createDuckDb({ root: this.root });
  readonly #lake = localLake(this.root);

  async columns(paths: readonly string[]): Promise<readonly PhysicalColumn[]> {
    return mergeColumns(await this.#footers(paths));
  }

  /** Every metric that the contract needs of the rows, as a scan measures it and as the footers alone say. */
  async compare(text: string, paths: readonly string[]): Promise<readonly Compared[]> {
    const footers = await this.#footers(paths);
    const columns = mergeColumns(footers);
    const dataset = datasetOf(text);
    const checks = prepareChecks(dataset);
    if (!checks.ok) throw new Error(JSON.stringify(checks.error));
    const files = paths.map((path) => ({ path, partition: {} }));
    const spec = { dataset: 't', runId: 'r', attempt: 1, format: 'parquet' as const, files };
    const table = await this.#duck.catalog.stage({ ...spec, columns });
    const staged = [{ table, partitions: [{}], columns }];
    let scans = await startScans(staged, checks.value, dataset, 'r', this.#duck);
    while (scans.running.length > 0)
      scans = await advanceScans(scans, checks.value, dataset, 'r', this.#duck);
    await this.#duck.catalog.drop(table);
    const measured = scans.values[0]?.values ?? {};
    const metrics = neededMetrics(bindChecks(checks.value, { columns }));
    const proven = provePartition(
      metrics,
      {},
      columns,
      footers.map((f) => f.statistics),
    );
    return metrics.map(({ id }) => ({ id, proven: proven[id], measured: measured[id] }));
  }

  async close(): Promise<void> {
    await this.#duck.close();
    await this.#lake.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  async #footers(paths: readonly string[]) {
    const read = await Promise.all(
      paths.map((path) =>
        readFooter({ path, sizeBytes: statSync(path).size }, (p, a, b) => this.#lake.readRange(p, a, b)),
      ),
    );
    return read.map((footer) => {
      if (!footer.ok) throw new Error(JSON.stringify(footer.error));
      return footer.value;
    });
  }
}

function datasetOf(text: string): Dataset {
  const read = readContract(text, 't.odcs.yaml');
  const dataset = read.ok ? read.value.contract.datasets[0] : undefined;
  if (dataset === undefined) throw new Error(JSON.stringify(read));
  return dataset;
}
