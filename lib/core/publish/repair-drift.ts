import type { Ports } from '../ports.ts';
import { detectDrift } from './detect-drift.ts';
import type { Actor } from './facts.ts';
import { type PublishEnd, restore } from './law.ts';

export type Repair =
  | { readonly repaired: true }
  | { readonly repaired: false; readonly why: string; readonly cause?: unknown };

/**
 * Somebody changed what readers see. The pointers are right by definition: the projection is built again from
 * them, as an intent of its own, so that two runs that repair at once cannot harm each other.
 */
export async function repairDrift(
  request: {
    readonly dataset: string;
    readonly intentId: string;
    readonly runId: string;
    readonly by: Actor;
  },
  ports: Pick<Ports, 'ledger' | 'publisher'>,
  clock: () => string,
): Promise<Repair> {
  const end: PublishEnd = await restore(request, ports, clock);
  if (end.end !== 'committed') {
    return { repaired: false, why: end.why, ...(end.cause === undefined ? {} : { cause: end.cause }) };
  }
  const { dataset } = request;
  const left = detectDrift(await ports.ledger.state(dataset), await ports.publisher.observe(dataset));
  return left === undefined
    ? { repaired: true }
    : { repaired: false, why: 'the files changed again meanwhile' };
}
