import type { Dataset } from '../core/contract/model.ts';
import type { RunRequest } from './state.ts';

/** The gated table of a request. */
export function datasetOf(request: Pick<RunRequest, 'contract' | 'schemaName'>): Dataset {
  const found = request.contract.datasets.find((d) => d.name === request.schemaName);
  if (!found) throw new Error(`the contract ${request.contract.name} has no dataset ${request.schemaName}`);
  return found;
}
