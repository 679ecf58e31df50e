import { type Issue, issue } from '../contract/issue.ts';
import type { Observation, Ports } from '../ports.ts';
import { partitionLabel } from '../values/partition.ts';
import { type Drift, detectDrift, isForeign } from './detect-drift.ts';
import type { Intent, Receipt } from './facts.ts';
import { commit, giveUp, type PublishEnd } from './law.ts';
import { repairDrift } from './repair-drift.ts';
import { showing } from './showing.ts';

/** What the next run did about what an earlier one left behind, and about what somebody changed by hand. */
export interface Resolution {
  /** Ids of the intents that were closed, forward or back. */
  readonly closed: readonly string[];
  /** Receipts of those that were closed forward: readers already saw them. */
  readonly receipts: readonly Receipt[];
  /** Still open: nothing may be published or cleaned up until a later run can tell. */
  readonly unknown: readonly Extract<PublishEnd, { end: 'unknown' }>[];
  readonly drift?: Drift;
  readonly driftRepaired: boolean;
  /** For people: drift repaired (warning), drift that could not be repaired, a ledger that is not this lake's. */
  readonly issues: readonly Issue[];
}

/**
 * Closes every open intent without a person. Readers see all of it: forward. They see none of it: back. They
 * see something else: back, and the pointers are shown again. They cannot be asked: it stays open. Afterwards
 * drift is looked for, and repaired. To be called under the dataset's lease; without it nothing breaks, but a
 * live run's intent may be closed under its feet.
 */
export async function resolveOpenIntents(
  dataset: string,
  ports: Pick<Ports, 'ledger' | 'publisher' | 'actor' | 'newId'>,
  clock: () => string,
): Promise<Resolution> {
  const ends: { readonly intent: Intent; readonly end: PublishEnd }[] = [];
  for (const intent of await ports.ledger.openIntents(dataset)) {
    ends.push({ intent, end: await close(intent, ports, clock) });
  }
  const unknown = ends.map((e) => e.end).filter((e) => e.end === 'unknown');
  const closed = {
    closed: ends.filter((e) => e.end.end !== 'unknown').map((e) => e.intent.intentId),
    receipts: ends.flatMap((e) => (e.end.end === 'committed' ? e.end.receipts : [])),
    unknown,
  };
  if (unknown.length > 0) {
    const issues = unknown.map(({ why }) => issue('SLU-503', { dataset, why }));
    return { ...closed, driftRepaired: false, issues };
  }
  return { ...closed, ...(await lookForDrift(dataset, ports, clock)) };
}

async function close(
  intent: Intent,
  ports: Pick<Ports, 'ledger' | 'publisher'>,
  clock: () => string,
): Promise<PublishEnd> {
  let seen: Observation;
  try {
    seen = await ports.publisher.observe(intent.dataset);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'no answer';
    return { end: 'unknown', why: `what readers see could not be read: ${why}`, intent, cause };
  }
  const shows = showing(intent, seen, await ports.ledger.state(intent.dataset));
  if (shows === 'after') return commit(intent, ports, clock);
  const why =
    shows === 'before' ? 'an earlier run ended before readers saw it' : 'readers saw only a part of it';
  return giveUp(intent, { why, restores: false }, ports, clock);
}

async function lookForDrift(
  dataset: string,
  ports: Pick<Ports, 'ledger' | 'publisher' | 'actor' | 'newId'>,
  clock: () => string,
): Promise<Pick<Resolution, 'drift' | 'driftRepaired' | 'issues'>> {
  const state = await ports.ledger.state(dataset);
  const seen = await ports.publisher.observe(dataset);
  if (isForeign(state, seen)) {
    return { driftRepaired: false, issues: [issue('SLU-506', { dataset, seen: seen.projection ?? '' })] };
  }
  const drift = detectDrift(state, seen);
  if (drift === undefined) return { driftRepaired: false, issues: [] };
  const what = describeDrift(drift);
  const hopeless = await ports.publisher.beyondRepair(state);
  if (hopeless !== undefined) {
    return { drift, driftRepaired: false, issues: [issue('SLU-505', { dataset, what, why: hopeless })] };
  }
  const id = ports.newId();
  const repair = await repairDrift({ dataset, intentId: id, runId: id, by: ports.actor }, ports, clock);
  return repair.repaired
    ? { drift, driftRepaired: true, issues: [issue('SLU-504', { dataset, what }, undefined, 'warning')] }
    : { drift, driftRepaired: false, issues: [issue('SLU-505', { dataset, what, why: repair.why })] };
}

/** `it showed version 3 instead of 4; flight_date=2001-02-27 differed`, for a sentence. */
export function describeDrift({ projection, partitions }: Drift): string {
  const [first] = partitions;
  const moved =
    projection.expected === projection.seen
      ? []
      : [`it showed ${projection.seen ?? 'nothing'} instead of ${projection.expected ?? 'nothing'}`];
  const more = partitions.length > 1 ? ` and ${partitions.length - 1} more` : '';
  const differing = first === undefined ? [] : [`${partitionLabel(first.partition)}${more} differed`];
  return [...moved, ...differing].join('; ');
}
