import type { FactQuery, Ledger } from '../ports.ts';
import type { Fact, FactKind, FactOf } from './facts.ts';

/** A query for facts of one kind. */
export type QueryOf<K extends FactKind> = FactQuery & { readonly kind: K };

type Facts = Pick<Ledger, 'query'>;

/** Facts of one kind, as the ledger gives them: it is asked for no more of them than somebody takes. */
export async function* queryFacts<K extends FactKind>(
  ledger: Facts,
  query: QueryOf<K>,
): AsyncGenerator<FactOf<K>> {
  for await (const fact of ledger.query(query)) if (isOf(fact, query.kind)) yield fact;
}

/** All of them. */
export async function factsOf<K extends FactKind>(
  ledger: Facts,
  query: QueryOf<K>,
): Promise<readonly FactOf<K>[]> {
  const found: FactOf<K>[] = [];
  for await (const fact of queryFacts(ledger, query)) found.push(fact);
  return found;
}

/** The newest one that the test accepts, or undefined. */
export async function newestFact<K extends FactKind>(
  { ledger }: { readonly ledger: Facts },
  query: Omit<FactQuery, 'kind' | 'order'> & { readonly kind: K },
  accepts: (fact: FactOf<K>) => boolean = () => true,
): Promise<FactOf<K> | undefined> {
  for await (const fact of queryFacts(ledger, { ...query, order: 'newest' })) if (accepts(fact)) return fact;
  return undefined;
}

function isOf<K extends FactKind>(fact: Fact, kind: K): fact is FactOf<K> {
  return fact.kind === kind;
}
