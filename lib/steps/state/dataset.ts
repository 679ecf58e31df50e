import type { Dataset } from '../../core/contract/model.ts';
import { type GateChecks, prepareChecks } from '../../core/gate/bind.ts';
import { orFail } from './failure.ts';
import type { RunRequest } from './request.ts';

type Contracted = Pick<RunRequest, 'contract' | 'schemaName'>;

/** The gated table of a request. */
export function datasetOf(request: Contracted): Dataset {
  const found = request.contract.datasets.find((d) => d.name === request.schemaName);
  if (!found) throw new Error(`the contract ${request.contract.name} has no dataset ${request.schemaName}`);
  return found;
}

/** Its rules, read; a rule that cannot be evaluated ends the run. */
export function checksOf(request: Contracted): GateChecks {
  return orFail(prepareChecks(datasetOf(request)));
}
