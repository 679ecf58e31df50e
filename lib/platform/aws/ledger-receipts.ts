import type { FactQuery } from '../../core/ports.ts';
import type { Fact } from '../../core/publish/facts.ts';
import { receiptFact } from '../../core/publish/receipt.ts';
import { inParallel } from '../../core/values/in-parallel.ts';
import { readDatasets } from './ledger-facts.ts';
import { NO_HEAD, readHead } from './ledger-head.ts';
import { contended, READS } from './ledger-pointers.ts';
import { queryFacts } from './ledger-query.ts';
import type { LedgerStore } from './ledger-store.ts';

/** Receipts of whole commits, of each dataset as of one moment; between datasets there is none that all share. */
export async function* queryReceipts(query: FactQuery, store: LedgerStore): AsyncGenerator<Fact> {
  const { dataset, order, limit } = query;
  if (dataset !== undefined) {
    yield* await receiptsOf({ ...query, dataset }, store);
    return;
  }
  const datasets = await readDatasets(store);
  const found = await inParallel(datasets, (of) => receiptsOf({ ...query, dataset: of }, store), 4);
  yield* inTime(found.flat(), order).slice(0, limit);
}

/**
 * With those that are committed and have no row of their own yet, which the head carries. Read again where a commit came
 * between: of a large one only some rows may have been there.
 */
async function receiptsOf(
  query: FactQuery & { readonly dataset: string },
  store: LedgerStore,
): Promise<readonly Fact[]> {
  const { dataset } = query;
  for (let tried = 0; tried < READS; tried++) {
    const head = (await readHead(dataset, store)) ?? NO_HEAD;
    const carried = (head.carry?.receipts ?? []).map(receiptFact);
    const found = await receiptsWith(carried, query, store);
    const { epoch } = (await readHead(dataset, store)) ?? NO_HEAD;
    if (epoch === head.epoch) return found;
  }
  throw contended(dataset, store);
}

async function receiptsWith(
  carried: readonly Fact[],
  query: FactQuery,
  store: LedgerStore,
): Promise<readonly Fact[]> {
  const { limit, order, ...all } = query;
  if (carried.length === 0) return collect(query, store);
  const asked = carried.filter(
    (f) => (all.id ?? f.id) === f.id && (all.partition ?? f.partition) === f.partition,
  );
  const nameOf = ({ partition, id }: Fact) => `${partition}\n${id}`;
  const found = new Map((await collect(all, store)).map((f) => [nameOf(f), f]));
  for (const fact of asked) if (!found.has(nameOf(fact))) found.set(nameOf(fact), fact);
  return inTime([...found.values()], order).slice(0, limit);
}

async function collect(query: FactQuery, store: LedgerStore): Promise<readonly Fact[]> {
  const found: Fact[] = [];
  for await (const fact of queryFacts(query, store)) found.push(fact);
  return found;
}

function inTime(facts: readonly Fact[], order: FactQuery['order']): readonly Fact[] {
  const sorted = facts.toSorted((a, b) => (a.time === b.time ? 0 : a.time < b.time ? -1 : 1));
  return order === 'newest' ? sorted.reverse() : sorted;
}
