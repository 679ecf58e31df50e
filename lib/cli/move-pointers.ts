import { issue } from '../core/contract/issue.ts';
import type { Ports } from '../core/ports.ts';
import type { Receipt } from '../core/publish/facts.ts';
import { publish } from '../core/publish/law.ts';
import { refusalsOf } from '../core/publish/refusals.ts';
import { describeDrift, type Resolution, resolveOpenIntents } from '../core/publish/resolve.ts';
import { deliver } from '../steps/record/deliver.ts';
import { tell } from '../steps/record/tell.ts';
import { UnknownOutcome } from '../steps/state/failure.ts';
import { holdLease, type LeasePorts, releaseLease } from '../steps/state/lease.ts';
import { newId } from '../steps/state/new-id.ts';
import { CliFailure, failOn } from './failure.ts';
import { now } from './services.ts';

type PublishRequest = Parameters<typeof publish>[0];

/** Does something under the dataset's lease, which is given back whatever happens. */
export async function underLease<T>(
  dataset: string,
  ports: LeasePorts,
  use: (id: string) => Promise<T>,
): Promise<T> {
  const id = newId();
  await holdLease(dataset, id, ports);
  try {
    return await use(id);
  } finally {
    await releaseLease(dataset, id, ports);
  }
}

/**
 * A publish that a person asks for: under the lease, after what an earlier run left open is closed. Throws where it
 * did not come about.
 */
export const movePointers = async (
  dataset: string,
  ports: Ports,
  prepare: (intentId: string, resolution: Resolution) => Promise<PublishRequest>,
): Promise<readonly Receipt[]> => {
  const receipts = await underLease(dataset, ports, async (id) => {
    const resolution = await resolveOpenIntents(dataset, ports, now);
    if (resolution.unknown.length > 0) throw new UnknownOutcome(resolution.issues);
    const request = await prepare(id, resolution);
    failOn(await refusalsOf(dataset, request.moves, ports));
    const end = await publish(request, ports, now);
    if (end.end === 'unknown') throw new UnknownOutcome([issue('SLU-503', { dataset, why: end.why })]);
    if (end.end === 'notCommitted') throw new CliFailure([issue('SLU-502', { dataset, why: end.why })], 3);
    const drift = resolution.driftRepaired ? resolution.drift : undefined;
    const run = drift === undefined ? {} : { driftRepaired: describeDrift(drift) };
    await tell({ dataset, id, receipts: end.receipts, run }, ports, now());
    return end.receipts;
  });
  await deliver(dataset, ports);
  return receipts;
};
