import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../../core/ports.ts';
import { appendFacts, readDatasets, sequence } from './ledger-facts.ts';
import { readHead } from './ledger-head.ts';
import { abandonIntent, commitIntent, openIntent } from './ledger-intents.ts';
import { releaseLease, renewLease, takeLease } from './ledger-leases.ts';
import { readState } from './ledger-pointers.ts';
import { queryFacts } from './ledger-query.ts';
import { queryReceipts } from './ledger-receipts.ts';
import { ledgerStore, type StoreOptions } from './ledger-store.ts';
import { realPace } from './pace.ts';

export interface DynamoLedgerOptions extends StoreOptions {
  readonly clockSkewMs?: number;
}

/** Machines of AWS keep their clocks within milliseconds of each other; a laptop's may be worse. */
const CLOCK_SKEW_MS = 2_000;

/**
 * The ledger in one DynamoDB table, which has to exist. The client's own retries are best switched off (`maxAttempts: 1`):
 * requests are repeated here, where it is known which of them may be. The client stays its maker's to close.
 */
export function dynamoLedger(
  client: DynamoDBClient,
  table: string,
  options: DynamoLedgerOptions = {},
): Ledger {
  const { clockSkewMs = CLOCK_SKEW_MS, pace = realPace } = options;
  const store = ledgerStore(client, table, options);
  const seq = sequence();
  const clock = { now: pace.now, clockSkewMs };
  const context = { store, seq, time: () => new Date(pace.now()).toISOString() };

  return {
    lease: (key, owner, ttlMs) => takeLease({ key, owner, ttlMs }, store, clock),
    renew: (lease, ttlMs) => renewLease(lease, ttlMs, store, clock),
    release: (lease) => releaseLease(lease, store),
    append: (facts) => appendFacts(facts, seq, store),
    query: (query) => (query.kind === 'receipt' ? queryReceipts(query, store) : queryFacts(query, store)),
    state: (dataset) => readState(dataset, store),
    datasets: () => readDatasets(store),
    openIntents: async (dataset) => {
      const head = await readHead(dataset, store);
      return head?.open ? [head.open] : [];
    },
    open: (intent) => openIntent(intent, context),
    commit: (intent, receipts) => commitIntent(intent, receipts, context),
    abandon: (intent, why) => abandonIntent(intent, why, context),
    close: () => Promise.resolve(),
  };
}
