import type { Dataset } from '../../core/contract/model.ts';
import type { Lake, Ledger } from '../../core/ports.ts';
import { queryFacts } from '../../core/publish/query-facts.ts';
import { findBody, runFolder } from './bodies.ts';
import { datasetOf } from './dataset.ts';

/** Runs looked at: folders of older ones were removed more likely than not. */
const MOST = 10;

/** The dataset as the contract of its newest run declares it; undefined where no run left its request behind. */
export async function contractOfRuns(
  dataset: string,
  { ledger, lake }: { readonly ledger: Pick<Ledger, 'query'>; readonly lake: Pick<Lake, 'get'> },
): Promise<Dataset | undefined> {
  const seen = new Set<string>();
  for await (const { body } of queryFacts(ledger, { kind: 'run', dataset, order: 'newest' })) {
    if (seen.has(body.runId)) continue;
    const request = await findBody(lake, runFolder(dataset, body.runId), 'request');
    if (request !== undefined) return datasetOf(request);
    seen.add(body.runId);
    if (seen.size === MOST) return undefined;
  }
  return undefined;
}
