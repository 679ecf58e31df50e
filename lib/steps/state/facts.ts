import type { FactQuery, Ports } from '../../core/ports.ts';
import type { Fact, FactKind } from '../../core/publish/facts.ts';

export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** The newest fact of a kind that the test accepts, or undefined. */
export async function newestFact<K extends FactKind>(
  ports: Pick<Ports, 'ledger'>,
  query: Omit<FactQuery, 'kind' | 'order'> & { readonly kind: K },
  accepts: (fact: FactOf<K>) => boolean = () => true,
): Promise<FactOf<K> | undefined> {
  for await (const fact of ports.ledger.query({ ...query, order: 'newest' })) {
    if (isOf(fact, query.kind) && accepts(fact)) return fact;
  }
  return undefined;
}

function isOf<K extends FactKind>(fact: Fact, kind: K): fact is FactOf<K> {
  return fact.kind === kind;
}
