import type { QueryRef } from '../../../core/ports.ts';

/** What a reference stands for; it is all that is known of a query in another process. */
export type Referred =
  | { readonly kind: 'query'; readonly id: string }
  /** Writes into a table that goes when it has ended. */
  | { readonly kind: 'write'; readonly id: string; readonly table: string }
  /** Never started: Athena would not even take the statement. */
  | { readonly kind: 'refused'; readonly message: string };

export const refTo = (of: Referred): QueryRef => ({
  queryId: of.kind === 'query' ? of.id : JSON.stringify(of),
});

export function referred({ queryId }: QueryRef): Referred {
  return queryId.startsWith('{') ? JSON.parse(queryId) : { kind: 'query', id: queryId };
}
