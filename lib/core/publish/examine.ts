import type { Ports } from '../ports.ts';
import { detectDrift, isForeign } from './detect-drift.ts';
import { describeDrift } from './resolve.ts';

/** Something about a dataset that is not as it should be between two runs. */
export interface Finding {
  readonly dataset: string;
  /**
   * `openIntent`: a publish that nobody closed. `drift`: readers see something else than was published. `foreign`: the
   * ledger never published what readers see. `unreadable`: what readers see could not be looked at.
   */
  readonly kind: 'openIntent' | 'drift' | 'foreign' | 'unreadable';
  readonly what: string;
}

/** Looks, and changes nothing. What it finds is closed or repaired by the next run, or by `resolveOpenIntents`. */
export async function examine(
  dataset: string,
  { ledger, publisher }: Pick<Ports, 'ledger' | 'publisher'>,
): Promise<readonly Finding[]> {
  const open = await ledger.openIntents(dataset);
  const findings = open.map(
    ({ runId, openedAt, moves }): Finding => ({
      dataset,
      kind: 'openIntent',
      what: `run ${runId} began to publish ${moves.length} partitions at ${openedAt}, and nobody closed it`,
    }),
  );
  try {
    const state = await ledger.state(dataset);
    const seen = await publisher.observe(dataset);
    if (isForeign(state, seen)) {
      return [
        ...findings,
        {
          dataset,
          kind: 'foreign',
          what: `readers see ${seen.projection}, and the ledger published nothing`,
        },
      ];
    }
    const drift = detectDrift(state, seen);
    // what an open intent is about to show is no drift
    if (drift === undefined || open.length > 0) return findings;
    return [
      ...findings,
      {
        dataset,
        kind: 'drift',
        what: `readers see something else than was published: ${describeDrift(drift)}`,
      },
    ];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return [...findings, { dataset, kind: 'unreadable', what: `what readers see could not be read: ${why}` }];
  }
}
