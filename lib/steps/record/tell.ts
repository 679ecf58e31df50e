import type { RunNews } from '../../core/notify/build-message.ts';
import type { Ports } from '../../core/ports.ts';
import type { Receipt } from '../../core/publish/facts.ts';
import { findBody, runFolder } from '../state/bodies.ts';
import { compose } from './compose.ts';
import { leave } from './deliver.ts';

/** What somebody moved or repaired by hand. */
export interface ByHand {
  readonly dataset: string;
  /** New and unique. */
  readonly id: string;
  readonly receipts: readonly Receipt[];
  readonly run?: RunNews;
}

/**
 * Puts down what is to be told of a change that no run made; `deliver` sends it. To be called under the dataset's lease.
 * Never throws: what could not be put down is told by the next run.
 */
export async function tell(
  { dataset, id, receipts, run }: ByHand,
  ports: Pick<Ports, 'lake' | 'ledger' | 'notifiers' | 'warn' | 'environment'>,
  time: string,
): Promise<void> {
  try {
    const runId = receipts[0]?.runId ?? id;
    const request = await findBody(ports.lake, runFolder(dataset, runId), 'request');
    const contract = request && { contract: request.contract, schemaName: request.schemaName };
    const about = { id, time, environment: ports.environment, dataset, runId, ...contract };
    const telling = { about, standings: [], receipts, ...(run === undefined ? {} : { run }) };
    const { notice, fact } = await compose(telling, ports);
    if (notice !== undefined && !(await leave(notice, ports))) return;
    if (fact !== undefined) await ports.ledger.append([fact]);
  } catch (cause) {
    ports.warn(`nobody was told of this: ${cause instanceof Error ? cause.message : 'unknown cause'}`);
  }
}
