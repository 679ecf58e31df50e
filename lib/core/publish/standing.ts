import type { Ledger } from '../ports.ts';
import { partitionKey } from '../values/partition.ts';
import type { Intent, Receipt } from './facts.ts';
import { intentFactId } from './intent.ts';
import { queryFacts } from './query-facts.ts';

/** What the ledger says of an intent, read back after an answer was lost. */
export type Standing = 'open' | 'committed' | 'abandoned' | 'absent' | 'unreadable';

export async function standingOf(intent: Intent, ledger: Ledger): Promise<Standing> {
  const { dataset, intentId } = intent;
  try {
    const open = await ledger.openIntents(dataset);
    if (open.some((i) => i.intentId === intentId)) return 'open';
    for (const state of ['committed', 'abandoned'] as const) {
      const id = intentFactId(intentId, state);
      for await (const _ of ledger.query({ kind: 'intent', dataset, id, limit: 1 })) return state;
    }
    return 'absent';
  } catch {
    return 'unreadable';
  }
}

/** The receipts as they were committed, perhaps by another run; the given ones differ from them in the time alone. */
export function receiptsIn(ledger: Ledger, receipts: readonly Receipt[]): Promise<readonly Receipt[]> {
  return Promise.all(receipts.map(async (r) => (await receiptIn(ledger, r)) ?? r));
}

async function receiptIn(
  ledger: Ledger,
  { dataset, partition, receiptId }: Receipt,
): Promise<Receipt | undefined> {
  const query = {
    kind: 'receipt',
    dataset,
    partition: partitionKey(partition),
    id: receiptId,
    limit: 1,
  } as const;
  try {
    for await (const { body } of queryFacts(ledger, query)) return body;
  } catch {
    // They are known to be there; only their time is not.
  }
  return undefined;
}
