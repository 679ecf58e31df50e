import type { Ports, QueryRef, TableRef } from '../../core/ports.ts';

/** What somebody started on an engine, and nobody waits for any more. */
export interface Holdings {
  readonly queries: readonly QueryRef[];
  readonly tables: readonly TableRef[];
}

/** Queries with the table that each reads. */
export const holdingsOf = (
  started: readonly { readonly query: QueryRef; readonly table: TableRef }[],
): Holdings => ({ queries: started.map((s) => s.query), tables: started.map((s) => s.table) });

/** A query that was stopped has ended after a look or two. */
const LOOKS = 3;

/** Stops queries, then drops staged tables; those that are gone already do not matter. Never throws. */
export async function letGo(
  { queries, tables }: Holdings,
  { engine, catalog }: Pick<Ports, 'engine' | 'catalog'>,
): Promise<void> {
  await Promise.allSettled(queries.map((query) => end(query, engine)));
  await Promise.allSettled(tables.map(async (table) => catalog.drop(table)));
}

/** Until its end was seen: that is when an engine drops what it made for a query by itself. */
async function end(query: QueryRef, engine: Ports['engine']): Promise<void> {
  await engine.stop(query);
  for (let looks = 0; looks < LOOKS; looks++) {
    if ((await engine.poll(query)).state !== 'running') return;
  }
}
