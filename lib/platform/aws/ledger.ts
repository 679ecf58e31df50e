import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FactQuery, Ledger } from '../../core/ports.ts';
import type { Fact } from '../../core/publish/facts.ts';
import { appendFacts, readDatasets, sequence } from './ledger-facts.ts';
import { readHead } from './ledger-head.ts';
import { abandonIntent, commitIntent, openIntent } from './ledger-intents.ts';
import { releaseLease, renewLease, takeLease } from './ledger-leases.ts';
import { carriedReceipts, readState } from './ledger-pointers.ts';
import { queryFacts } from './ledger-query.ts';
import { type LedgerStore, ledgerStore, type StoreOptions } from './ledger-store.ts';
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

/** With those that are committed and have no row of their own yet. */
async function* queryReceipts(query: FactQuery, store: LedgerStore): AsyncGenerator<Fact> {
  const datasets = query.dataset === undefined ? await readDatasets(store) : [query.dataset];
  const carried = (await Promise.all(datasets.map((dataset) => carriedReceipts(dataset, store)))).flat();
  if (carried.length === 0) {
    yield* queryFacts(query, store);
    return;
  }
  const { limit, order, ...all } = query;
  const asked = carried.filter(
    (f) => (all.id ?? f.id) === f.id && (all.partition ?? f.partition) === f.partition,
  );
  const nameOf = ({ dataset, partition, id }: Fact) => `${dataset}\n${partition}\n${id}`;
  const found = new Map<string, Fact>();
  for await (const fact of queryFacts(all, store)) found.set(nameOf(fact), fact);
  for (const fact of asked) if (!found.has(nameOf(fact))) found.set(nameOf(fact), fact);
  const sorted = [...found.values()].sort((a, b) => (a.time === b.time ? 0 : a.time < b.time ? -1 : 1));
  yield* (order === 'newest' ? sorted.reverse() : sorted).slice(0, limit);
}
