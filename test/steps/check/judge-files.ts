import type { Contract, Dataset } from '../../../lib/core/contract/model.ts';
import { readContract } from '../../../lib/core/contract/read.ts';
import type { Verdict } from '../../../lib/core/gate/verdict.ts';
import { createDuckDb } from '../../../lib/platform/local/duckdb/create-duckdb.ts';
import { localLake } from '../../../lib/platform/local/lake.ts';
import { type CheckRequest, checkData } from '../../../lib/steps/check/check-data.ts';

export interface ReadDataset {
  readonly contract: Contract;
  readonly dataset: Dataset;
}

/** The first dataset of a contract that has to be readable. */
export function datasetIn(text: string, file = 't.odcs.yaml'): ReadDataset {
  const read = readContract(text, file);
  if (!read.ok) throw new Error(`${text}\n${JSON.stringify(read.error)}`);
  const { contract } = read.value;
  const [dataset] = contract.datasets;
  if (dataset === undefined) throw new Error(`${file} has no dataset`);
  return { contract, dataset };
}

type Files = ReadDataset & Pick<CheckRequest, 'path'> & Partial<CheckRequest>;

/** Judges files with an engine of its own; they have to be judgeable. `root` is where the engine may write. */
export async function judgeFiles(root: string, now: string, files: Files): Promise<Verdict> {
  const duck = createDuckDb({ root });
  const lake = localLake(root);
  try {
    const verdict = await checkData({ format: 'parquet', now, ...files }, { ...duck, lake }, () => now);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.error));
    return verdict.value;
  } finally {
    await duck.close();
    await lake.close();
  }
}
